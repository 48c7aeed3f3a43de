using Genkan.Conversations;
using Genkan.Routing;
using Genkan.Routing.Decision;
using Genkan.Routing.Replay;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Routing;

/// <summary>
/// A random day in a support team, drawn from a seed: visitors ask, leave and end, agents change their status, take, hand over, end and
/// vanish, limits and ways change, the clock steps. After each step what must always hold is held against the store.
/// </summary>
internal sealed class RoutingHistory : IAsyncDisposable
{
    private const int Agents = 4;
    private const int Visitors = 7;
    private readonly List<AgentClient> _agents = [];
    private readonly List<LiveStream?> _streams = [];
    private readonly List<VisitorClient> _visitors = [];
    private readonly List<string> _told = [];
    private readonly Shop _shop;
    private string[] _departments = [];
    private Random _random = new(0);

    private RoutingHistory(Shop shop) => _shop = shop;

    private IStorage Storage => _shop.Server.Services.GetRequiredService<IStorage>();

    private OrganisationId Organisation => new(Guid.Parse(_shop.Nora.Organisation));

    /// <summary>The team: four agents, two of them in each of two departments, on one site that offers both.</summary>
    public static async Task<RoutingHistory> Open()
    {
        var shop = await Shop.Open("--GENKAN_LIMITS", "off");
        var history = new RoutingHistory(shop);
        for (var at = 0; at < Agents; at++)
        {
            var agent = await shop.Agent($"agent{at}", "away");
            history._agents.Add(agent);
            history._streams.Add(null);
        }

        history._departments =
        [
            await shop.Department("Sales", history._agents[0], history._agents[1]),
            await shop.Department("Care", history._agents[1], history._agents[2]),
        ];
        (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { designation = "departments", departments = history._departments })).Should(200);
        for (var at = 0; at < Visitors; at++)
        {
            history._visitors.Add(await shop.AVisitor());
        }

