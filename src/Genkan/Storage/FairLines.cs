using System.Collections.Concurrent;

namespace Genkan.Storage;

/// <summary>Where many may write at once: so many of one organisation at most, and so many more waiting.</summary>
internal sealed class FairLines(int atOnce)
{
    private readonly ConcurrentDictionary<Guid, Line> lines = new();

    /// <summary>Waits for a place, first come first served; dispose of it to give it back.</summary>
    /// <exception cref="TooBusyException">Too many wait already.</exception>
    public async Task<IDisposable> Enter(Guid whose)
    {
        // As many lines as organisations: none is ever taken away.
        var line = lines.GetOrAdd(whose, static (_, places) => new Line(places), atOnce);
        if (Interlocked.Increment(ref line.Present) > FairQueue<object>.MostOfOne)
        {
            Interlocked.Decrement(ref line.Present);
            throw new TooBusyException();
        }

        await line.Places.WaitAsync();
        return new Place(line);
    }

    // Lives as long as the store: its wait handle is never asked for, so there is nothing to dispose of.
#pragma warning disable CA1001
    private sealed class Line(int places)
#pragma warning restore CA1001
    {
        public readonly SemaphoreSlim Places = new(places);
        public int Present;
    }

    private sealed class Place(Line line) : IDisposable
    {
        public void Dispose()
        {
            line.Places.Release();
            Interlocked.Decrement(ref line.Present);
        }
    }
}
