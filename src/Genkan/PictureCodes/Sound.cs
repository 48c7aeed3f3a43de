using System.Buffers.Binary;

namespace Genkan.PictureCodes;

/// <summary>
/// Says a code: each digit at its own pitch and pace, with pauses of different length, over a murmur of other digits spoken
/// backwards. Mixed on the server: a browser that spoke it itself would have to be told it.
/// </summary>
internal static class Sound
{
    private const int Header = 44;

    /// <summary>As WAV, 16 bits a sample.</summary>
    public static byte[] Of(string code, short[][] digits, int seed)
    {
        var random = new Random(seed);
        var spoken = new List<double>(Silence(.4));
        foreach (var digit in code)
        {
            spoken.AddRange(Paced(digits[digit - '0'], .88 + (random.NextDouble() * .26)).Select(sample => sample * .9));
            spoken.AddRange(Silence(.35 + (random.NextDouble() * .4)));
        }

        Murmur(spoken, digits, random);
        return Wav(spoken);
    }

    private static IEnumerable<double> Silence(double seconds) => Enumerable.Repeat(0.0, (int)(seconds * SpokenDigits.Rate));

    /// <summary>Faster is higher, as on a tape.</summary>
    private static double[] Paced(short[] samples, double pace)
    {
        var paced = new double[(int)((samples.Length - 1) / pace)];
        for (var i = 0; i < paced.Length; i++)
        {
            var at = i * pace;
            var (before, part) = ((int)at, at - (int)at);
            paced[i] = (samples[before] * (1 - part)) + (samples[before + 1] * part);
        }

        return paced;
    }

    private static void Murmur(List<double> spoken, short[][] digits, Random random)
    {
        for (var voice = 0; voice < 2; voice++)
        {
            var at = random.Next(SpokenDigits.Rate / 4);
            while (at < spoken.Count)
            {
                var murmured = Paced([.. digits[random.Next(10)].Reverse()], .7 + (random.NextDouble() * .8));
                for (var i = 0; i < murmured.Length && at + i < spoken.Count; i++)
                {
                    spoken[at + i] += murmured[i] * .13;
                }

                at += murmured.Length;
            }
        }

        for (var i = 0; i < spoken.Count; i++)
        {
            spoken[i] += (random.NextDouble() - .5) * 900;
        }
    }

    /// <summary>RIFF/WAVE with one PCM chunk.</summary>
    private static byte[] Wav(List<double> samples)
    {
        var wav = new byte[Header + (samples.Count * 2)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), SpokenDigits.Rate);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), SpokenDigits.Rate * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), samples.Count * 2);
        for (var i = 0; i < samples.Count; i++)
        {
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(Header + (i * 2)), (short)Math.Clamp(samples[i], short.MinValue, short.MaxValue));
        }

        return wav;
    }
}
