using System.Collections.Concurrent;
using System.Text.Json;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// Decides at delivery who may hear a talk now, from memory: the owner and state of each conversation, kept current by
/// the very events it guards.
/// </summary>
internal sealed class ConversationGate(IStorage storage, ConversationStore store) : IStreamGate
{
    /// <summary>A limit for memory only: what was dropped is looked up again.</summary>
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<(OrganisationId Organisation, Guid Conversation), Standing> standings = new();

    /// <summary>Up to where other nodes changed an organisation's conversations unheard: what is known from before is looked up again.</summary>
    private readonly ConcurrentDictionary<OrganisationId, long> unread = new();

    public void Unread(OrganisationId organisation, long upTo) => unread.AddOrUpdate(organisation, upTo, (_, before) => Math.Max(before, upTo));

    public bool Guards(JournalEvent happened) => happened.Conversation is not null;

    public void Note(JournalEvent happened)
    {
        if (happened.Conversation is not { } conversation || !happened.Kind.StartsWith("conversation.", StringComparison.Ordinal)
            || string.Equals(happened.Kind, ConversationMarked.Kind, StringComparison.Ordinal))
        {
            return;
        }

        using var data = JsonDocument.Parse(happened.Data);
        var row = data.RootElement.GetProperty("conversation");
        var agent = row.TryGetProperty("agent", out var owner) && owner.ValueKind == JsonValueKind.String ? owner.GetGuid() : (Guid?)null;
        Keep((happened.Organisation, conversation), new Standing(agent, row.GetProperty("visitor").GetGuid(), row.GetProperty("state").GetString()!, happened.Seq));
    }

    public bool? MayHearNow(StaffCaller agent, JournalEvent happened)
    {
        if (happened.Audience.HasFlag(Audience.Agents) && (agent.May(Permission.ConversationsChat) || agent.May(Permission.ConversationsAll)))
        {
            return true;
        }

        return Known(happened.Organisation, happened.Conversation!.Value) is { } known ? IsTheirs(agent, known, happened.Audience) : null;
    }

    public async ValueTask<bool> MayHear(StaffCaller agent, JournalEvent happened)
    {
        if (happened.Audience.HasFlag(Audience.Agents) && (agent.May(Permission.ConversationsChat) || agent.May(Permission.ConversationsAll)))
        {
            await Of(happened.Organisation, happened.Conversation!.Value);
            return true;
        }

        return IsTheirs(agent, await Of(happened.Organisation, happened.Conversation!.Value), happened.Audience);
    }

    public bool Fully(StaffCaller agent, JournalEvent happened) =>
        !happened.Audience.HasFlag(Audience.Agents)
        || (Known(happened.Organisation, happened.Conversation!.Value) is { } standing && IsTheirs(agent, standing, happened.Audience));

    /// <summary>Owner, visitor and state now.</summary>
    public async ValueTask<Standing?> Of(OrganisationId organisation, Guid conversation)
    {
        if (Known(organisation, conversation) is { } known)
        {
            return known;
        }

        var (found, head) = await storage.Read(organisation, async tx => (await store.Find(tx, conversation), await tx.Head()));
        return found is null ? null : Keep((organisation, conversation), new Standing(found.Agent, found.Visitor, found.State, head));
    }

    private Standing? Known(OrganisationId organisation, Guid conversation) =>
        standings.TryGetValue((organisation, conversation), out var known) && known.Seq >= unread.GetValueOrDefault(organisation) ? known : null;

    private static bool IsTheirs(StaffCaller agent, Standing? standing, Audience audience)
    {
        if (audience.HasFlag(Audience.Admins) && agent.May(Permission.ConversationsAll))
        {
            return true;
        }

        return standing is not null && audience.HasFlag(Audience.Owner) && agent.May(Permission.ConversationsChat)
            && (standing.State == Conversation.Waiting || standing.Owner == agent.Agent);
    }

    /// <summary>Of two the one read or heard later in the journal counts, in whichever order they come.</summary>
    private Standing Keep((OrganisationId Organisation, Guid Conversation) key, Standing standing)
    {
        if (standings.Count >= Most)
        {
            standings.Clear();
        }

        return standings.AddOrUpdate(key, standing, (_, there) => there.Seq > standing.Seq ? there : standing);
    }

    /// <summary>Whose a conversation is, and how it stands.</summary>
    internal sealed record Standing(Guid? Owner, Guid Visitor, string State, long Seq);
}
