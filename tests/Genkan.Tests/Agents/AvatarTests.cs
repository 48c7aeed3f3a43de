using System.Net.Http.Headers;

namespace Genkan.Tests.Agents;

[Requirement("AD-07")]
public sealed class AvatarTests(Shop shop) : IClassFixture<Shop>
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Fact, Requirement("W-31")]
    public async Task A_picture_is_seen_by_everybody_and_runs_nothing()
    {
        var walt = await shop.Walt();
        await using var stream = await shop.Nora.Listen();
        await stream.Next("hello");

        var address = (await walt.Put("/api/me/avatar", Picture(Png, "image/png"))).Should(200)["avatar"]!.GetValue<string>();

        (await stream.Next("agent.changed"))["agent"]!["avatar"]!.GetValue<string>().ShouldBe(address);
        var seen = (await new AgentClient(shop.Server.Url).Get(address)).Should(200);
        seen.Bytes.ShouldBe(Png);
        seen.ContentHeaders.ContentType!.MediaType.ShouldBe("image/png");
        seen.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        seen.Headers.GetValues("Content-Security-Policy").Single().ShouldContain("sandbox");
        seen.Headers.CacheControl!.ToString().ShouldContain("immutable");
    }

    [Fact]
    public async Task A_new_picture_has_a_new_address_and_a_removed_one_is_gone()
    {
        var ada = await shop.Ada();
        var first = (await ada.Put("/api/me/avatar", Picture(Png, "image/png"))).Should(200)["avatar"]!.GetValue<string>();
        var jpeg = new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 1, 2, 3 };
        var second = (await shop.Nora.Put($"/api/agents/{ada.Id}/avatar", Picture(jpeg, "image/jpeg"))).Should(200)["avatar"]!.GetValue<string>();

        second.ShouldNotBe(first);
        (await ada.Get(first)).ShouldRefuse(404, "not_found");
        (await ada.Get(second)).Should(200).ContentHeaders.ContentType!.MediaType.ShouldBe("image/jpeg");
        (await ada.Delete("/api/me/avatar")).Should(200)["avatar"].ShouldBeNull();
        (await ada.Get(second)).ShouldRefuse(404, "not_found");
    }

    [Fact]
    public async Task What_it_is_is_told_by_its_bytes_not_by_its_name()
    {
        var walt = await shop.Walt();
        var html = "<script>alert(1)</script>"u8.ToArray();
        var svg = "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"u8.ToArray();

        (await walt.Put("/api/me/avatar", Picture(html, "image/png"))).ShouldRefuse(422, "invalid")["errors"]!["avatar"]![0]!["code"]!.GetValue<string>().ShouldBe("not_image");
        (await walt.Put("/api/me/avatar", Picture(svg, "image/svg+xml"))).ShouldRefuse(415, "unsupported_media");
        (await walt.Put("/api/me/avatar", Picture([], "image/webp"))).ShouldRefuse(422, "invalid");
        (await walt.Put("/api/me/avatar", "{}")).ShouldRefuse(415, "unsupported_media");
        byte[] webp = [.. "RIFF\0\0\0\0WEBPVP8 "u8];
        var seen = (await walt.Put("/api/me/avatar", Picture(webp, "image/png"))).Should(200)["avatar"]!.GetValue<string>();
        (await walt.Get(seen)).Should(200).ContentHeaders.ContentType!.MediaType.ShouldBe("image/webp");
    }

    [Fact]
    public async Task Too_large_is_refused_and_the_largest_is_not()
    {
        var walt = await shop.Walt();
        (await walt.Put("/api/me/avatar", Picture([.. Png, .. new byte[256 * 1024 - Png.Length]], "image/png"))).Should(200);
        (await walt.Put("/api/me/avatar", Picture([.. Png, .. new byte[256 * 1024 - Png.Length + 1]], "image/png"))).ShouldRefuse(413, "too_large");
        (await walt.Put("/api/me/avatar", Picture([.. Png, .. new byte[400 * 1024]], "image/png"))).ShouldRefuse(413, "too_large");
    }

    private static ByteArrayContent Picture(byte[] bytes, string type) => new(bytes) { Headers = { ContentType = new MediaTypeHeaderValue(type) } };
}
