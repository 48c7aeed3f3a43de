namespace Genkan.Places;

/// <summary>The bytes of a data file, wherever they lie.</summary>
internal interface IMmdbBytes : IDisposable
{
    long Length { get; }

    /// <summary>Fills the whole span.</summary>
    /// <exception cref="MmdbException">That far the file does not go.</exception>
    void Read(long offset, Span<byte> into);
}

/// <summary>
/// A file on disk, read piece by piece and not mapped: were a mapped file cut short under us (copied over in place), the
/// system would end the whole process. The pages stay in the system's cache either way.
/// </summary>
internal sealed class FileBytes : IMmdbBytes
{
    private readonly Microsoft.Win32.SafeHandles.SafeFileHandle handle;

    public FileBytes(string path)
    {
        handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.RandomAccess);
        Length = RandomAccess.GetLength(handle);
    }

    public long Length { get; }

    public void Read(long offset, Span<byte> into)
    {
        while (into.Length > 0)
        {
            var count = RandomAccess.Read(handle, into, offset);
            if (count <= 0)
            {
                throw new MmdbException($"The file ends before byte {offset + into.Length}.");
            }

            offset += count;
            into = into[count..];
        }
    }

    public void Dispose() => handle.Dispose();
}

/// <summary>What ships inside the program: a resource, which lies in memory as the program's file does, page by page where it is touched.</summary>
internal sealed class StreamBytes(Stream stream) : IMmdbBytes
{
    private readonly Lock gate = new();

    public long Length { get; } = stream.Length;

    public void Read(long offset, Span<byte> into)
    {
        if (offset < 0 || offset > Length - into.Length)
        {
            throw new MmdbException($"The file ends before byte {offset + into.Length}.");
        }

        lock (gate)
        {
            stream.Position = offset;
            stream.ReadExactly(into);
        }
    }

    public void Dispose() => stream.Dispose();
}
