using System.Buffers.Binary;
using System.Reflection;

namespace Genkan.PictureCodes;

/// <summary>The ten digits as somebody says them, per language: 8 kHz, one channel, µ-law (ITU-T G.711) in the program, decoded here.</summary>
internal sealed class SpokenDigits
{
    /// <summary>Samples a second, as on the telephone.</summary>
    public const int Rate = 8_000;

    private const string Prefix = "spoken/";
    private readonly Dictionary<string, short[][]> byLanguage = new(StringComparer.Ordinal);

    public SpokenDigits()
    {
        var assembly = Assembly.GetExecutingAssembly();
        foreach (var name in assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            var bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            byLanguage[Path.GetFileNameWithoutExtension(name[Prefix.Length..])] = Read(bytes);
        }
    }

    /// <summary>Mandarin for both ways of writing Chinese; English where the language has no recording.</summary>
    public short[][] In(string language) =>
        byLanguage[language.StartsWith("zh", StringComparison.Ordinal) ? "zh" : byLanguage.ContainsKey(language) ? language : "en"];

    /// <summary>Ten times: length in two bytes (little endian), then that many samples.</summary>
    private static short[][] Read(ReadOnlySpan<byte> bytes)
    {
        var digits = new short[10][];
        for (var digit = 0; digit < 10; digit++)
        {
            var length = BinaryPrimitives.ReadUInt16LittleEndian(bytes);
            digits[digit] = Decode(bytes.Slice(2, length));
            bytes = bytes[(2 + length)..];
        }

        return digits;
    }

    private static short[] Decode(ReadOnlySpan<byte> codes)
    {
        var samples = new short[codes.Length];
        for (var i = 0; i < codes.Length; i++)
        {
            var code = ~codes[i];
            var size = (((code & 0x0f) << 3) + 0x84) << ((code & 0x70) >> 4);
            samples[i] = (short)((code & 0x80) != 0 ? 0x84 - size : size - 0x84);
        }

        return samples;
    }
}
