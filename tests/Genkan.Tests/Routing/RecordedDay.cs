using System.Globalization;
using System.Text.Json.Nodes;

namespace Genkan.Tests.Routing;

/// <summary>
/// Some minutes of a small team, lived through HTTP: Walt and Ada hold one conversation each at most and offers last half a minute. Four are served,
/// one of them after a minute's wait, one handed over, one let lie first; one leaves.
/// </summary>
public sealed class RecordedDay : IAsyncLifetime
{
    private readonly List<VisitorClient> _there = [];
    private readonly List<LiveStream> _streams = [];

    internal Shop Shop { get; private set; } = null!;

    private AgentClient Walt { get; set; } = null!;

    private AgentClient Ada { get; set; } = null!;

    private long From { get; set; }

    private long To { get; set; }

    public async ValueTask InitializeAsync()
    {
        Shop = await RoutingScene.Distributing(new { offerSeconds = 30, missesUntilAway = 5 });
        await Pass();
    }

    /// <summary>Types <c>genkan simulate</c> over this time; the policy goes into a file where there is one.</summary>
    internal async Task<Said> Simulates(string? policy = null, params string[] more)
    {
        var file = Path.Combine(Shop.Server.Folder, "policy.json");
        await File.WriteAllTextAsync(file, policy ?? "");
        return await Operator.Types(Shop.Server.Store, "simulate", ["--from", Iso(From), "--to", Iso(To), .. policy is null ? [] : new[] { "--policy", file }, .. more]);
    }

    /// <summary>The report for programs.</summary>
    internal async Task<JsonNode> Report(string? policy = null) => JsonNode.Parse((await Simulates(policy, "--json")).Should(0).Output)!;

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams)
        {
            await stream.DisposeAsync();
        }

        await Shop.DisposeAsync();
    }

    private static string Iso(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    private async Task Pass()
    {
        (Walt, Ada) = (await Shop.Walt(), await Shop.Ada());
        _streams.Add(await Walt.Listen());
        _streams.Add(await Ada.Listen());
        await Limit(Walt, 1);
        await Limit(Ada, 1);
        From = Shop.Clock.Now;

        var first = await Asks();
        var second = await Asks();
        await Opens(first);
        await Opens(second);
        await Seconds(20);
        var third = await Asks();
        await Seconds(60);
        await Ends(first);
        await Opens(third);

        var impatient = await Asks();
        await Seconds(40);
        await Ends(impatient);

        var (by, to) = await Shop.OwnerOf(third) == Walt.Id ? (Walt, Ada) : (Ada, Walt);
        (await by.Transfers(third, new { agent = to.Id, aboveLimit = true })).Should(200);
        await Opens(third);
        var lies = await Asks();
        (await Shop.OwnerOf(lies)).ShouldBe(by.Id);
        await Seconds(31);
        await Until.True(async () => await Shop.OwnerOf(lies) is null);
        await Ends(second);
        await Ends(third);
        await Until.True(async () => await Shop.OwnerOf(lies) == to.Id);
        await Opens(lies);
        await Seconds(10);
        await by.Status("away");
        await Ends(lies);
        await Seconds(10);
        To = Shop.Clock.Now;
    }

    private async Task Limit(AgentClient agent, int limit) => (await Shop.Nora.Patch($"/api/agents/{agent.Id}", new { limit })).Should(200);

    private async Task<VisitorClient> Asks()
    {
        var visitor = await Shop.Asks();
        _there.Add(visitor);
        return visitor;
    }

    private async Task Ends(VisitorClient visitor)
    {
        _there.Remove(visitor);
        (await visitor.Ends()).Should(200);
    }

    private async Task Opens(VisitorClient visitor)
    {
        var owner = await Shop.OwnerOf(visitor) == Walt.Id ? Walt : Ada;
        (await owner.Accept(visitor.Conversation)).Should(200);
    }

    /// <summary>They pass, and everybody's window stays open.</summary>
    private async Task Seconds(int seconds)
    {
        for (var passed = 0; passed < seconds; passed += 10)
        {
            Shop.Clock.Advance(TimeSpan.FromSeconds(Math.Min(10, seconds - passed)));
            foreach (var visitor in _there)
            {
                await visitor.Snapshot();
            }
        }
    }
}
