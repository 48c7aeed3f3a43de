using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// Tells every desk who of the colleagues is signed in and how many conversations each has (TR-06, TR-10, AC-31): a standing value, worked
/// out once for all desks and at most twice a second, however much happens.
/// </summary>
internal sealed class ColleagueNews(IStorage storage, IStore store, RoutingReader reader, IAgentContact contact, ILive live, TimeProvider time, ILogger<ColleagueNews> log)
    : IStandingValues, IHostedService, IDisposable
{
    private const string Kind = "colleagues";

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<OrganisationId, byte> changed = new();
    private ITimer? timer;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        timer = time.CreateTimer(_ => TellChanged(), null, Pace, Pace);
        store.Committed += Hear;
        live.HappenedElsewhere += Hear;
        contact.Changed += Hear;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        store.Committed -= Hear;
        live.HappenedElsewhere -= Hear;
        contact.Changed -= Hear;
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener) => listener.Staff is { } staff && staff.May(Permission.ConversationsChat)
        ? [new StandingValue(Kind, "", await Now(staff.Organisation))]
        : [];

    public void Dispose() => timer?.Dispose();

    private void Hear(IReadOnlyList<JournalEvent> committed)
    {
        foreach (var happened in committed)
        {
            if (happened.Kind.StartsWith("agent.", StringComparison.Ordinal) || ConversationChanged.MovesOwner(happened.Kind))
            {
                changed[happened.Organisation] = 0;
            }
        }
    }

    private void Hear(OrganisationId organisation, Guid agent, bool inTouch) => changed[organisation] = 0;

    private void TellChanged()
    {
        foreach (var organisation in changed.Keys)
        {
            changed.TryRemove(organisation, out _);
            if (live.AnybodyHere(organisation))
            {
                _ = Tell(organisation);
            }
        }
    }

    private async Task Tell(OrganisationId organisation)
    {
        try
        {
            live.Here.StandAgents(organisation, null, Kind, "", await Now(organisation));
        }
        catch (Exception fault)
        {
            changed[organisation] = 0;
            log.LogDebug(fault, "Who of the colleagues is there could not be told and is told later");
        }
    }

    private Task<Colleagues> Now(OrganisationId organisation) => storage.Read(organisation, async tx =>
    {
        var state = await reader.Read(tx);
        return new Colleagues([.. state.Agents.Where(a => a is { Here: true, MayChat: true, Status: not "offline" }).Select(a => new ColleagueHere(a.Id, a.Held, a.Transfer))]);
    });
}

/// <summary>The colleagues signed in now.</summary>
public sealed record Colleagues(IReadOnlyList<ColleagueHere> Here);

/// <summary>One of them.</summary>
/// <param name="Agent">Who.</param>
/// <param name="Held">Conversations held now (TR-06).</param>
/// <param name="Transfer">Do transfers reach the status (ST-20)?</param>
public sealed record ColleagueHere(Guid Agent, long Held, bool Transfer);
