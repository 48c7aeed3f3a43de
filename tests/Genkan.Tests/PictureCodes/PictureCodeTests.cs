using System.Buffers.Binary;
using System.IO.Compression;
using Genkan.PictureCodes;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.PictureCodes;

[Requirement("ST-07")]
public sealed class PictureCodeTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task A_code_comes_as_a_picture_and_is_spoken_in_each_language()
    {
        var somebody = new AgentClient(shop.Server.Url);
        var given = (await somebody.Post("/api/picturecodes")).Should(201);
        var picture = (await somebody.Get(given["picture"]!.GetValue<string>())).Should(200);
        picture.ContentHeaders.ContentType!.MediaType.ShouldBe("image/png");
        var (width, height, inked) = Look(picture.Bytes);
        (width, height).ShouldBe((Picture.Width, Picture.Height));
        inked.ShouldBeInRange(0.04, 0.4);

        var spoken = new List<byte[]>();
        foreach (var language in new[] { "en", "tr", "ja", "zh-Hans", "zh-Hant" })
        {
            var sound = (await somebody.Get($"{given["sound"]}?language={language}")).Should(200);
            sound.ContentHeaders.ContentType!.MediaType.ShouldBe("audio/wav");
            // Six digits and the pauses between them.
            ((sound.Bytes.Length - 44) / 2.0 / SpokenDigits.Rate).ShouldBeInRange(4, 14);
            spoken.Add(sound.Bytes);
        }

        spoken.Select(s => s.Length).Distinct().Count().ShouldBeGreaterThan(2);
    }

    [Fact]
    public async Task Asking_often_shows_the_same_picture()
    {
        var somebody = new AgentClient(shop.Server.Url);
        var given = (await somebody.Post("/api/picturecodes")).Should(201);
        var first = await somebody.Get(given["picture"]!.GetValue<string>());
        (await somebody.Get(given["picture"]!.GetValue<string>())).Bytes.ShouldBe(first.Bytes);
        var (challenge, code) = await Passwords.PictureCode(shop);
        given["challenge"]!.GetValue<string>().ShouldNotBe(challenge);
        given.Text.ShouldNotContain(code);
    }

    [Theory]
    [InlineData("{0}", true)]
    [InlineData(" {0} ", true)]
    [InlineData("", false)]
    [InlineData("{0}0", false)]
    public async Task An_answer_is_right_or_not(string form, bool right)
    {
        var (challenge, code) = await Passwords.PictureCode(shop);
        (await Take(challenge, string.Format(System.Globalization.CultureInfo.InvariantCulture, form, code))).ShouldBe(right);
    }

    [Fact]
    public async Task Digits_of_other_keyboards_and_blanks_between_count()
    {
        var (challenge, code) = await Passwords.PictureCode(shop);
        var fullWidth = string.Join(' ', code.Select(c => (char)(c - '0' + '０')));
        (await Take(challenge, fullWidth)).ShouldBeTrue();
    }

    [Fact]
    public async Task A_challenge_is_used_up_by_any_answer()
    {
        var (challenge, code) = await Passwords.PictureCode(shop);
        (await Take(challenge, "wrong")).ShouldBeFalse();
        (await Take(challenge, code)).ShouldBeFalse();

        var (another, its) = await Passwords.PictureCode(shop);
        (await Take(another, its)).ShouldBeTrue();
        (await Take(another, its)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_challenge_runs_out_and_a_made_up_one_is_none()
    {
        await using var own = await Shop.Open();
        var (challenge, code) = await Passwords.PictureCode(own);
        own.Clock.Advance(TimeSpan.FromMinutes(10));
        (await Take(challenge, code, own)).ShouldBeFalse();
        var somebody = new AgentClient(own.Server.Url);
        (await somebody.Get($"/api/picturecodes/{challenge}/picture")).ShouldRefuse(404, "not_found");
        (await somebody.Get($"/api/picturecodes/{new string('A', challenge.Length)}/sound")).ShouldRefuse(404, "not_found");
        (await somebody.Get($"/api/picturecodes/{(challenge[0] == 'A' ? 'B' : 'A')}{challenge[1..]}/picture")).ShouldRefuse(404, "not_found");
    }

    private Task<bool> Take(string challenge, string answer, Shop? at = null)
    {
        var services = (at ?? shop).Server.Services;
        return services.GetRequiredService<IStorage>().WriteInstallation(tx => services.GetRequiredService<IPictureCodes>().Take(tx, challenge, answer));
    }

    /// <summary>Size and how much of it is inked, read as the standard says.</summary>
    private static (int Width, int Height, double Inked) Look(byte[] png)
    {
        png.Take(8).ShouldBe(new byte[] { 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a });
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)));
        var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(33));
        using var zlib = new ZLibStream(new MemoryStream(png, 41, length), CompressionMode.Decompress);
        using var raw = new MemoryStream();
        zlib.CopyTo(raw);
        var pixels = raw.ToArray();
        pixels.Length.ShouldBe((width + 1) * height);
        var dark = Enumerable.Range(0, height).Sum(y => Enumerable.Range(1, width).Count(x => pixels[(y * (width + 1)) + x] < 150));
        return (width, height, dark / (double)(width * height));
    }
}
