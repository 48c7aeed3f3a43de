using System.Security.Cryptography;

namespace Genkan.Demo;

/// <summary>
/// The one password of the demo's people: drawn at the first start, because a known one would stand open wherever a
/// demo is left running, and kept beside the data, so that later starts can show it again.
/// </summary>
internal sealed class DemoPassword(GenkanSettings settings)
{
    // Without characters that are taken for one another.
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    private const int Groups = 4;
    private const int GroupLength = 4;

    private string File => Path.Combine(settings.DataFolder, "demo-password.txt");

    public string? Read() => System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File).Trim() : null;

    public string ReadOrMake()
    {
        if (Read() is { Length: > 0 } kept)
        {
            return kept;
        }

        var password = string.Join('-', Enumerable.Range(0, Groups).Select(_ => RandomNumberGenerator.GetString(Alphabet, GroupLength)));
        Directory.CreateDirectory(settings.DataFolder);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using var writer = new StreamWriter(File, options);
        writer.WriteLine(password);
        return password;
    }
}
