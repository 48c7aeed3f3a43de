namespace Genkan.Tests.Cast;

public sealed class FakeClockTests
{
    [Fact]
    public async Task What_became_due_happens_when_the_clock_is_pushed()
    {
        var clock = new FakeClock();
        var delay = Task.Delay(TimeSpan.FromHours(1), clock);
        delay.IsCompleted.ShouldBeFalse();

        clock.Advance(TimeSpan.FromHours(1));

        await delay.WaitAsync(TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_period_goes_on_after_a_push()
    {
        var clock = new FakeClock();
        using var timer = new PeriodicTimer(TimeSpan.FromMinutes(1), clock);

        for (var minute = 0; minute < 3; minute++)
        {
            var tick = timer.WaitForNextTickAsync();
            clock.Advance(TimeSpan.FromMinutes(1));
            (await tick).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_push_shows_in_both_kinds_of_time()
    {
        var clock = new FakeClock();
        var (now, stamp) = (clock.Now, clock.GetTimestamp());

        clock.Advance(TimeSpan.FromDays(2));

        (clock.Now - now).ShouldBeInRange(2 * 86_400_000L, 2 * 86_400_000L + 60_000);
        clock.GetElapsedTime(stamp).ShouldBeInRange(TimeSpan.FromDays(2), TimeSpan.FromDays(2) + TimeSpan.FromMinutes(1));
    }
}
