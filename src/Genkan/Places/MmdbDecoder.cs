using System.Buffers.Binary;
using System.Text;

namespace Genkan.Places;

/// <summary>
/// Reads one value of a data section (MaxMind DB File Format 2.0, “Output Data Section”). A hostile file can make it neither
/// recurse without end nor swell: depth, the number of values and the bytes of all texts are counted, and a pointer may not point to a pointer.
/// </summary>
/// <param name="bytes">The file.</param>
/// <param name="start">Where the section begins; pointers count from here.</param>
/// <param name="end">The first byte that is not the section's.</param>
internal sealed class MmdbDecoder(IMmdbBytes bytes, long start, long end)
{
    // The richest record of a City file has some 130 values, 5 levels deep, in 2 KB of text.
    private const int DeepestNesting = 32;
    private const int MostValues = 4096;
    private const int MostBytes = 128 * 1024;
    private const int WindowSize = 512;
    private readonly byte[] window = new byte[WindowSize];
    private long windowAt = -1;
    private int windowLength;
    private int values;
    private int held;

    private enum Kind
    {
        Extended, Pointer, Text, Double, Bytes, UInt16, UInt32, Map, Int32, UInt64, UInt128, List, Container, End, Boolean, Float,
    }

    /// <summary>Text, double, float, byte[], ulong, int, UInt128, bool, Dictionary or List.</summary>
    public object? Read(long offset) => Value(ref offset, 0, mayPoint: true);

    private object? Value(ref long at, int depth, bool mayPoint)
    {
        if (depth > DeepestNesting || ++values > MostValues)
        {
            throw new MmdbException("A record is nested too deeply or holds too much.");
        }

        var control = Byte(ref at);
        var kind = (Kind)(control >> 5);
        if (kind == Kind.Pointer)
        {
            var target = start + Pointer(control, ref at);
            return mayPoint ? Value(ref target, depth + 1, mayPoint: false) : throw new MmdbException("A pointer points to a pointer.");
        }

        if (kind == Kind.Extended)
        {
            kind = (Kind)(7 + Byte(ref at));
        }

        return Value(kind, Size(control, ref at), ref at, depth);
    }

    private object? Value(Kind kind, int size, ref long at, int depth) => kind switch
    {
        Kind.Text => Encoding.UTF8.GetString(Take(ref at, size)),
        Kind.Bytes => Take(ref at, size).ToArray(),
        Kind.Double => BinaryPrimitives.ReadDoubleBigEndian(Exactly(ref at, size, 8)),
        Kind.Float => BinaryPrimitives.ReadSingleBigEndian(Exactly(ref at, size, 4)),
        Kind.UInt16 => (ulong)Number(ref at, size, 2),
        Kind.UInt32 => (ulong)Number(ref at, size, 4),
        Kind.UInt64 => (ulong)Number(ref at, size, 8),
        Kind.UInt128 => Number(ref at, size, 16),
        Kind.Int32 => unchecked((int)(uint)Number(ref at, size, 4)),
        Kind.Boolean => size <= 1 ? size == 1 : throw new MmdbException("A boolean is neither."),
        Kind.Map => Map(size, ref at, depth),
        Kind.List => List(size, ref at, depth),
        _ => throw new MmdbException($"A value is of kind {(int)kind}, which holds nothing."),
    };

    private Dictionary<string, object?> Map(int size, ref long at, int depth)
    {
        var map = new Dictionary<string, object?>(StringComparer.Ordinal);
        for (var i = 0; i < size; i++)
        {
            var key = Value(ref at, depth + 1, mayPoint: true) as string ?? throw new MmdbException("The key of a map is no text.");
            map[key] = Value(ref at, depth + 1, mayPoint: true);
        }

        return map;
    }

    private List<object?> List(int size, ref long at, int depth)
    {
        var list = new List<object?>();
        for (var i = 0; i < size; i++)
        {
            list.Add(Value(ref at, depth + 1, mayPoint: true));
        }

        return list;
    }

    private long Pointer(int control, ref long at) => ((control >> 3) & 3) switch
    {
        0 => ((control & 7L) << 8) | Byte(ref at),
        1 => (((control & 7L) << 16) | (long)Number(ref at, 2, 2)) + 2048,
        2 => (((control & 7L) << 24) | (long)Number(ref at, 3, 3)) + 526_336,
        _ => (long)Number(ref at, 4, 4),
    };

    private int Size(int control, ref long at) => (control & 31) switch
    {
        29 => 29 + Byte(ref at),
        30 => 285 + (int)Number(ref at, 2, 2),
        31 => 65_821 + (int)Number(ref at, 3, 3),
        var size => size,
    };

    private UInt128 Number(ref long at, int size, int most)
    {
        if (size > most)
        {
            throw new MmdbException("A number is longer than its kind.");
        }

        UInt128 number = 0;
        foreach (var b in Take(ref at, size))
        {
            number = (number << 8) | b;
        }

        return number;
    }

    private ReadOnlySpan<byte> Exactly(ref long at, int size, int right) =>
        size == right ? Take(ref at, size) : throw new MmdbException("A number with a point has the wrong length.");

    private byte Byte(ref long at) => Take(ref at, 1)[0];

    private ReadOnlySpan<byte> Take(ref long at, int size)
    {
        if (at < start || at > end - size || (held += size) > MostBytes)
        {
            throw new MmdbException("A value reaches beyond its section, or a record holds too much.");
        }

        var from = at;
        at += size;
        if (size > WindowSize)
        {
            var whole = new byte[size];
            bytes.Read(from, whole);
            return whole;
        }

        if (windowAt < 0 || from < windowAt || from + size > windowAt + windowLength)
        {
            windowLength = (int)Math.Min(WindowSize, end - from);
            bytes.Read(from, window.AsSpan(0, windowLength));
            windowAt = from;
        }

        return window.AsSpan((int)(from - windowAt), size);
    }
}
