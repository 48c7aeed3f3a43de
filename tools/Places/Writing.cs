using System.Buffers.Binary;
using System.Text;

namespace Genkan.Places.Making;

/// <summary>Writes the MaxMind DB file format 2.0 with records of 24 bits, in the City layout. Same input, same bytes.</summary>
internal sealed class Writing(Tree tree, Labels labels, long builtAt) : IDisposable
{
    private const int LargestRecord = 0xffffff;
    private readonly MemoryStream data = new();
    private readonly Dictionary<string, int> texts = new(StringComparer.Ordinal);

    public void To(string path, int root)
    {
        var (order, numbers) = InOrder(root);
        var offsets = Enumerable.Range(1, labels.Count).Select(label => Record(-label)).ToArray();
        using var file = File.Create(path);
        var node = new byte[6];
        foreach (var one in order)
        {
            Put(node, 0, Target(tree[one].Zero));
            Put(node, 3, Target(tree[one].One));
            file.Write(node);
        }

        file.Write(new byte[16]);
        data.WriteTo(file);
        file.Write([0xab, 0xcd, 0xef, .. "MaxMind.com"u8]);
        file.Write(Metadata(order.Count));

        int Target(int side) => side > 0 ? numbers[side] : side == 0 ? order.Count : Fits(order.Count + 16 + offsets[-side - 1]);
    }

    public void Dispose() => data.Dispose();

    /// <summary>The root first, then as a walk meets them.</summary>
    private (List<int> Order, Dictionary<int, int> Numbers) InOrder(int root)
    {
        var (order, numbers, open) = (new List<int>(), new Dictionary<int, int>(), new Stack<int>([root]));
        while (open.TryPop(out var node))
        {
            if (node > 0 && numbers.TryAdd(node, order.Count))
            {
                order.Add(node);
                open.Push(tree[node].One);
                open.Push(tree[node].Zero);
            }
        }

        return (order, numbers);
    }

    private int Record(int label)
    {
        var (place, raw) = labels[label];
        var parts = new List<(string, Action)> { ("country", () => Map(("iso_code", () => Say(place.Country)))) };
        if (place.Province is { } province)
        {
            parts.Add(("subdivisions", () =>
            {
                data.Write([1, 4]);
                Map(province[2] == '-' ? ("iso_code", () => Say(province[3..])) : ("names", () => Map(("en", () => Say(raw.ProvinceNames[0])))));
            }));
        }

        if (place.City is { } city)
        {
            parts.Add(("city", () => Map(("names", () => Map(("en", () => Say(Labels.CityName(city))))))));
        }

        var at = (int)data.Position;
        Map([.. parts]);
        return at;
    }

    private void Map(params (string Key, Action Value)[] entries)
    {
        data.WriteByte((byte)((7 << 5) | entries.Length));
        foreach (var (key, value) in entries)
        {
            Say(key);
            value();
        }
    }

    /// <summary>A text; one that was said before by a pointer to it.</summary>
    private void Say(string text)
    {
        if (texts.TryGetValue(text, out var before) && text.Length > 3)
        {
            Point(before);
            return;
        }

        texts.TryAdd(text, (int)data.Position);
        data.Write(Text(text));
    }

    private void Point(int to)
    {
        if (to < 2048)
        {
            data.Write([(byte)((1 << 5) | (to >> 8)), (byte)to]);
        }
        else if (to < 526_336)
        {
            to -= 2048;
            data.Write([(byte)((1 << 5) | (1 << 3) | (to >> 16)), (byte)(to >> 8), (byte)to]);
        }
        else
        {
            to -= 526_336;
            data.Write([(byte)((1 << 5) | (2 << 3) | (to >> 24)), (byte)(to >> 16), (byte)(to >> 8), (byte)to]);
        }
    }

    private static byte[] Text(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        return bytes.Length < 29 ? [(byte)((2 << 5) | bytes.Length), .. bytes] : bytes.Length < 285 ? [(2 << 5) | 29, (byte)(bytes.Length - 29), .. bytes] : throw new InvalidOperationException($"“{text}” is too long for a name.");
    }

    private byte[] Metadata(int nodes)
    {
        using var all = new MemoryStream();
        all.WriteByte((7 << 5) | 9);
        Pair("binary_format_major_version", Number(5, 2, 2));
        Pair("binary_format_minor_version", Number(5, 2, 0));
        Pair("build_epoch", [8, 2, .. Number(0, 8, (ulong)builtAt)[1..]]);
        Pair("database_type", Text("Genkan-Places"));
        Pair("description", [(7 << 5) | 1, .. Text("en"), .. Text("Places of DB-IP City Lite (CC BY 4.0) and ip2region (Apache-2.0), for Genkan")]);
        Pair("ip_version", Number(5, 2, 6));
        Pair("languages", [1, 4, .. Text("en")]);
        Pair("node_count", Number(6, 4, (ulong)nodes));
        Pair("record_size", Number(5, 2, 24));
        return all.ToArray();

        void Pair(string key, byte[] value)
        {
            all.Write(Text(key));
            all.Write(value);
        }
    }

    private static byte[] Number(int kind, int size, ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return [(byte)((kind << 5) | size), .. bytes[(8 - size)..]];
    }

    private static int Fits(int target) => target <= LargestRecord ? target : throw new InvalidOperationException("The file has grown beyond records of 24 bits.");

    private static void Put(byte[] node, int at, int number) => (node[at], node[at + 1], node[at + 2]) = ((byte)(number >> 16), (byte)(number >> 8), (byte)number);
}
