using System.Security.Cryptography;
using System.Text;

namespace Genkan.Storage;

/// <summary>Puts payloads together again, knows repeats and sees what is missing. One thread at a time.</summary>
internal sealed class BusEar(Guid me, BusWire wire, ILogger log)
{
    private readonly Dictionary<Guid, Speaker> speakers = [];
    private bool warned;

    /// <summary>What came while nobody listened is not known: the next number of each is as good as any.</summary>
    public void Forget() => speakers.Clear();

    /// <summary>The batch this payload completes, if it does, and whether something before it is missing.</summary>
    public (BusParcel? Parcel, bool Missed) Take(string payload)
    {
        if (BusWire.Read(payload) is not { } read || read.Node == me)
        {
            return (null, false);
        }

        var speaker = speakers.TryGetValue(read.Node, out var known) ? known : speakers[read.Node] = new Speaker { Last = read.Number - 1 };
        if (read.Number <= speaker.Last)
        {
            // Sent again because its sender could not know that it had arrived.
            return (null, false);
        }

        if (!speaker.Add(read.Number, read.Part, read.Text))
        {
            return (null, Missed: true);
        }

        if (read.Part < read.Parts - 1)
        {
            return (null, false);
        }

        var missed = read.Number > speaker.Last + 1;
        speaker.Last = read.Number;
        return Open(read.Node, read.Number, speaker.Whole()) is { } batch ? (new BusParcel(read.Node, read.Number, batch), missed || batch.Lost) : (null, missed);
    }

    private BusBatch? Open(Guid node, long number, string text)
    {
        try
        {
            return wire.Unpack(node, number, text);
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException or EndOfStreamException)
        {
            if (!warned)
            {
                warned = true;
                log.LogError(fault, "Another server on this database speaks under other keys: each needs the same keys/ folder in its data folder");
            }

            return null;
        }
    }

    private sealed class Speaker
    {
        private readonly StringBuilder text = new();
        private long collecting;
        private int parts;

        public long Last { get; set; }

        /// <summary>The parts of a batch come one after another, since one transaction sends them. False: one is missing.</summary>
        public bool Add(long number, int part, string piece)
        {
            if (part == 0)
            {
                text.Clear();
                (collecting, parts) = (number, 0);
            }

            if (number != collecting || part != parts)
            {
                return false;
            }

            text.Append(piece);
            parts++;
            return true;
        }

        public string Whole() => text.ToString();
    }
}
