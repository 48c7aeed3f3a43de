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
    : PacedNews(store, live, contact, time, TimeSpan.FromMilliseconds(500), log), IStandingValues
{
    private const string Kind = "colleagues";

    public async Task<IReadOnlyList<StandingValue>> For(Listener listener) => listener.Staff is { } staff && staff.May(Permission.ConversationsChat)
        ? [new StandingValue(Kind, "", await Now(staff.Organisation))]
        : [];

    protected override bool Bears(string kind) => kind.StartsWith("agent.", StringComparison.Ordinal) || ConversationChanged.MovesOwner(kind);

    protected override bool IsHeard(OrganisationId organisation) => Screens.AnybodyHere(organisation);

    protected override async Task Tell(OrganisationId organisation) => Screens.Here.StandAgents(organisation, null, Kind, "", await Now(organisation));

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
