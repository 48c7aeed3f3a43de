using System.IO.Compression;
using System.Text.RegularExpressions;

namespace Genkan.Tests.Pages;

public sealed class PagesTests(Shop shop) : IClassFixture<Shop>
{
    private readonly Browser _browser = new(shop.Server.Url);

    [Fact, Requirement("W-02", "W-25")]
    public async Task The_loader_is_small_to_fetch_and_open_to_every_page()
    {
        var plain = (await _browser.Get("/widget.js")).Should(200);

        plain.ContentHeaders.ContentType!.ToString().ShouldBe("text/javascript; charset=utf-8");
        plain.Headers.GetValues("Cross-Origin-Resource-Policy").ShouldBe(["cross-origin"]);
        plain.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        plain.Headers.CacheControl!.MaxAge.ShouldBe(TimeSpan.FromMinutes(5));
        foreach (var (coding, unpack) in new (string, Func<Stream, Stream>)[] { ("br", s => new BrotliStream(s, CompressionMode.Decompress)), ("gzip", s => new GZipStream(s, CompressionMode.Decompress)) })
        {
            var packed = (await _browser.Get("/widget.js", ("Accept-Encoding", coding))).Should(200);
            packed.ContentHeaders.ContentEncoding.ShouldBe([coding]);
            packed.Headers.Vary.ShouldContain("Accept-Encoding");
            packed.Bytes.Length.ShouldBeLessThan(plain.Bytes.Length);
            Unpacked(packed.Bytes, unpack).ShouldBe(plain.Bytes);
        }

        (await _browser.Get("/widget.js", ("Accept-Encoding", "br;q=0, gzip;q=0"))).ContentHeaders.ContentEncoding.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_the_browser_has_is_not_sent_again()
    {
        var tag = (await _browser.Get("/widget.js", ("Accept-Encoding", "gzip"))).Headers.ETag!.Tag;

        var again = (await _browser.Get("/widget.js", ("Accept-Encoding", "gzip"), ("If-None-Match", $"\"other\", {tag}"))).Should(304);
        again.Bytes.ShouldBeEmpty();
        again.Headers.ETag!.Tag.ShouldBe(tag);
        (await _browser.Get("/widget.js", ("Accept-Encoding", "br"), ("If-None-Match", tag))).Should(200);
        var head = (await _browser.Send(HttpMethod.Head, "/widget.js")).Should(200);
        head.Bytes.ShouldBeEmpty();
        head.ContentHeaders.ContentLength!.Value.ShouldBeGreaterThan(100);
    }

    [Fact, Requirement("W-32")]
    public async Task The_window_is_framed_by_the_sites_own_pages_alone()
    {
        var (id, key) = await shop.NewSite("Framed", new { origins = new[] { "https://shop.example", "http://localhost:8090" } });

        foreach (var path in new[] { $"/widget/frame?site={key}", $"/chat/{key}" })
        {
            Policy((await _browser.Get(path)).Should(200))["frame-ancestors"].ShouldBe("'self' https://shop.example http://localhost:8090");
            Policy((await _browser.Get(path)).Should(200))["default-src"].ShouldBe("'none'");
            Policy((await _browser.Get(path)).Should(200))["script-src"].ShouldBe("'self'");
        }

        (await shop.Nora.Patch($"/api/sites/{id}", new { origins = Array.Empty<string>() })).Should(200);
        Policy((await _browser.Get($"/widget/frame?site={key}")).Should(200))["frame-ancestors"].ShouldBe("*");
    }

    [Theory]
    [InlineData("/widget/frame")]
    [InlineData("/widget/frame?site=aaaaaaaaaaaaaaaa")]
    [InlineData("/widget/frame?site=%3Cscript%3E")]
    [InlineData("/chat/aaaaaaaaaaaaaaaa")]
    [InlineData("/chat/%27%20OR%201=1")]
    public async Task A_key_nobody_has_opens_no_window(string path)
    {
        var answer = (await _browser.Get(path, ("Accept-Language", "tr"))).Should(404);

        answer.ContentHeaders.ContentType!.MediaType.ShouldBe("text/plain");
        answer.Text.ShouldNotContain("<");
        answer.Text.ShouldNotBeNullOrWhiteSpace();
    }

    [Fact, Requirement("LP-05")]
    public async Task Every_view_of_the_console_is_its_one_page_under_a_strict_policy()
    {
        (await _browser.Get("/")).Should(302).Headers.Location!.ToString().ShouldBe("/console/");
        foreach (var path in new[] { "/console", "/console/", "/console/conversations/x", "/console/setup", "/console/index.html" })
        {
            var page = (await _browser.Get(path)).Should(200);
            page.ContentHeaders.ContentType!.MediaType.ShouldBe("text/html", path);
            page.Text.ShouldNotContain("__CSP_NONCE__");
            var policy = Policy(page);
            policy["default-src"].ShouldBe("'none'");
            policy["script-src"].ShouldBe("'self'");
            policy["frame-ancestors"].ShouldBe("'none'");
            policy["base-uri"].ShouldBe("'none'");
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
        }
    }

    [Fact, Requirement("SP-10")]
    public async Task No_page_lets_a_string_become_script_or_another_window_hold_on_to_it()
    {
        foreach (var (path, policies) in new[]
        {
            ("/console/", "default"), ("/console/setup", "default"), ($"/widget/frame?site={shop.SiteKey}", "'none'"), ($"/chat/{shop.SiteKey}", "'none'"), ($"/plain/{shop.SiteKey}", "'none'"),
        })
        {
            var page = (await _browser.Get(path)).Should(200);
            Policy(page)["require-trusted-types-for"].ShouldBe("'script'", path);
            Policy(page)["trusted-types"].ShouldBe(policies, path);
            page.Headers.GetValues("Content-Security-Policy").Single().ShouldNotContain("unsafe");
            page.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
            page.Headers.GetValues("Referrer-Policy").ShouldBe(["same-origin"]);
            page.Headers.GetValues("Cross-Origin-Opener-Policy").ShouldBe(["same-origin"]);
            page.Headers.GetValues("Permissions-Policy").Single().ShouldContain("camera=()");
            page.Headers.Contains("Strict-Transport-Security").ShouldBeFalse(path);
        }
    }

    [Fact, Requirement("SP-01")]
    public async Task By_https_the_browser_is_told_to_come_by_nothing_else_and_cookies_are_the_hosts_own()
    {
        await using var behind = await Shop.Open("--GENKAN_PROXIES", "127.0.0.1");
        var browser = new Browser(behind.Server.Url) { Headers = { ["X-Forwarded-Proto"] = "https" } };
        (await browser.Get("/console/")).Should(200).Headers.GetValues("Strict-Transport-Security").ShouldBe(["max-age=31536000"]);
        var signedIn = (await browser.Send(HttpMethod.Post, "/api/session", new { email = "nora@shop.example", password = Shop.Password })).Should(200);
        signedIn.Headers.GetValues("Strict-Transport-Security").ShouldNotBeEmpty();
        await behind.NoraIsHere();
        await browser.Open($"/plain/{behind.SiteKey}");
        await browser.Press("/start", ("nickname", "Mina"));
        browser.SetCookies.Count.ShouldBeGreaterThanOrEqualTo(2);
        foreach (var cookie in browser.SetCookies)
        {
            cookie.ShouldStartWith("__Host-");
            foreach (var attribute in new[] { "; path=/;", "; secure", "; samesite=", "; httponly" })
            {
                (cookie + ";").ShouldContain(attribute, Case.Insensitive);
            }

            cookie.ShouldNotContain("domain=", Case.Insensitive);
        }
    }

    [Fact]
    public async Task Each_answer_has_a_nonce_of_its_own()
    {
        var first = (await _browser.Get("/console/")).Should(200);
        var nonce = Regex.Match(Policy(first)["style-src"], "(?<=nonce-)[^']+", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        nonce.Length.ShouldBeGreaterThanOrEqualTo(22);
        first.Text.ShouldContain(nonce);
        (await _browser.Get("/console/")).Text.ShouldNotContain(nonce);
    }

    [Fact]
    public async Task Files_with_a_hash_in_their_name_are_kept_for_ever()
    {
        var page = (await _browser.Get("/console/")).Should(200).Text;
        var script = Regex.Match(page, "/console/assets/[^\"]+\\.js", RegexOptions.None, TimeSpan.FromSeconds(1)).Value;

        var file = (await _browser.Get(script)).Should(200);

        file.Headers.CacheControl!.ToString().ShouldContain("immutable");
        file.Headers.CacheControl!.MaxAge!.Value.TotalDays.ShouldBeGreaterThan(300);
    }

    [Theory]
    [InlineData("/console/assets/gone-12345678.js")]
    [InlineData("/console/../genkan.dll")]
    [InlineData("/console/..%2fgenkan.dll")]
    [InlineData("/console/%2e%2e/%2e%2e/appsettings.json")]
    [InlineData("/console/manifest.json")]
    [InlineData("/widget/assets/../widget.js.map")]
    [InlineData("/widget/assets/..%2f..%2ftexts/en.json")]
    [InlineData("/widget/manifest.json")]
    [InlineData("/texts/en.json")]
    [InlineData("/0001-storage.sql")]
    public async Task What_is_not_in_the_table_is_not_there(string path) => (await _browser.Get(path)).Should(404);

    [Fact]
    public async Task Pages_are_for_reading() => (await _browser.Send(HttpMethod.Post, "/widget.js")).Should(405);

    private static Dictionary<string, string> Policy(Answer answer) => answer.Headers.GetValues("Content-Security-Policy").Single()
        .Split(';', StringSplitOptions.TrimEntries)
        .Select(part => part.Split(' ', 2))
        .ToDictionary(part => part[0], part => part[1], StringComparer.Ordinal);

    private static byte[] Unpacked(byte[] bytes, Func<Stream, Stream> unpack)
    {
        using var stream = unpack(new MemoryStream(bytes));
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
