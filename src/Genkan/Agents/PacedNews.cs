using System.Collections.Concurrent;
using System.Diagnostics;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>
/// News of the work told at a pace: however much happens, an organisation's is worked out once a beat at most, and by one at a time. Of two that ran beside each
/// other the earlier might be told last, and stand until the next change.
/// </summary>
public abstract class PacedNews(IStore store, ILive live, IAgentContact contact, TimeProvider time, TimeSpan pace, ILogger log) : WorkNews(store, live, contact), IDisposable
{
    private readonly ConcurrentDictionary<OrganisationId, House> houses = new();
    private ITimer? beat;

    /// <summary>What the pace goes by.</summary>
    protected TimeProvider Clock { get; } = time;

    /// <summary>Hears and beats from here on.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        beat = Clock.CreateTimer(_ => Beat(), null, pace, pace);
        return base.StartAsync(cancellationToken);
    }

    /// <summary>The beat stops.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The beat stops.</summary>
    protected virtual void Dispose(bool disposing) => beat?.Dispose();

    /// <summary>Works it out and tells it, in the organisation's turn. What happens from here on is told next time.</summary>
    protected abstract Task Tell(OrganisationId organisation);

    /// <summary>Is anybody there to be told? Until then it stays noted that something happened.</summary>
    protected virtual bool IsHeard(OrganisationId organisation) => true;

    /// <summary>Something happened and nobody is there to be told: what is kept may go.</summary>
    protected virtual void Unheard(OrganisationId organisation)
    {
    }

    /// <summary>How much longer than a beat is waited after one that took so long.</summary>
    protected virtual TimeSpan RestAfter(TimeSpan took) => TimeSpan.Zero;

    /// <summary>Takes note; it is told with the next beat.</summary>
    protected override void Renew(OrganisationId organisation) => HouseOf(organisation).Changed = true;

    /// <summary>Has something happened that was not looked at, and is it time to look?</summary>
    protected bool IsDue(OrganisationId organisation) => HouseOf(organisation) is var house && house.Changed && IsTime(house);

    /// <summary>In the organisation's turn: nobody tells it meanwhile.</summary>
    protected async Task<T> InTurn<T>(OrganisationId organisation, Func<Task<T>> work)
    {
        var house = HouseOf(organisation);
        await house.Turn.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            house.Turn.Release();
        }
    }

    /// <summary>Whoever calls has the turn. What happens from here on counts as happened since; where it fails nothing was looked at.</summary>
    protected async Task<T> Look<T>(OrganisationId organisation, Func<Task<T>> work)
    {
        var house = HouseOf(organisation);
        house.Changed = false;
        var began = Stopwatch.GetTimestamp();
        try
        {
            var seen = await work();
            house.NotBefore = Clock.GetTimestamp() + (long)(RestAfter(Stopwatch.GetElapsedTime(began)).TotalSeconds * Clock.TimestampFrequency);
            return seen;
        }
        catch
        {
            house.Changed = true;
            throw;
        }
    }

    private House HouseOf(OrganisationId organisation) => houses.GetOrAdd(organisation, _ => new House());

    private bool IsTime(House house) => Clock.GetTimestamp() >= house.NotBefore;

    private void Beat()
    {
        foreach (var (organisation, house) in houses)
        {
            if (!house.Changed || !IsTime(house))
            {
                continue;
            }

            if (IsHeard(organisation))
            {
                _ = TellSafely(organisation, house);
            }
            else
            {
                Unheard(organisation);
            }
        }
    }

    private async Task TellSafely(OrganisationId organisation, House house)
    {
        // Who is at it already may have read before this happened: it stays noted, and the next beat looks.
        if (!await house.Turn.WaitAsync(0))
        {
            return;
        }

        try
        {
            await Look(organisation, async () =>
            {
                await Tell(organisation);
                return true;
            });
        }
        catch (Exception fault)
        {
            log.LogDebug(fault, "What goes on could not be worked out and is told later");
        }
        finally
        {
            house.Turn.Release();
        }
    }

    /// <summary>One organisation's.</summary>
    private sealed class House
    {
        private volatile bool changed;
        private long notBefore;

        /// <summary>Of those who work it out one does at a time.</summary>
        public SemaphoreSlim Turn { get; } = new(1, 1);

        /// <summary>Something happened since it was read.</summary>
        public bool Changed
        {
            get => changed;
            set => changed = value;
        }

        /// <summary>On the clock's timestamps.</summary>
        public long NotBefore
        {
            get => Interlocked.Read(ref notBefore);
            set => Interlocked.Exchange(ref notBefore, value);
        }
    }
}