        return history;
    }

    /// <summary>Runs one sequence; what does not hold is thrown with the seed and every step of it.</summary>
    public async Task Run(int seed, int steps)
    {
        _random = new Random(seed);
        _told.Clear();
        try
        {
            await Begin();
            for (var step = 0; step < steps; step++)
            {
                await Step();
                await Holds();
            }

            await Over();
        }
        catch (Exception fault)
        {
            throw new InvalidOperationException($"Seed {seed}: {string.Join(" · ", _told)}", fault);
        }
    }

    /// <summary>All that was lived so far, replayed unchanged: the same hands at the same milliseconds, and those the store tells of.</summary>
    public async Task ReplaysAsItWas()
    {
        var services = _shop.Server.Services;
        var order = new SimulationOrder(0, 100_000_000_000_000, null);
        await Storage.Read(Organisation, async tx =>
        {
            var recorded = await Recorded.Read(new LogStore(), tx, order);
            var simulator = new Simulator(recorded.Past, Scenario.Unchanged, recorded.Courses, order.From, order.To);
            foreach (var unit in recorded.Units)
            {
                var known = simulator.Really.Hands.Count;
                simulator.Pass(unit);
                var (was, would) = (simulator.Really.Hands.Skip(known).ToList(), simulator.WhatIf.Hands.Skip(known).ToList());
                would.ShouldBe(was, $"the unit {unit[0].N}: {string.Join(", ", unit.Select(row => $"{row.Kind} {row.Subject} {row.By} {row.Body}"))}");
            }

            simulator.End();
            var kept = await tx.All<long>("SELECT at FROM routing_assignments WHERE organisation = @o AND kind IN ('given', 'taken', 'transferred') ORDER BY at", new { o = tx.Organisation });
            simulator.Really.Hands.Select(hand => hand.At).Order().ShouldBe(kept);
            kept.Count.ShouldBeGreaterThan(0);
            (await services.GetRequiredService<ISimulation>().Run(tx, order)).Same.ShouldBeTrue();
            return true;
        });
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var stream in _streams)
        {
            if (stream is not null)
            {
                await stream.DisposeAsync();
            }
        }

        await _shop.DisposeAsync();
    }

    private async Task Begin()
    {
        await Changes();
        for (var at = 0; at < Agents; at++)
        {
            await Appears(at);
            await _agents[at].Status(_random.Next(3) == 0 ? "away" : "online");
        }
    }

    private Task Step() => _random.Next(20) switch
    {
        < 6 => Asks(_random.Next(Visitors)),
        < 8 => Told("visitor ends", () => Any(_visitors).Ends()),
        < 10 => Takes(),
        < 12 => HandsOver(),
        < 14 => Ends(),
        < 17 => Status(),
        17 => Vanishes(_random.Next(Agents)),
        18 => Appears(_random.Next(Agents)),
        _ => _random.Next(2) == 0 ? Changes() : Clock(),
    };

    private T Any<T>(IReadOnlyList<T> among) => among[_random.Next(among.Count)];

    private async Task Told(string what, Func<Task<Answer>> deed)
    {
        var answer = await deed();
        _told.Add($"{what} {(int)answer.Status}");
        ((int)answer.Status).ShouldBeLessThan(500, what);
    }

    private Task Asks(int visitor) => Told($"visitor {visitor} asks", () => _visitors[visitor].AsksFor(_random.Next(3) == 0 ? new { department = Any(_departments) } : null));

    /// <summary>Two at once: one of them at most has it afterwards.</summary>
    private async Task Takes()
    {
        var visitor = Any(_visitors);
        var (one, other) = (Any(_agents), Any(_agents));
        if (visitor.Conversation.Length > 0)
        {
            await Task.WhenAll(Told("takes", () => one.Accept(visitor.Conversation)), Told("takes too", () => other.Accept(visitor.Conversation)));
        }
    }

    /// <summary>While somebody else may end it.</summary>
    private async Task HandsOver()
    {
        var visitor = Any(_visitors);
        var (by, to) = (Any(_agents), Any(_agents));
        object where = _random.Next(3) == 0 ? new { department = Any(_departments) } : new { agent = to.Id, aboveLimit = _random.Next(2) == 0 };
        if (visitor.Conversation.Length > 0)
        {
            var ends = _random.Next(4) == 0 ? Told("ends meanwhile", () => visitor.Ends()) : Task.CompletedTask;
            await Task.WhenAll(Told("hands over", () => by.Transfers(visitor, where)), ends);
        }
    }

    private async Task Ends()
    {
        foreach (var held in (await Running()).Where(one => one.Agent is not null).Take(1 + _random.Next(2)))
        {
            await Told("agent ends", () => _agents.Single(a => a.Id == held.Agent.ToString()).End(held.Conversation.ToString()));
        }
    }

    private Task Status()
    {
        var status = Any<string>(["online", "online", "busy", "away", "break", "offline"]);
        return Told(status, () => Any(_agents).Put("/api/me/status", new { status }));
    }

    private async Task Appears(int agent)
    {
        _told.Add($"agent {agent} appears");
        _streams[agent] ??= await _agents[agent].Listen();
    }

    /// <summary>The line is cut and nobody comes back before the grace time is over.</summary>
    private async Task Vanishes(int agent)
    {
        _told.Add($"agent {agent} vanishes");
        if (_streams[agent] is { } stream)
        {
            _streams[agent] = null;
            await stream.DisposeAsync();
        }

        for (var passed = 0; passed < 8; passed++)
        {
            _shop.Clock.Advance(TimeSpan.FromSeconds(10));
            foreach (var visitor in _visitors)
            {
                await visitor.Get("/visitor/conversations/" + (visitor.Conversation.Length > 0 ? visitor.Conversation : Ids.New()));
            }
        }
    }

    private Task Changes()
    {
        var policy = new
        {
            chat = _random.Next(6) == 0 ? "pool" : "automatic",
            choice = Any<string>(["fewest", "inTurn"]),
            affinity = _random.Next(2) == 0,
            ceiling = 1 + _random.Next(3),
            graceSeconds = 15,
            aboveOwnLimit = _random.Next(2) == 0,
            offerSeconds = _random.Next(4) == 0 ? 20 : (int?)null,
        };
        return Told($"{policy.chat} {policy.choice} ceiling {policy.ceiling} offer {policy.offerSeconds}", () => _shop.Nora.Put("/api/settings/routing", policy));
    }

    private Task Clock()
    {
        var by = TimeSpan.FromSeconds(_random.Next(-30, 30));
        _told.Add($"the clock jumps {by}");
        _shop.Clock.Jump(by);
        return Task.CompletedTask;
    }

    /// <summary>All that is open is closed, so that the next begins with an empty desk.</summary>
    private async Task Over()
    {
        foreach (var visitor in _visitors.Where(v => v.Conversation.Length > 0))
        {
            await visitor.Ends();
        }
    }

    /// <summary>What comes by timers and presence comes a moment later; then it must hold.</summary>
    private async Task Holds()
    {
        var broken = "";
        try
        {
            await Until.True(async () => (broken = await Broken()).Length == 0);
        }
        catch (TimeoutException late)
        {
            throw new InvalidOperationException(broken, late);
        }
    }

    private async Task<string> Broken()
    {
        var services = _shop.Server.Services;
        var (open, state, now, requests) = await Storage.Read(Organisation, async tx =>
        {
            var waiting = await services.GetRequiredService<RoutingStore>().Waiting(tx);
            return (await services.GetRequiredService<IOwnership>().Open(tx), await services.GetRequiredService<RoutingReader>().Read(tx, waiting), tx.Now, waiting);
        });
        if (Decide.All(state, now) is { Count: > 0 } undecided)
        {
            return $"{undecided.Count} wait though somebody who may serve has a place";
        }

        if (open.FirstOrDefault(one => one.IsWaiting == (one.Agent is not null)) is { } homeless)
        {
            return $"{homeless.Conversation} is {homeless.State} and has the owner {homeless.Agent}";
        }

        var queued = requests.Select(r => r.Conversation).ToHashSet();
        return queued.SetEquals(open.Where(one => one.IsWaiting).Select(one => one.Conversation)) ? "" : "who waits and who is queued are not the same";
    }

    private Task<IReadOnlyList<HeldOne>> Running() => Storage.Read(Organisation, _shop.Server.Services.GetRequiredService<IOwnership>().Open);
}
