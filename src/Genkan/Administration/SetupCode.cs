using System.Security.Cryptography;
using System.Text;

namespace Genkan.Administration;

/// <summary>
/// The one-time code that proves whoever sets up can read the server's output. It stays in a file only the server's
/// user may read, so that a restart before the set-up prints the same code again; it goes when the set-up is done.
/// </summary>
internal sealed class SetupCode(GenkanSettings settings)
{
    // Crockford's letters: nothing to confuse when the code is typed from another screen. 20 of 32 are 100 bits.
    private const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private const int Characters = 20;

    private string FilePath => Path.Combine(settings.DataFolder, "setup-code");

    /// <summary>The code as it is printed, made on first asking.</summary>
    public string Show()
    {
        if (Read() is { } there)
        {
            return Grouped(there);
        }

        var code = RandomNumberGenerator.GetString(Alphabet, Characters);
        Directory.CreateDirectory(settings.DataFolder);
        using var file = new FileStream(FilePath, OwnersFile());
        file.Write(Encoding.ASCII.GetBytes(code));
        return Grouped(code);
    }

    public bool Is(string? given)
    {
        var code = Read();
        var typed = new string([.. (given ?? "").ToUpperInvariant().Where(char.IsAsciiLetterOrDigit)]);
        return code is not null && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(code), Encoding.ASCII.GetBytes(typed));
    }

    public void Burn() => File.Delete(FilePath);

    private string? Read() => File.Exists(FilePath) && File.ReadAllText(FilePath).Trim() is { Length: Characters } code ? code : null;

    private static FileStreamOptions OwnersFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static string Grouped(string code) => string.Join('-', code.Chunk(5).Select(c => new string(c)));
}
