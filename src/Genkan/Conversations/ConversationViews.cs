using Genkan.Agents;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Builds what each side may see.</summary>
internal sealed class ConversationViews(IAgents agents, ISites sites)
{
    public static VisitorConversation ForVisitor(Conversation c, VisitorsAgent? agent) => new()
    {
        Id = c.Id,
        State = c.State,
        Nickname = c.Nickname,
        Agent = agent,
        LastSeq = c.LastSeq,
        Turn = c.Turn,
        Marks = c.Marks,
        StartedAt = c.StartedAt,
        EndType = c.EndType,
    };

    /// <summary>The owner as the visitor sees one: nickname, else the site's name; never the login (W-31).</summary>
    public Task<VisitorsAgent?> OwnerFor(IReadTx tx, Conversation c) => AgentFor(tx, c, c.Agent);

    /// <summary>The same for whoever wrote a message.</summary>
    public async Task<VisitorsAgent?> AgentFor(IReadTx tx, Conversation c, Guid? agent)
    {
        if (agent is not { } id || await agents.Find(tx, id) is not { } found)
        {
            return null;
        }

        return new VisitorsAgent(found.Nickname ?? await sites.NameOf(tx, c.Site) ?? "", found.Avatar);
    }

    /// <summary>A page of messages with the names visitors may see.</summary>
    public async Task<IReadOnlyList<VisitorMessage>> ForVisitor(IReadTx tx, Conversation c, IReadOnlyList<Message> messages)
    {
        var names = new Dictionary<Guid, VisitorsAgent?>();
        var views = new List<VisitorMessage>(messages.Count);
        foreach (var message in messages)
        {
            if (message.Agent is { } agent && !names.ContainsKey(agent))
            {
                names[agent] = await AgentFor(tx, c, agent);
            }

            views.Add(message.ForVisitor(message.Agent is { } writer ? names[writer] : null));
        }

        return views;
    }
}
