using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Genkan.Journeys;

/// <summary>Promises 1, 2, 3, 7 and 8 with real browsers and a real process: sent is kept, once, in one order.</summary>
public sealed class KeptJourney(Browsers browsers)
{
    private const int Burst = 24;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Requirement("RT-29", "RT-30", "RT-01", "RT-18")]
    public async Task Killed_in_the_middle_of_a_burst_the_server_forgets_nothing_and_doubles_nothing(bool postgres)
    {
        Assert.SkipWhen(postgres && Environment.GetEnvironmentVariable("GENKAN_TEST_POSTGRES") is null, "bin/test starts the PostgreSQL this needs");
        var words = Words.In("en");
        await using var house = await House.Open(postgres);
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await using var guest = await Guest.Visits(browsers.Chromium, house, words);
        var conversation = await Begin(guest, desk);

        var talking = Task.WhenAll(Talk(guest.Say, "v"), Talk(desk.Say, "a"));
        for (var kill = 0; kill < 2; kill++)
        {
            var before = await StoredCount(house, conversation);
            await Until.True(async () => talking.IsCompleted || await StoredCount(house, conversation) >= before + 4, () => "some of the burst is stored");
            house.Server.Kill();
            await house.Server.Start();
        }

        await talking;
        await BothSidesAndTheStoreAgree(guest, desk, house, conversation);
        guest.Errors.ShouldBeEmpty();
        await guest.Page.Shoot($"kept/killed-{(postgres ? "postgres" : "sqlite")}-visitor");
        await desk.Page.Shoot($"kept/killed-{(postgres ? "postgres" : "sqlite")}-agent");
    }

    [Fact, Requirement("RT-30")]
    public async Task Cut_off_in_the_middle_of_a_burst_both_sides_go_on_where_they_were()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await using var guest = await Guest.Visits(browsers.Chromium, house, words);
        var conversation = await Begin(guest, desk);

        var talking = Task.WhenAll(Talk(guest.Say, "v"), Talk(desk.Say, "a"));
        await Until.True(async () => await StoredCount(house, conversation) >= 6, () => "some of the burst is stored");
        house.Cable.Cut();
        await talking;
        await Assertions.Expect(desk.Page.GetByText(words["console.connection_offline"]).Or(desk.Page.GetByText(words["console.connection_reconnecting"])).First).ToBeVisibleAsync();
        await Assertions.Expect(guest.Window.GetByText(words["widget.connection.lost"])).ToBeVisibleAsync();
        await guest.Page.Shoot("kept/cut-visitor");
        await desk.Page.Shoot("kept/cut-agent");
        house.Cable.Mend();

        await BothSidesAndTheStoreAgree(guest, desk, house, conversation);
        await Assertions.Expect(desk.Page.GetByText(words["console.connection_live"]).First).ToBeVisibleAsync();
        await Assertions.Expect(guest.Window.GetByText(words["widget.connection.lost"])).ToHaveCountAsync(0);
        guest.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("RT-30", "W-15")]
    public async Task Unsent_words_survive_a_reload_while_the_server_is_away()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await using var guest = await Guest.Visits(browsers.Chromium, house, words);
        var conversation = await Begin(guest, desk);

        house.Cable.Cut();
        await guest.Say("Written in a tunnel");
        await guest.Reads("Written in a tunnel");
        await desk.Say("Answered in another");
        await desk.Reads("Answered in another");
        house.Cable.Mend();
        await guest.Page.ReloadAsync();
        await desk.Page.ReloadAsync();

        await desk.Reads("Written in a tunnel");
        await guest.Reads("Answered in another");
        (await Stored(house, conversation)).Count(line => line is "Written in a tunnel" or "Answered in another").ShouldBe(2);
    }

    private static async Task<string> Begin(Guest guest, Desk desk)
    {
        await guest.Opens();
        await guest.Starts("Mina");
        await guest.Say("first words");
        await desk.Accept("Mina");
        await desk.Reads("first words");
        return await desk.OpenConversation();
    }

    private static async Task Talk(Func<string, Task> say, string who)
    {
        for (var i = 0; i < Burst; i++)
        {
            await say($"{who}-{i:D3}");
        }
    }

    private static async Task BothSidesAndTheStoreAgree(Guest guest, Desk desk, House house, string conversation)
    {
        var wanted = Enumerable.Range(0, Burst).SelectMany(i => new[] { $"v-{i:D3}", $"a-{i:D3}" }).Order(StringComparer.Ordinal).ToList();
        await Until.True(
            async () => (await Stored(house, conversation)).Count(IsOfBurst) >= wanted.Count,
            () => $"the whole burst is stored; {house.Server.Said}");
        var stored = (await Stored(house, conversation)).Where(IsOfBurst).ToList();
        stored.Order(StringComparer.Ordinal).ShouldBe(wanted);
        // Each speaker's own words stay in the order they were said.
        stored.Where(line => line[0] == 'v').ShouldBe(wanted.Where(line => line[0] == 'v'));
        stored.Where(line => line[0] == 'a').ShouldBe(wanted.Where(line => line[0] == 'a'));

        IReadOnlyList<string> shown = [];
        await Until.True(
            async () =>
            {
                shown = [.. (await guest.Timeline.Locator(".bubble").AllInnerTextsAsync()).Where(IsOfBurst)];
                return shown.SequenceEqual(stored, StringComparer.Ordinal) && await guest.Timeline.Locator(".bubble.sending, .bubble.failed").CountAsync() == 0;
            },
            () => $"the visitor sees the stored order:\n{string.Join(' ', stored)}\nbut sees\n{string.Join(' ', shown)}");
        await Until.True(
            async () => (shown = await ReadThrough(desk)).SequenceEqual(stored, StringComparer.Ordinal),
            () => $"the agent sees the stored order:\n{string.Join(' ', stored)}\nbut sees\n{string.Join(' ', shown)}");
    }

    private static bool IsOfBurst(string line) => line.Length == 5 && line[1] == '-';

    /// <summary>The console draws only what is in view: the whole talk is read by scrolling through it.</summary>
    private static async Task<List<string>> ReadThrough(Desk desk)
    {
        var json = await desk.Timeline.EvaluateAsync<string>(
            """
            async (box) => {
              const rows = new Map();
              for (let top = 0; ; top += box.clientHeight / 2) {
                box.scrollTop = top;
                await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
                for (const row of box.querySelectorAll("[data-index]"))
                  rows.set(Number(row.dataset.index), row.querySelector("[data-state]")?.innerText ?? "");
                if (top + box.clientHeight >= box.scrollHeight) break;
              }
              return JSON.stringify([...rows].sort((a, b) => a[0] - b[0]).map((row) => row[1].trim()));
            }
            """);
        return [.. JsonNode.Parse(json)!.AsArray().Select(line => line!.GetValue<string>()).Where(IsOfBurst)];
    }

    private static async Task<int> StoredCount(House house, string conversation) => (await Stored(house, conversation)).Count(IsOfBurst);

    /// <summary>The texts of a conversation as the database has them, in their order; read beside the server, which may be dead.</summary>
    private static async Task<List<string>> Stored(House house, string conversation)
    {
        const string sql = "SELECT content FROM conversations_messages WHERE conversation = @c ORDER BY seq";
        if (house.Database is { } database)
        {
            await using var postgres = new NpgsqlConnection(database + ";Pooling=false");
            return [.. await postgres.QueryAsync<string>(sql, new { c = Guid.Parse(conversation) })];
        }

        // Opened for reading alone: it neither recovers nor checkpoints, that is the server's.
        await using var sqlite = new SqliteConnection($"Data Source={Path.Combine(house.Server.Data, "genkan.db")};Mode=ReadOnly;Pooling=false");
        return [.. await sqlite.QueryAsync<string>(sql, new { c = conversation })];
    }
}
