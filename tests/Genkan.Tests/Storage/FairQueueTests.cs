using Genkan.Storage;

namespace Genkan.Tests.Storage;

/// <summary>One organisation's crowd does not stand in front of the others.</summary>
[Requirement("SP-11")]
public sealed class FairQueueTests
{
    private static readonly Guid Greedy = Guid.CreateVersion7();
    private static readonly Guid Calm = Guid.CreateVersion7();

    [Fact]
    public void Who_comes_last_with_one_unit_is_next_after_one_of_the_crowd()
    {
        var queue = new FairQueue<string>();
        for (var i = 0; i < 1000; i++)
        {
            queue.Add(Greedy, $"greedy {i}");
        }

        queue.Add(Calm, "calm");
        queue.TryTake(out var first).ShouldBeTrue();
        queue.TryTake(out var second).ShouldBeTrue();
        queue.TryTake(out var third).ShouldBeTrue();
        new[] { first, second, third }.ShouldBe(["greedy 0", "calm", "greedy 1"]);
    }

    [Fact]
    public void A_full_line_refuses_while_the_others_still_join()
    {
        var queue = new FairQueue<int>();
        for (var i = 0; i < FairQueue<int>.MostOfOne; i++)
        {
            queue.Add(Greedy, i);
        }

        Should.Throw<TooBusyException>(() => queue.Add(Greedy, -1));
        queue.Add(Calm, 1);
        queue.TryTake(out _).ShouldBeTrue();
        queue.Add(Greedy, 0);
    }

    [Fact]
    public void What_was_there_at_the_closing_is_still_taken()
    {
        var queue = new FairQueue<int>();
        queue.Add(Calm, 1);
        queue.Close();
        Should.Throw<CannotWriteException>(() => queue.Add(Calm, 2));
        queue.Wait(TimeSpan.Zero).ShouldBeTrue();
        queue.IsDone.ShouldBeFalse();
        queue.TryTake(out _).ShouldBeTrue();
        queue.Wait(Timeout.InfiniteTimeSpan).ShouldBeFalse();
        queue.IsDone.ShouldBeTrue();
    }

    [Fact]
    public async Task Where_many_write_at_once_one_organisation_takes_its_places_only()
    {
        var lines = new FairLines(2);
        var first = await lines.Enter(Greedy);
        using var second = await lines.Enter(Greedy);
        var third = lines.Enter(Greedy);
        third.IsCompleted.ShouldBeFalse();
        using var calm = await lines.Enter(Calm);

        first.Dispose();
        using var entered = await third;
        var waiting = Enumerable.Range(0, FairQueue<int>.MostOfOne - 2).Select(_ => lines.Enter(Greedy)).ToList();
        waiting.ShouldAllBe(w => !w.IsFaulted);
        await Should.ThrowAsync<TooBusyException>(() => lines.Enter(Greedy));
    }
}
