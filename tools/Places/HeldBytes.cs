namespace Genkan.Places.Making;

/// <summary>A whole file in memory: this program walks every bit of it.</summary>
internal sealed class HeldBytes(string path) : IMmdbBytes
{
    private readonly byte[] all = File.ReadAllBytes(path);

    public long Length => all.Length;

    public void Read(long offset, Span<byte> into) => all.AsSpan((int)offset, into.Length).CopyTo(into);

    public void Dispose()
    {
    }
}
