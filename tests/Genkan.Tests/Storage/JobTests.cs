using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Storage;

/// <summary>Outbox and timers: queued with their cause, done at least once, given up after two days.</summary>
public sealed class JobTests(Shop shop) : IClassFixture<Shop>
{
    private readonly OrganisationId organisation = new(Guid.CreateVersion7());

    private IStorage Storage => shop.Server.Services.GetRequiredService<IStorage>();

    private Jobs Jobs => (Jobs)shop.Server.Services.GetRequiredService<IJobs>();

    private long Now => shop.Clock.GetUtcNow().ToUnixTimeMilliseconds();

    [Fact]
    public async Task A_job_whose_cause_was_rolled_back_was_never_queued()
    {
        await Should.ThrowAsync<InvalidOperationException>(() => Storage.Write<bool>(organisation, async tx =>
        {
            await Jobs.Queue(tx, Guid.CreateVersion7(), "test", new { }, 0);
            throw new InvalidOperationException();
        }));

        (await Mine()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_timer_waits_for_its_time_and_can_be_moved_and_taken_back()
    {
        var (moved, cancelled) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Queue(moved, Now + 60_000);
        await Queue(moved, Now + 600_000);
        await Queue(cancelled, Now + 60_000);
        await Storage.Write(organisation, async tx =>
        {
            await Jobs.Cancel(tx, cancelled);
            return true;
        });

        shop.Clock.Advance(TimeSpan.FromMinutes(2));
        (await Mine()).ShouldBeEmpty();

        shop.Clock.Advance(TimeSpan.FromMinutes(9));
        (await Mine()).Select(j => j.Id).ShouldBe([moved]);
    }

    [Fact]
    public async Task A_taken_job_is_not_taken_twice_and_comes_back_when_its_runner_died()
    {
        var id = Guid.CreateVersion7();
        await Queue(id, 0);

        (await Mine()).Single().Id.ShouldBe(id);
        (await Mine()).ShouldBeEmpty();

        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await Mine()).Single().Attempts.ShouldBe(2);
    }

    [Fact]
    public async Task Whose_lease_ran_out_neither_finishes_nor_postpones_what_another_runner_does_now()
    {
        await Queue(Guid.CreateVersion7(), 0);
        var slow = (await Mine()).Single();
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        var second = (await Mine()).Single();

        await Jobs.Postpone(slow, "too late");
        await Jobs.Finish(slow);
        shop.Clock.Advance(TimeSpan.FromMinutes(1));
        (await Mine()).ShouldBeEmpty();

        await Jobs.Finish(second);
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await Mine()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_kind_nobody_here_does_is_left_to_others()
    {
        await Queue(Guid.CreateVersion7(), 0);
        (await Jobs.Take(100, ["another kind"])).ShouldBeEmpty();
        (await Mine()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_finished_job_is_gone()
    {
        await Queue(Guid.CreateVersion7(), 0);

        await Jobs.Finish((await Mine()).Single());

        shop.Clock.Advance(TimeSpan.FromHours(1));
        (await Mine()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_failing_job_is_tried_with_growing_pauses_for_two_days_and_then_kept_as_failed()
    {
        await Queue(Guid.CreateVersion7(), 0);
        var pauses = new List<TimeSpan>();
        var begun = shop.Clock.GetUtcNow();
        while (shop.Clock.GetUtcNow() - begun < TimeSpan.FromDays(4))
        {
            if ((await Mine()).SingleOrDefault() is { } job)
            {
                pauses.Add(shop.Clock.GetUtcNow() - begun);
                await Jobs.Postpone(job, "no answer");
            }

            shop.Clock.Advance(pauses.Count < 12 ? TimeSpan.FromSeconds(10) : TimeSpan.FromMinutes(30));
        }

        pauses.Count.ShouldBeGreaterThan(20);
        pauses[2].ShouldBeLessThan(TimeSpan.FromMinutes(2));
        pauses[^1].ShouldBeInRange(TimeSpan.FromHours(47), TimeSpan.FromHours(50));
        Jobs.Pause(1).ShouldBe(10_000);
        Jobs.Pause(2).ShouldBe(20_000);
        Jobs.Pause(60).ShouldBe(3_600_000);
    }

    private Task<bool> Queue(Guid id, long dueAt) => Storage.Write(organisation, async tx =>
    {
        await Jobs.Queue(tx, id, "test", new { words = "later" }, dueAt);
        return true;
    });

    private async Task<IReadOnlyList<Job>> Mine() => [.. (await Jobs.Take(100)).Where(j => j.Organisation == organisation)];
}
