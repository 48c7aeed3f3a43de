using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Genkan;

/// <summary>
/// Keys kept outside the database: random roots in the data folder, from which each use derives its own (HKDF, RFC 5869).
/// <c>keys/root.key</c> is the first, <c>keys/root-2.key</c>, <c>keys/root-3.key</c>… those added since: what is sealed from
/// then on is sealed under the newest, and what older ones sealed stays readable as long as they are kept.
/// </summary>
public sealed class Keys
{
    private const int Length = 32;
    private readonly SortedDictionary<int, byte[]> roots = [];
    private readonly string folder;

    /// <summary>Reads the root keys, making the first at the first start.</summary>
    public Keys(GenkanSettings settings)
    {
        folder = Path.Combine(settings.DataFolder, "keys");
        if (!File.Exists(FileOf(1)))
        {
            Make(FileOf(1));
            IsNew = true;
        }

        roots[1] = Read(FileOf(1));
        foreach (var file in Directory.GetFiles(folder, "root-*.key"))
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(file)["root-".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id > 1)
            {
                roots[id] = Read(file);
            }
        }
    }

    /// <summary>The roots there are, by number, oldest first.</summary>
    public IReadOnlyCollection<int> Roots => roots.Keys;

    /// <summary>The root what is sealed now is sealed under.</summary>
    public int Newest => roots.Keys.Max();

    /// <summary>Was the first root made at this start?</summary>
    public bool IsNew { get; }

    /// <summary>32 bytes for one use. Always from the first root: what must stay the same over the years (tokens, marks to find by) does.</summary>
    public byte[] For(string use) => For(use, 1);

    /// <summary>32 bytes for one use, from one of the roots.</summary>
    /// <exception cref="KeyNotFoundException">That root is not there.</exception>
    public byte[] For(string use, int root) => HKDF.DeriveKey(HashAlgorithmName.SHA256, roots[root], Length, info: Encoding.UTF8.GetBytes(use));

    /// <summary>A root that was only just made, for a database that has another, is none: it would stand where the right one belongs.</summary>
    internal void ForgetIfNew()
    {
        if (IsNew)
        {
            File.Delete(FileOf(1));
        }
    }

    private string FileOf(int id) => Path.Combine(folder, id == 1 ? "root.key" : string.Create(CultureInfo.InvariantCulture, $"root-{id}.key"));

    private static byte[] Read(string file)
    {
        var root = File.ReadAllBytes(file);
        return root.Length == Length ? root : throw new Storage.StartRefusedException($"The key file {file} is damaged: restore it from a backup.");
    }

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
            stream.Write(RandomNumberGenerator.GetBytes(Length));
            stream.Flush(flushToDisk: true);
        }

        File.Move(fresh, file);
    }
}
