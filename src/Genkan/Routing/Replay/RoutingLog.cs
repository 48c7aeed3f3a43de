using System.Text.Json;
using Genkan.Conversations;
using Genkan.Hours;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>
/// Writes down what the decision depends on, in the unit that changes it. Facts are written when they are otherwise than the log knows;
/// of the people that is one comparison of fingerprints while nothing changes.
/// </summary>
internal sealed class RoutingLog(LogStore log, RoutingStore store, Turns turns, IOwnership ownership, IHours hours)
{
    public Task Asked(ITx tx, RequestRow row) => log.Add(tx, LogRow.Asked, row.Conversation, body: Write(AskedBody.Of(row)));

    /// <summary>Into an agent's hands, or out of them: one of the names of <see cref="AssignmentNote"/>.</summary>
    public Task Hands(ITx tx, string kind, Guid conversation, Guid agent, Guid? sentTo = null) => log.Add(tx, kind, conversation, agent, sentTo?.ToString());

    public Task Opened(ITx tx, Guid conversation, Guid agent) => log.Add(tx, LogRow.Opened, conversation, agent);

    public Task Ended(ITx tx, Guid conversation) => log.Add(tx, LogRow.Ended, conversation);

    public Task Left(ITx tx, Guid conversation) => log.Add(tx, LogRow.Left, conversation);

    /// <summary>A department goes, and whoever is for it is led to another.</summary>
    public Task Moved(ITx tx, Guid from, Guid to) => log.Add(tx, LogRow.Moved, from, body: to.ToString());

    /// <summary>Called with every state a decision is made on.</summary>
    public async Task Seen(ITx tx, RoutingState state)
    {
        var known = turns.Of(tx).Known;
        if (known != Fingerprint.Of(state.Agents))
        {
            await Write(tx, state, withHours: known is null, isFirst: known is null);
        }
    }

    /// <summary>A setting or a person changed; <paramref name="withHours"/>: a calendar, or who keeps one.</summary>
    public async Task Changed(ITx tx, RoutingState state, bool withHours = false)
    {
        var isFirst = turns.Of(tx).Known is null;
        await Write(tx, state, withHours || isFirst, isFirst);
    }

    private async Task Write(ITx tx, RoutingState state, bool withHours, bool isFirst)
    {
        var known = await log.Facts(tx);
        var facts = Facts(tx.Organisation.Value, state).ToList();
        if (withHours)
        {
            facts.Add(await Hours(tx));
        }

        foreach (var (kind, subject, body) in facts.Where(fact => known.GetValueOrDefault((fact.Kind, fact.Subject)) != fact.Body))
        {
            await log.Fact(tx, kind, subject, body);
        }

        var there = state.Agents.Select(a => a.Id).ToHashSet();
        foreach (var (kind, subject) in known.Where(fact => fact.Key.Kind == LogRow.Agent && fact.Value.Length > 0 && !there.Contains(fact.Key.Subject)).Select(fact => fact.Key))
        {
            await log.Fact(tx, kind, subject, "");
        }

        if (isFirst)
        {
            await WriteOpen(tx);
        }

        var print = Fingerprint.Of(state.Agents);
        await log.SetKnown(tx, print);
        turns.Of(tx).Known = print;
    }

    private static IEnumerable<(string Kind, Guid Subject, string Body)> Facts(Guid organisation, RoutingState state) =>
    [
        (LogRow.Policy, organisation, Write(state.Policy)),
        .. state.Sites.OrderBy(s => s.Key).Select(s => (LogRow.Site, s.Key, Write(s.Value))),
        .. state.Departments.OrderBy(d => d.Key).Select(d => (LogRow.Department, d.Key, Write(d.Value))),
        .. state.Agents.Select(a => (LogRow.Agent, a.Id, Write(AgentFact.Of(a)))),
        .. state.Agents.Select(a => (LogRow.Touch, a.Id, a.Here ? "1" : "")),
    ];

    private async Task<(string Kind, Guid Subject, string Body)> Hours(ITx tx) =>
        (LogRow.Hours, tx.Organisation.Value, Write(HoursFact.Of(await hours.Calendars(tx), await hours.Uses(tx))));

    /// <summary>The log begins in the middle of life: whoever waits or is served then is written down first, and when each agent was given something last.</summary>
    private async Task WriteOpen(ITx tx)
    {
        var waiting = (await store.Waiting(tx)).ToDictionary(row => row.Conversation);
        foreach (var turn in (await store.Turns(tx)).Values.OrderBy(turn => turn.Agent))
        {
            await log.Add(tx, LogRow.Began, turn.Agent, body: Write(new Turn { LastGivenAt = turn.LastGivenAt }));
        }

        foreach (var open in await ownership.Open(tx))
        {
            var row = waiting.GetValueOrDefault(open.Conversation) ?? await store.Request(tx, open.Conversation) ?? Distribution.RowOf(open);
            await Asked(tx, row);
            if (open.Agent is { } agent)
            {
                await log.Add(tx, LogRow.Held, open.Conversation, agent, open.OpenedAt is null ? null : "opened");
            }
        }
    }

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Wire.Json);
}
