using Genkan.Doors;

namespace Genkan.Tests.Doors;

/// <summary>The buckets themselves.</summary>
[Requirement("SP-11")]
public sealed class BucketsTests
{
    private static readonly Allowance Three = new(3, 1.0 / 3600);
    private readonly FakeClock _clock = new();

    [Fact]
    public void So_many_at_once_then_one_for_each_that_comes_back()
    {
        var buckets = new Buckets(_clock, 100);
        for (var i = 0; i < 3; i++)
        {
            buckets.Take(Key(1), Three).ShouldBeNull();
        }

        var wait = buckets.Take(Key(1), Three)!.Value;
        wait.ShouldBeInRange(TimeSpan.FromMinutes(59), TimeSpan.FromHours(1));
        _clock.Advance(wait);
        buckets.Take(Key(1), Three).ShouldBeNull();
        buckets.Take(Key(1), Three).ShouldNotBeNull();
        buckets.Take(Key(2), Three).ShouldBeNull();
    }

    [Fact]
    public void However_many_come_no_more_are_kept_and_who_is_busy_is_not_forgotten()
    {
        var buckets = new Buckets(_clock, 1000);
        for (var i = 0; i < 3; i++)
        {
            buckets.Take(Key(0), Three);
        }

        for (ulong stranger = 1; stranger <= 50_000; stranger++)
        {
            buckets.Take(Key(stranger), Three).ShouldBeNull();
            if (stranger % 100 == 0)
            {
                buckets.Take(Key(0), Three).ShouldNotBeNull();
            }
        }

        buckets.Count.ShouldBeLessThanOrEqualTo(1001);
    }

    [Fact]
    public void Of_many_at_the_same_moment_no_more_than_allowed_get_through()
    {
        var buckets = new Buckets(_clock, 100);
        var through = 0;
        Parallel.For(0, 1000, _ =>
        {
            if (buckets.Take(Key(1), new Allowance(50, 1.0 / 3600)) is null)
            {
                Interlocked.Increment(ref through);
            }
        });
        through.ShouldBe(50);
    }

    private static BucketKey Key(ulong one) => new(Pace.Messages, Whose.Visitor, 0, one);
}
