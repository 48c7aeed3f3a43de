using System.Security.Cryptography;
using System.Text;

namespace Genkan;

/// <summary>Keys kept outside the database: one random root in the data folder, from which each use derives its own (HKDF, RFC 5869).</summary>
public sealed class Keys
{
    private readonly byte[] root;

    /// <summary>Reads the root key, making it at the first start.</summary>
    public Keys(GenkanSettings settings)
    {
        var file = Path.Combine(settings.DataFolder, "keys", "root.key");
        if (!File.Exists(file))
        {
            Make(file);
        }

        root = File.ReadAllBytes(file);
        if (root.Length != 32)
        {
            throw new InvalidDataException("The key file keys/root.key is damaged: restore it from a backup.");
        }
    }

    /// <summary>32 bytes for one use.</summary>
    public byte[] For(string use) => HKDF.DeriveKey(HashAlgorithmName.SHA256, root, 32, info: Encoding.UTF8.GetBytes(use));

    private static void Make(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var fresh = file + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(fresh, options))
        {
            stream.Write(RandomNumberGenerator.GetBytes(32));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file);
    }
}
