namespace Genkan.Storage;

/// <summary>One word: what it is about, and its JSON.</summary>
internal readonly record struct BusWord(string Topic, string Json);

/// <summary>What goes out together. <paramref name="Lost"/>: words before these were dropped.</summary>
internal sealed record BusBatch(IReadOnlyList<(OrganisationId Organisation, long Seq)> Hints, IReadOnlyList<BusWord> Words, bool Lost);

/// <summary>What waits to be told to the other nodes. Whoever adds never waits.</summary>
internal sealed class BusQueue : IDisposable
{
    /// <summary>Characters that may wait while the database is away. Beyond it the oldest words go, and the others are told so.</summary>
    private const int MostWaiting = 4_000_000;

    /// <summary>Characters sent in one call; the rest waits a few milliseconds.</summary>
    private const int MostAtOnce = 100_000;

    private const int MostHintsAtOnce = 2_000;

    private readonly Lock gate = new();
    private readonly SemaphoreSlim something = new(0, 1);
    private readonly Dictionary<OrganisationId, long> hints = [];
    private readonly Queue<BusWord> words = new();
    private int waiting;
    private bool lost;

    /// <summary>Of several commits of one organisation the last says it all.</summary>
    public void Hint(OrganisationId organisation, long seq)
    {
        lock (gate)
        {
            hints[organisation] = Math.Max(seq, hints.GetValueOrDefault(organisation));
        }

        Wake();
    }

    public void Add(BusWord word)
    {
        lock (gate)
        {
            words.Enqueue(word);
            waiting += word.Json.Length;
            while (waiting > MostWaiting)
            {
                waiting -= words.Dequeue().Json.Length;
                lost = true;
            }
        }

        Wake();
    }

    /// <summary>The others have missed something already.</summary>
    public void Lost()
    {
        lock (gate)
        {
            lost = true;
        }

        Wake();
    }

    public Task Something(CancellationToken stop) => something.WaitAsync(stop);

    /// <summary>As much as fits one call, or null where nothing waits.</summary>
    public BusBatch? Take()
    {
        lock (gate)
        {
            if (hints.Count == 0 && words.Count == 0 && !lost)
            {
                return null;
            }

            var batch = new BusBatch(TakeHints(), TakeWords(), lost);
            lost = false;
            if (hints.Count > 0 || words.Count > 0)
            {
                Wake();
            }

            return batch;
        }
    }

    public void Dispose() => something.Dispose();

    private List<(OrganisationId, long)> TakeHints()
    {
        var taken = hints.Take(MostHintsAtOnce).Select(h => (h.Key, h.Value)).ToList();
        taken.ForEach(h => hints.Remove(h.Key));
        return taken;
    }

    private List<BusWord> TakeWords()
    {
        var taken = new List<BusWord>();
        for (var size = 0; size < MostAtOnce && words.TryDequeue(out var word); size += word.Json.Length)
        {
            taken.Add(word);
            waiting -= word.Json.Length;
        }

        return taken;
    }

    private void Wake()
    {
        lock (something)
        {
            if (something.CurrentCount == 0)
            {
                something.Release();
            }
        }
    }
}
