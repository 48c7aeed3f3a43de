using System.Security.Cryptography;
using System.Text;
using Genkan.PictureCodes;

namespace Genkan.Journeys.Stage;

/// <summary>Where the letters of a journey arrive: a real Postfix where one can be opened (Debian's, by root), else a mail server the test plays.</summary>
internal sealed class PostBoxes : IAsyncDisposable
{
    private readonly PostOffice? _office;
    private readonly PostBox? _box;

    private PostBoxes(PostOffice? office, PostBox? box) => (_office, _box) = (office, box);

    public static async Task<PostBoxes> Open() => PostOffice.Here ? new PostBoxes(await PostOffice.Open(), null) : new PostBoxes(null, new PostBox());

    /// <summary>A server that sends its letters here, and whose links lead to itself.</summary>
    public Task<ServerProcess> StartServer(Dictionary<string, string> settings)
    {
        var port = ServerProcess.FreePort();
        return ServerProcess.Start(port, Arguments($"http://127.0.0.1:{port}"), settings);
    }

    /// <summary>What a server is started with whose letters go here and lead to this address.</summary>
    public string[] Arguments(string publicUrl) => [.. _office?.Settings() ?? _box!.Settings(), "--GENKAN_PUBLIC_URL", publicUrl];

    /// <summary>The letters for an address, oldest first, once there are that many.</summary>
    public Task<IReadOnlyList<ReceivedLetter>> For(string address, int atLeast = 1) => _office?.Box(address, atLeast) ?? _box!.For(address, atLeast);

    public async ValueTask DisposeAsync()
    {
        _box?.Dispose();
        if (_office is not null)
        {
            await _office.DisposeAsync();
        }
    }
}

/// <summary>Plays the eye that reads the picture of a code: the digits stand in its address, sealed under the server's key.</summary>
internal static class PictureReader
{
    public static async Task<string> ReadPicture(this IPage page, ServerProcess server)
    {
        var picture = page.Locator("img[src^='/api/picturecodes/']");
        await Assertions.Expect(picture).ToBeVisibleAsync();
        var challenge = (await picture.GetAttributeAsync("src"))!.Split('/')[3];
        var root = await File.ReadAllBytesAsync(Path.Combine(server.Folder, "data/keys/root.key"));
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: Encoding.UTF8.GetBytes("picture-codes"));
        return Challenge.Open(key, challenge)!.Code;
    }
}
