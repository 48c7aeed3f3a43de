using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Conversations;

/// <summary>This room's face, and its part of the answer to a visit.</summary>
internal sealed class ConversationsFace(
    IStorage storage,
    ConversationStore store,
    ConversationViews views,
    StartConversation start,
    SendMessage send,
    EndConversation end,
    ReadConversations read,
    MarkMessages mark) : IConversations, IVisitAnswerPart
{
    /// <summary>A talk that ended within the last day is shown again to who comes back.</summary>
    private const long ShownAgain = 24L * 3_600_000;

    public Task<VisitorConversation?> Current(VisitorCaller visitor) => visitor.Visitor is not { } id
        ? Task.FromResult<VisitorConversation?>(null)
        : storage.Read(visitor.Organisation, async tx =>
        {
            var latest = await store.LatestOf(tx, id, tx.Now - ShownAgain);
            return latest is null ? null : ConversationViews.ForVisitor(latest, await views.OwnerFor(tx, latest));
        });

    public async Task<VisitorConversation> Start(VisitorCaller visitor, StartConversationRequest request) =>
        (await start.Handle(visitor, request)).Conversation;

    public async Task<Sent> Say(VisitorCaller visitor, Guid conversation, SendMessageRequest request) =>
        (await send.Handle(visitor, conversation, request)).Sent;

    public Task<VisitorConversation> End(VisitorCaller visitor, Guid conversation) => end.Handle(visitor, conversation);

    public Task<MessagePage<VisitorMessage>> Messages(VisitorCaller visitor, Guid conversation, long after, int limit) =>
        read.Messages(visitor, conversation, after, null, limit);

    public Task Mark(VisitorCaller visitor, Guid conversation, MarksRequest marks) => mark.Handle(visitor, conversation, marks);

    public async Task Fill(VisitAnswer answer, VisitorCaller visitor, SiteProfile site)
    {
        var preview = await storage.Read(visitor.Organisation, tx => store.TypingPreview(tx));
        answer.Site = answer.Site with { TypingPreview = preview };
        if (visitor.Reach == Reach.Talk)
        {
            answer.Conversation = await Current(visitor);
        }
    }
}
