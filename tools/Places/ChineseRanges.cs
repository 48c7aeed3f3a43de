using System.Buffers.Binary;
using System.Text;

namespace Genkan.Places.Making;

/// <summary>IPv4 addresses from, to, both included, and what is there.</summary>
internal sealed record ChineseRange(uint From, uint To, int Label);

/// <summary>
/// Reads the ranges of mainland China of an ip2region.db (version 1 of that format): the first 8 bytes say where the first and the last
/// entry of the index are; an entry is from, to (both included) and a pointer (3 bytes offset, 1 byte length) to 4 bytes and the text
/// <c>country|region|province|city|provider</c>, all numbers with the small end first.
/// </summary>
internal static class ChineseRanges
{
    private const int Entry = 12;

    public static List<ChineseRange> Of(string path, Labels labels)
    {
        var all = File.ReadAllBytes(path);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        var ranges = new List<ChineseRange>();
        for (var at = Number(all, 0); at <= Number(all, 4); at += Entry)
        {
            var pointer = Number(all, at + 8);
            var text = Encoding.UTF8.GetString(all, (pointer & 0xffffff) + 4, (pointer >>> 24) - 4);
            if (!text.StartsWith("中国|", StringComparison.Ordinal))
            {
                continue;
            }

            if (!known.TryGetValue(text, out var label))
            {
                var fields = text.Split('|');
                known[text] = label = labels.Of(new RawPlace("CN", null, Known(fields[2]), Known(fields[3])));
            }

            if (labels.HasProvince(label))
            {
                ranges.Add(new ChineseRange((uint)Number(all, at), (uint)Number(all, at + 4), label));
            }
        }

        return ranges;
    }

    private static string[] Known(string field) => field == "0" ? [] : [field];

    private static int Number(byte[] all, int at) => BinaryPrimitives.ReadInt32LittleEndian(all.AsSpan(at));
}
