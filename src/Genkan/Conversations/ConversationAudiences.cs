using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Who hears what of a talk. A review of privacy starts and ends here.</summary>
internal static class ConversationAudiences
{
    /// <summary>Its visitor, whoever owns or may take it, and those who may read all.</summary>
    public const Audience Talk = Audience.Visitor | Audience.Owner | Audience.Admins;

    /// <summary>As <see cref="Talk"/>, and briefly every colleague, so that it appears in and vanishes from their lists.</summary>
    public const Audience Desk = Talk | Audience.Agents;

    /// <summary>A waiting, accepted or ended conversation.</summary>
    public static NewEvent Changed(string kind, Conversation c, Actor actor, VisitorsAgent? agent) => new(
        kind,
        actor,
        Desk,
        new ConversationChanged(ConversationRow.Of(c)),
        Conversation: c.Id,
        Target: c.Visitor,
        VisitorData: new VisitorConversationChanged(ConversationViews.ForVisitor(c, agent)),
        BriefData: new ConversationChanged(ConversationRow.Brief(c)));

    /// <summary>Its owner opened what the distribution had given; no word of it to the visitor.</summary>
    public static NewEvent Opened(Conversation c, Actor actor) => new(
        ConversationChanged.Opened,
        actor,
        Audience.Owner | Audience.Agents | Audience.Admins,
        new ConversationChanged(ConversationRow.Of(c)),
        Conversation: c.Id,
        BriefData: new ConversationChanged(ConversationRow.Brief(c)));

    /// <summary>A message, said or changed.</summary>
    public static NewEvent Said(Conversation c, Message message, Actor actor, VisitorsAgent? agent) => new(
        MessageSent.Kind,
        actor,
        Talk,
        new MessageSent(message.ForStaff(), c.UnansweredSince),
        Conversation: c.Id,
        Target: c.Visitor,
        VisitorData: new VisitorMessageNews(message.ForVisitor(agent)));

    /// <summary>Other words, or none any more.</summary>
    public static NewEvent Changed(string kind, Conversation c, Message message, bool last, Actor actor, VisitorsAgent? agent) => new(
        kind,
        actor,
        Talk,
        new MessageChanged(message.ForStaff(), last),
        Conversation: c.Id,
        Target: c.Visitor,
        VisitorData: new VisitorMessageNews(message.ForVisitor(agent)));

    /// <summary>Delivered and read marks.</summary>
    public static NewEvent Marked(Conversation c, Actor actor) => new(
        ConversationMarked.Kind,
        actor,
        Talk,
        new ConversationMarked(c.Marks),
        Conversation: c.Id,
        Target: c.Visitor,
        VisitorData: new ConversationMarked(c.Marks));
}
