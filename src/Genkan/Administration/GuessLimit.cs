using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Where a try comes from. Known: a browser the account remembers, an address it has signed in from, a sign-in there is already.</summary>
internal readonly record struct Place(string Key, bool Known)
{
    /// <summary>From within: an account proving itself again.</summary>
    public static Place Inside(StaffCaller caller) => new($"inside:{caller.Session ?? caller.Key}", Known: true);
}

/// <summary>
/// Counts wrong passwords and codes so that guessing leads nowhere and yet nobody can lock another out. Five failures close
/// one account for one place. Strangers guessing one account from many places share a line that grows slow; who is known
/// there does not stand in it. What is guessed at is a key, whether an account of it exists or not, so that both look alike.
/// </summary>
/// <remarks>
/// In memory: a restart forgives, which a guesser cannot bring about. Each node tells the others of every try, so that five are five
/// however many nodes there are; only what is tried on several within the same few milliseconds may be a try more for each.
/// </remarks>
internal sealed class GuessLimit(TimeProvider clock, IBus bus)
{
    public const string Tried = "administration.tried";

    // ASP.NET Core Identity's own values (LockoutOptions): five failures, five minutes.
    public const int MostFailures = 5;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    /// <summary>Strangers' tries of one account that are let through at once.</summary>
    public const int FreeTries = 20;

    private static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    // Nobody waits longer before an answer; who would is asked to come back.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan FirstGap = TimeSpan.FromSeconds(1);

    // 8,640 guesses a day at most: nothing against a password of ten characters that is in no list.
    private static readonly TimeSpan LongestGap = TimeSpan.FromSeconds(10);

    // A guesser with many names must not fill the memory.
    private const int MostTallies = 100_000;
    private readonly Dictionary<string, Tally> tallies = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>
    /// Counts a try before it is made, so that a hundred at once are five, and lets strangers wait for their turn. False: this
    /// place is closed for this account, which is answered like a wrong guess.
    /// </summary>
    /// <exception cref="Refusal"><c>too_many</c>: the line of strangers is too long.</exception>
    /// <param name="what">What is guessed at.</param>
    /// <param name="place">From where.</param>
    /// <param name="longestGap">How far apart strangers' tries come at most.</param>
    public async Task<bool> MayTry(string what, Place place, TimeSpan? longestGap = null)
    {
        TimeSpan wait;
        lock (gate)
        {
            var now = clock.GetTimestamp();
            var own = TallyOf($"{what} {place.Key}", now);
            if (own.ClosedUntil > now)
            {
                return false;
            }

            wait = place.Known ? TimeSpan.Zero : WaitOf(TallyOf(what, now), now, longestGap ?? LongestGap);
            CountOn(own, now);
        }

        bus.Say(Tried, new TryWord(what, place.Key, place.Known, (longestGap ?? LongestGap).TotalSeconds, WasRight: false));

        if (wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, clock);
        }

        return true;
    }

    /// <summary>The try was right: this place begins anew, and it was no stranger's.</summary>
    public void Forgive(string what, Place place)
    {
        ForgiveHere(what, place);
        bus.Say(Tried, new TryWord(what, place.Key, place.Known, 0, WasRight: true));
    }

    private void ForgiveHere(string what, Place place)
    {
        lock (gate)
        {
            tallies.Remove($"{what} {place.Key}");
            if (!place.Known && tallies.TryGetValue(what, out var strangers) && strangers.Count > 0)
            {
                strangers.Count--;
            }
        }
    }

    /// <summary>A try made on another node, or that it was right.</summary>
    public void NoteElsewhere(TryWord tried)
    {
        if (tried.WasRight)
        {
            ForgiveHere(tried.What, new Place(tried.Place, tried.Known));
            return;
        }

        lock (gate)
        {
            var now = clock.GetTimestamp();
            if (!tried.Known)
            {
                TakeTurn(TallyOf(tried.What, now), now, TimeSpan.FromSeconds(tried.LongestGap));
            }

            CountOn(TallyOf($"{tried.What} {tried.Place}", now), now);
        }
    }

    private void CountOn(Tally own, long now)
    {
        own.Count++;
        if (own.Count >= MostFailures)
        {
            (own.Count, own.ClosedUntil) = (0, now + Ticks(LockTime));
        }
    }

    /// <summary>Beyond the free tries one after another, further and further apart.</summary>
    private TimeSpan WaitOf(Tally strangers, long now, TimeSpan longestGap)
    {
        var wait = strangers.Count < FreeTries ? TimeSpan.Zero : clock.GetElapsedTime(now, Math.Max(now, strangers.ClosedUntil));
        if (wait > LongestWait)
        {
            throw new Refusal(429, "too_many") { RetryAfter = (int)Math.Ceiling(wait.TotalSeconds) };
        }

        TakeTurn(strangers, now, longestGap);
        return wait;
    }

    private void TakeTurn(Tally strangers, long now, TimeSpan longestGap)
    {
        strangers.Count++;
        if (strangers.Count <= FreeTries)
        {
            return;
        }

        var turn = Math.Max(now, strangers.ClosedUntil);
        var gap = FirstGap * Math.Pow(2, (strangers.Count - FreeTries) / (double)FreeTries);
        strangers.ClosedUntil = turn + Ticks(gap < longestGap ? gap : longestGap);
    }

    private Tally TallyOf(string key, long now)
    {
        if (tallies.TryGetValue(key, out var known) && !IsOver(known, now))
        {
            return known;
        }

        if (tallies.Count >= MostTallies)
        {
            SweepOut(now);
        }

        return tallies[key] = new Tally { Since = now };
    }

    /// <summary>What is over goes first; if that is not enough, what has hardly been guessed at.</summary>
    private void SweepOut(long now)
    {
        var spare = tallies.Where(t => IsOver(t.Value, now)).Select(t => t.Key).ToList();
        if (tallies.Count - spare.Count >= MostTallies)
        {
            spare = [.. tallies.Where(t => t.Value.Count < 2 && t.Value.ClosedUntil <= now).Select(t => t.Key)];
        }

        foreach (var key in spare)
        {
            tallies.Remove(key);
        }
    }

    private bool IsOver(Tally tally, long now) => tally.ClosedUntil <= now && clock.GetElapsedTime(tally.Since, now) > Window;

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    private sealed class Tally
    {
        public int Count { get; set; }

        public long Since { get; init; }

        /// <summary>Of a place: closed until then. Of the strangers: when the next one's turn is.</summary>
        public long ClosedUntil { get; set; }
    }
}

/// <summary>A try made on another node; <paramref name="LongestGap"/> in seconds.</summary>
internal sealed record TryWord(string What, string Place, bool Known, double LongestGap, bool WasRight);
