using Genkan.Hours;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Hours;

/// <summary>Calendars open and close by themselves, and who listens hears it once.</summary>
public sealed class TurningTests
{
    [Fact]
    public async Task A_calendar_turns_at_its_instant_and_is_right_before_it_is_noted()
    {
        await using var shop = await Shop.Open();
        await using var stream = await shop.Nora.Listen();
        await stream.Next("hello");
        var calendar = await OpensInTwoHours(shop);
        await Keep(shop, calendar.Id);
        (await Table(shop)).Site(Guid.Parse(shop.Site)).Open.ShouldBeFalse();

        shop.Clock.Advance(TimeSpan.FromMilliseconds(calendar["nextChangeAt"]!.GetValue<long>() - shop.Clock.Now + 1));
        (await Table(shop)).Site(Guid.Parse(shop.Site)).Open.ShouldBeTrue();
        var turned = await stream.Next("calendar.turned");
        turned["calendar"]!.GetValue<string>().ShouldBe(calendar.Id);
        turned["open"]!.GetValue<bool>().ShouldBeTrue();

        shop.Clock.Advance(TimeSpan.FromMilliseconds(turned["nextChangeAt"]!.GetValue<long>() - shop.Clock.Now + 1));
        (await stream.Next("calendar.turned"))["open"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task What_was_missed_while_no_server_ran_is_made_up_for_once()
    {
        await using var shop = await Shop.Open();
        var calendar = await OpensInTwoHours(shop);
        var opens = calendar["nextChangeAt"]!.GetValue<long>();
        await shop.Server.WhileStopped(() =>
        {
            shop.Clock.Advance(TimeSpan.FromMilliseconds(opens - shop.Clock.Now + 60_000));
            return Task.CompletedTask;
        });

        await Until.True(async () => (await Turns(shop)).Count == 1);
        shop.Clock.Advance(TimeSpan.FromSeconds(5));
        // Rings again for the same change, as on another node whose lease ran out: nothing turns a second time.
        await RingAgain(shop, calendar.Id);
        (await Turns(shop)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_admins_change_turns_it_at_once_and_the_listener_is_called_around_it()
    {
        var listener = new Listener();
        await using var server = await GenkanServer.StartOn(
            await MigratedStore.New(),
            builder => builder.Services.AddSingleton<IHoursChanges>(listener),
            "--GENKAN_SETUP_EMAIL", "nora@shop.example", "--GENKAN_SETUP_PASSWORD", Shop.Password);
        var nora = await new AgentClient(server.Url).SignIn("nora@shop.example", Shop.Password, "away");
        await using var stream = await nora.Listen();
        await stream.Next("hello");
        var never = (await nora.Post("/api/calendars", new { id = Ids.New(), name = "Never", zone = "UTC" })).Should(201);
        listener.Calls.ShouldBeEmpty();

        (await nora.Patch($"/api/calendars/{never.Id}", new { name = "Still never" })).Should(200);
        listener.Calls.ShouldBe(["before"]);
        listener.Calls.Clear();
        object[] always = [new { from = 0, to = 1440 }];
        (await nora.Patch($"/api/calendars/{never.Id}", new { week = new { monday = always, tuesday = always, wednesday = always, thursday = always, friday = always, saturday = always, sunday = always } })).Should(200);
        listener.Calls.ShouldBe(["before", "after"]);
        (await stream.Next("calendar.turned"))["open"]!.GetValue<bool>().ShouldBeTrue();

        listener.Calls.Clear();
        var site = (await nora.Post("/api/sites", new { id = Ids.New(), name = "Site" })).Should(201);
        (await nora.Put($"/api/sites/{site.Id}/hours", new { calendar = never.Id })).Should(200);
        listener.Calls.ShouldBe(["before", "after"]);
        listener.Calls.Clear();
        (await nora.Put($"/api/sites/{site.Id}/hours", new { calendar = never.Id })).Should(200);
        listener.Calls.ShouldBe(["before"]);
    }

    /// <summary>Open for two hours every day, beginning between two and three hours from now.</summary>
    private static async Task<Answer> OpensInTwoHours(Shop shop)
    {
        var hour = shop.Clock.GetUtcNow().AddHours(3).Hour;
        object[] spans = [new { from = hour * 60, to = (hour * 60) + 120 }];
        var calendar = (await shop.Nora.Post("/api/calendars", new
        {
            id = Ids.New(),
            name = "Soon",
            zone = "UTC",
            week = new { monday = spans, tuesday = spans, wednesday = spans, thursday = spans, friday = spans, saturday = spans, sunday = spans },
        })).Should(201);
        calendar["open"]!.GetValue<bool>().ShouldBeFalse();
        return calendar;
    }

    private static async Task Keep(Shop shop, string calendar) => (await shop.Nora.Put($"/api/sites/{shop.Site}/hours", new { calendar })).Should(200);

    private static Task<HoursTable> Table(Shop shop) => Storage(shop).Read(Organisation(shop), shop.Server.Services.GetRequiredService<IHours>().Read);

    private static Task<IReadOnlyList<string>> Turns(Shop shop) =>
        Storage(shop).Read(Organisation(shop), tx => tx.All<string>("SELECT kind FROM storage_events WHERE organisation = @organisation AND kind = 'calendar.turned'", new { organisation = tx.Organisation }));

    private static Task RingAgain(Shop shop, string calendar) => shop.Server.Services.GetServices<IJobHandler>().Single(handler => handler.Kind == "hours.turn")
        .Do(new Job(Organisation(shop), Guid.NewGuid(), "hours.turn", $"{{\"calendar\":\"{calendar}\"}}", 2), CancellationToken.None);

    private static IStorage Storage(Shop shop) => shop.Server.Services.GetRequiredService<IStorage>();

    private static OrganisationId Organisation(Shop shop) => new(Guid.Parse(shop.Nora.Organisation));

    private sealed class Listener : IHoursChanges
    {
        public List<string> Calls { get; } = [];

        public Task Before(ITx tx)
        {
            Calls.Add("before");
            return Task.CompletedTask;
        }

        public Task After(ITx tx)
        {
            Calls.Add("after");
            return Task.CompletedTask;
        }
    }
}
