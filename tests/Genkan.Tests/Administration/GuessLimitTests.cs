using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Tests.Administration;

public sealed class GuessLimitTests
{
    private readonly FakeClock _clock = new();
    private readonly GuessLimit _limit;

    public GuessLimitTests() => _limit = new GuessLimit(_clock, new InProcessBus());

    [Fact]
    public async Task Strangers_who_guess_one_account_from_many_places_stand_in_a_line_and_who_is_known_passes_it()
    {
        var tries = Enumerable.Range(0, 60).Select(n => _limit.MayTry("walt", new Place($"stranger {n}", Known: false))).ToList();

        tries.Take(GuessLimit.FreeTries).ShouldAllBe(t => t.IsCompletedSuccessfully);
        var refused = tries.Where(t => t.IsFaulted).ToList();
        refused.Count.ShouldBeInRange(20, 38);
        refused.ShouldAllBe(t => t.Exception!.InnerException is Refusal && ((Refusal)t.Exception.InnerException).RetryAfter > 8);
        var waiting = tries.Where(t => !t.IsCompleted).ToList();
        waiting.ShouldNotBeEmpty();

        _limit.MayTry("walt", new Place("home", Known: true)).IsCompletedSuccessfully.ShouldBeTrue();
        _limit.MayTry("ada", new Place("stranger 1", Known: false)).IsCompletedSuccessfully.ShouldBeTrue();
        _clock.Advance(TimeSpan.FromSeconds(9));
        (await Task.WhenAll(waiting)).ShouldAllBe(may => may);
        // Slower, but in.
        (await _limit.MayTry("walt", new Place("the owner abroad", Known: false))).ShouldBeTrue();
    }

    [Fact]
    public async Task Five_tries_close_a_place_until_its_time_is_over_or_the_right_word_was_said()
    {
        var place = new Place("office", Known: true);
        for (var i = 0; i < GuessLimit.MostFailures; i++)
        {
            (await _limit.MayTry("walt", place)).ShouldBeTrue();
        }

        (await _limit.MayTry("walt", place)).ShouldBeFalse();
        (await _limit.MayTry("ada", place)).ShouldBeTrue();
        _clock.Advance(GuessLimit.LockTime);
        (await _limit.MayTry("walt", place)).ShouldBeTrue();
        for (var i = 0; i < 20; i++)
        {
            _limit.Forgive("walt", place);
            (await _limit.MayTry("walt", place)).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task What_is_long_ago_counts_no_more()
    {
        for (var i = 0; i < 30; i++)
        {
            (await _limit.MayTry("walt", new Place("office", Known: true))).ShouldBeTrue();
            _clock.Advance(TimeSpan.FromMinutes(4));
        }
    }
}
