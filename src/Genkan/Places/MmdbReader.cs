using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Genkan.Places;

/// <summary>
/// Reads the MaxMind DB file format, version 2.0 (https://maxmind.github.io/MaxMind-DB/): a binary tree over the bits of an address,
/// whose leaves point into a section of values. No more of the file is held than its measures.
/// </summary>
internal sealed class MmdbReader : IDisposable
{
    // “The maximum allowable size for the metadata section, including the marker that starts the metadata, is 128KiB.”
    private const int LongestMetadata = 128 * 1024;
    private const int Gap = 16;
    private static readonly byte[] Marker = [0xab, 0xcd, 0xef, .. "MaxMind.com"u8];
    private readonly IMmdbBytes bytes;
    private readonly long nodes;
    private readonly int recordSize;
    private readonly long dataStart;
    private readonly long dataEnd;
    private readonly bool isV6;
    private readonly long firstOfV4;

    public MmdbReader(IMmdbBytes bytes)
    {
        this.bytes = bytes;
        dataEnd = MarkerAt(bytes);
        var metadata = new MmdbDecoder(bytes, dataEnd + Marker.Length, bytes.Length).Read(dataEnd + Marker.Length) as Dictionary<string, object?>
            ?? throw new MmdbException("The metadata is no map.");
        (Type, Built) = (metadata.GetValueOrDefault("database_type") as string ?? "", NumberIn(metadata, "build_epoch", long.MaxValue, 0));
        (nodes, recordSize) = (NumberIn(metadata, "node_count", uint.MaxValue, null), (int)NumberIn(metadata, "record_size", 32, null));
        (isV6, dataStart) = (NumberIn(metadata, "ip_version", 6, null) == 6, (nodes * recordSize / 4) + Gap);
        if (NumberIn(metadata, "binary_format_major_version", 2, null) != 2 || recordSize is not (24 or 28 or 32) || nodes == 0 || dataStart > dataEnd)
        {
            throw new MmdbException("The metadata does not fit the file.");
        }

        firstOfV4 = isV6 ? Descend(0, new byte[12], 96) : 0;
    }

    /// <summary>As the file says, like <c>GeoLite2-City</c>.</summary>
    public string Type { get; }

    /// <summary>When it was built, seconds of the Unix epoch; 0 where it does not say.</summary>
    public long Built { get; }

    /// <summary>The record of the network the address is in; null where there is none.</summary>
    /// <exception cref="MmdbException">The file is broken there.</exception>
    public object? Find(IPAddress address)
    {
        Span<byte> bits = stackalloc byte[16];
        address.TryWriteBytes(bits, out var length);
        var isV4 = address.AddressFamily == AddressFamily.InterNetwork;
        return !isV4 && !isV6 ? null : RecordOf(Descend(isV4 ? firstOfV4 : 0, bits[..length], length * 8));
    }

    /// <summary>The root of the tree, for those who walk it whole: at or above <see cref="Nodes"/> stops.</summary>
    internal long Nodes => nodes;

    /// <summary>Does the tree speak of IPv6?</summary>
    internal bool IsV6 => isV6;

    /// <summary>One side of a node.</summary>
    internal long Side(long node, int side)
    {
        Span<byte> record = stackalloc byte[8];
        var size = recordSize / 4;
        bytes.Read(node * size, record[..size]);
        return recordSize switch
        {
            24 => side == 0 ? Three(record) : Three(record[3..]),
            28 => side == 0 ? ((record[3] & 0xf0L) << 20) | Three(record) : ((record[3] & 0x0fL) << 24) | Three(record[4..]),
            _ => (Three(record[(side * 4)..]) << 8) | record[(side * 4) + 3],
        };
    }

    /// <summary>What a leaf points to; null for the empty one.</summary>
    internal object? RecordOf(long leaf)
    {
        if (leaf <= nodes)
        {
            return leaf == nodes ? null : throw new MmdbException("The tree goes on where the address ends.");
        }

        return new MmdbDecoder(bytes, dataStart, dataEnd).Read(leaf - nodes - Gap + dataStart);
    }

    public void Dispose() => bytes.Dispose();

    private long Descend(long node, ReadOnlySpan<byte> bits, int count)
    {
        for (var i = 0; i < count && node < nodes; i++)
        {
            node = Side(node, (bits[i >> 3] >> (7 - (i & 7))) & 1);
        }

        return node;
    }

    private static long Three(ReadOnlySpan<byte> record) => ((long)record[0] << 16) | ((long)record[1] << 8) | record[2];

    private static long MarkerAt(IMmdbBytes bytes)
    {
        var tail = new byte[(int)Math.Min(bytes.Length, LongestMetadata)];
        bytes.Read(bytes.Length - tail.Length, tail);
        var at = tail.AsSpan().LastIndexOf(Marker);
        return at < 0 ? throw new MmdbException("This is no MaxMind DB file: it has no metadata.") : bytes.Length - tail.Length + at;
    }

    private static long NumberIn(Dictionary<string, object?> metadata, string name, long most, long? absent) => metadata.GetValueOrDefault(name) switch
    {
        ulong number when number <= (ulong)most => (long)number,
        null when absent is { } usual => usual,
        var other => throw new MmdbException(string.Create(CultureInfo.InvariantCulture, $"The metadata says {name} is {other ?? "nothing"}.")),
    };
}
