using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json;

namespace Genkan.Storage;

/// <summary>What a backup file says of itself; its last entry but one.</summary>
internal sealed record Manifest
{
    /// <summary>The form this program writes. A higher one is of a newer program and is refused.</summary>
    public const int Current = 1;

    public int Format { get; init; } = Current;

    public string Genkan { get; init; } = "";

    /// <summary>UTC milliseconds.</summary>
    public long MadeAt { get; init; }

    /// <summary>What it was made from: <c>sqlite</c> or <c>postgres</c>. It restores into either.</summary>
    public string Engine { get; init; } = "";

    public string Epoch { get; init; } = "";

    /// <summary>The highest migration in it.</summary>
    public long Migration { get; init; }

    public long Rows { get; init; }

    public bool Keys { get; init; }

    public IReadOnlyList<ManifestEntry> Entries { get; init; } = [];
}

/// <summary>One file in the backup with its SHA-256 in lower-case hex.</summary>
internal sealed record ManifestEntry(string Name, long Bytes, string Sha256);

/// <summary>
/// The backup file: a gzipped tar (POSIX pax), so that <c>tar xzf</c> opens it where no Genkan is at hand. Entries:
/// <c>database.sqlite</c>, <c>keys/…</c>, <c>files/…</c>, then <c>manifest.json</c> and <c>manifest.sha256</c>.
/// </summary>
internal static class Archive
{
    public const string Database = "database.sqlite";
    public const string KeysFolder = "keys";
    public const string FilesFolder = "files";
    private const string ManifestName = "manifest.json";
    private const string SealName = "manifest.sha256";

    /// <summary>Larger than any list of files we write; what is longer is no manifest.</summary>
    private const int LargestManifest = 64 * 1024 * 1024;

    /// <summary>Writes the named files, in order, and what seals them. The file is on disk when this returns.</summary>
    public static async Task Write(string path, IEnumerable<(string Name, string Source)> files, Manifest manifest)
    {
        await using var file = new FileStream(path, OwnersFile());
        await using (var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true))
        await using (var tar = new TarWriter(gzip, TarEntryFormat.Pax, leaveOpen: true))
        {
            var entries = new List<ManifestEntry>();
            foreach (var (name, source) in files)
            {
                await using var content = new FileStream(source, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
                var sha = await SHA256.HashDataAsync(content);
                content.Position = 0;
                await tar.WriteEntryAsync(Entry(name, content));
                entries.Add(new ManifestEntry(name, content.Length, Convert.ToHexStringLower(sha)));
            }

            var json = JsonSerializer.SerializeToUtf8Bytes(manifest with { Entries = entries }, Wire.Json);
            await tar.WriteEntryAsync(Entry(ManifestName, new MemoryStream(json)));
            await tar.WriteEntryAsync(Entry(SealName, new MemoryStream(System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData(json))))));
        }

        await file.FlushAsync();
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Reads a backup to its end and compares every sum; with a folder given, unpacks into it on the way. What it
    /// unpacks is to be believed only once this has returned.
    /// </summary>
    /// <exception cref="StartRefusedException">It is no backup, or damaged, or of a newer program.</exception>
    public static async Task<Manifest> Read(string path, string? unpackTo = null)
    {
        try
        {
            await using var file = File.OpenRead(path);
            await using var gzip = new GZipStream(file, CompressionMode.Decompress);
            await using var tar = new TarReader(gzip);
            var manifest = await ReadEntries(tar, path, unpackTo);
            // To the very end, where gzip keeps the sum of all: what lies between the entries counts too.
            await gzip.CopyToAsync(Stream.Null);
            return manifest;
        }
        catch (Exception fault) when (fault is InvalidDataException or FormatException or EndOfStreamException or JsonException)
        {
            throw Damaged(path, fault);
        }
        catch (Exception fault) when (fault is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            throw new StartRefusedException($"{path} is not there or may not be read.", fault);
        }
    }

    private static async Task<Manifest> ReadEntries(TarReader tar, string path, string? unpackTo)
    {
        var found = new List<ManifestEntry>();
        byte[]? manifest = null;
        string? seal = null;
        while (await tar.GetNextEntryAsync() is { } entry)
        {
            if (seal is not null || entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || entry.DataStream is not { } content)
            {
                throw Damaged(path);
            }

            switch (entry.Name)
            {
                case ManifestName:
                    manifest = await ReadSmall(content, path);
                    break;
                case SealName:
                    seal = System.Text.Encoding.ASCII.GetString(await ReadSmall(content, path));
                    break;
                default:
                    found.Add(await Unpack(entry.Name, content, unpackTo, path));
                    break;
            }
        }

        return manifest is not null && seal == Convert.ToHexStringLower(SHA256.HashData(manifest)) ? Compare(manifest, found, path) : throw Damaged(path);
    }

    private static Manifest Compare(byte[] json, List<ManifestEntry> found, string path)
    {
        // The number first: a newer program's manifest may have fields this one does not know.
        using var document = JsonDocument.Parse(json);
        if (document.RootElement.GetProperty("format").GetInt32() > Manifest.Current)
        {
            throw new StartRefusedException($"{path} was made by a newer Genkan. Restore it with that one.");
        }

        var manifest = JsonSerializer.Deserialize<Manifest>(json, Wire.Json)!;
        return manifest.Entries.SequenceEqual(found) ? manifest : throw Damaged(path);
    }

    private static async Task<ManifestEntry> Unpack(string name, Stream content, string? folder, string path)
    {
        var known = name == Database || name.StartsWith(KeysFolder + "/", StringComparison.Ordinal) || name.StartsWith(FilesFolder + "/", StringComparison.Ordinal);
        if (!known || name.Split('/').Any(part => part is "" or "." or ".."))
        {
            throw Damaged(path);
        }

        using var sha = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var target = folder is null ? Stream.Null : Create(Path.Combine(folder, name));
        var buffer = new byte[128 * 1024];
        var bytes = 0L;
        for (int read; (read = await content.ReadAsync(buffer)) > 0; bytes += read)
        {
            sha.AppendData(buffer, 0, read);
            await target.WriteAsync(buffer.AsMemory(0, read));
        }

        await target.FlushAsync();
        (target as FileStream)?.Flush(flushToDisk: true);
        return new ManifestEntry(name, bytes, Convert.ToHexStringLower(sha.GetHashAndReset()));
    }

    private static FileStream Create(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return new FileStream(path, OwnersFile());
    }

    private static async Task<byte[]> ReadSmall(Stream content, string path)
    {
        if (content.Length > LargestManifest)
        {
            throw Damaged(path);
        }

        using var memory = new MemoryStream();
        await content.CopyToAsync(memory);
        return memory.ToArray();
    }

    private static PaxTarEntry Entry(string name, Stream content) =>
        new(TarEntryType.RegularFile, name) { DataStream = content, Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite };

    /// <summary>A backup holds the keys and everybody's words: nobody else on the machine reads it.</summary>
    private static FileStreamOptions OwnersFile()
    {
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private static StartRefusedException Damaged(string path, Exception? fault = null) =>
        new($"{path} is damaged or no backup of Genkan: it is not what its checksums say. Nothing was changed.", fault);
}
