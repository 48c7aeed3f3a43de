namespace Genkan.Places.Making;

/// <summary>
/// Nodes of two sides, each made once: equal branches are one branch, wherever they hang. A side is 0 (nothing), a label (negative) or a node.
/// The file format allows it, and it makes the file a third smaller.
/// </summary>
internal sealed class Tree
{
    private readonly Dictionary<(int, int), int> made = [];
    private readonly List<(int Zero, int One)> nodes = [default];

    public (int Zero, int One) this[int node] => nodes[node];

    public int Node(int zero, int one)
    {
        if (zero == one && zero <= 0)
        {
            return zero;
        }

        if (!made.TryGetValue((zero, one), out var node))
        {
            made[(zero, one)] = node = nodes.Count;
            nodes.Add((zero, one));
        }

        return node;
    }

    /// <summary>The sides of anything: a label is the same on both.</summary>
    public (int Zero, int One) Sides(int side) => side > 0 ? nodes[side] : (side, side);

    /// <summary>The tree with another where the first so many bits are zero: IPv4 in IPv6.</summary>
    public int PutAtZeros(int tree, int other, int bits)
    {
        if (bits == 0)
        {
            return other;
        }

        var (zero, one) = Sides(tree);
        return Node(PutAtZeros(zero, other, bits - 1), one);
    }
}

/// <summary>A tree of a file, with what its records mean here in place of the records.</summary>
internal sealed class Copy(Tree tree, Labels labels, MmdbReader from)
{
    private readonly Dictionary<long, int> known = [];

    public int Whole() => Of(0);

    private int Of(long node)
    {
        if (node < from.Nodes)
        {
            return tree.Node(Of(from.Side(node, 0)), Of(from.Side(node, 1)));
        }

        if (!known.TryGetValue(node, out var label))
        {
            known[node] = label = labels.Of(RawPlace.Of(from.RecordOf(node)));
        }

        return label;
    }
}

/// <summary>Ranges laid over what is Chinese in a tree.</summary>
internal sealed class Overlay(Tree tree, Labels labels, IReadOnlyList<ChineseRange> ranges)
{
    private readonly Dictionary<(int Tree, int Label), int> relabelled = [];

    public int Onto(int root) => Block(root, 0, 32);

    private int Block(int side, uint start, int bits)
    {
        var end = start + (uint)((1UL << bits) - 1);
        var first = FirstThatEndsAtOrAfter(start);
        if (first == ranges.Count || ranges[first].From > end)
        {
            return side;
        }

        if (ranges[first].From <= start && ranges[first].To >= end)
        {
            return Relabel(side, ranges[first].Label);
        }

        var (zero, one) = tree.Sides(side);
        return tree.Node(Block(zero, start, bits - 1), Block(one, start + (1U << (bits - 1)), bits - 1));
    }

    private int Relabel(int side, int label)
    {
        if (side <= 0)
        {
            return labels.Refine(side, label);
        }

        if (!relabelled.TryGetValue((side, label), out var node))
        {
            var (zero, one) = tree[side];
            relabelled[(side, label)] = node = tree.Node(Relabel(zero, label), Relabel(one, label));
        }

        return node;
    }

    private int FirstThatEndsAtOrAfter(uint address)
    {
        var (low, high) = (0, ranges.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = ranges[middle].To < address ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
