using Genkan.Audit;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Either side says something. Sent twice it is said once and answered the same.</summary>
internal sealed class SendMessage(IStorage storage, ConversationStore store, ConversationAccess access, ConversationViews views, ISites sites, TypingBoard typing)
{
    /// <summary>Longer ones are documents, and belong in a file.</summary>
    public const int LongestText = 4000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/visitor/conversations/{conversation:guid}/messages", async (Guid conversation, SendMessageRequest request, VisitorCaller visitor, SendMessage send) =>
            Answer(await send.Handle(visitor, conversation, request)))
            .ForVisitors(Reach.Talk).At(Pace.Messages).Produces<Sent>(201).Produces<Sent>();
        routes.MapPost("/api/conversations/{conversation:guid}/messages", async (Guid conversation, SendMessageRequest request, StaffCaller staff, SendMessage send) =>
            Answer(await send.Handle(staff, conversation, request)))
            .ForStaff(Permission.ConversationsChat).Produces<Sent>(201).Produces<Sent>().NotAudited("part of the talk, which keeps who and when itself");
    }

    public async Task<(Sent Sent, bool IsNew)> Handle(VisitorCaller visitor, Guid conversation, SendMessageRequest request)
    {
        var text = Check(request);
        var site = await sites.Find(visitor.Organisation, visitor.Site) ?? throw Refusal.NotFound();
        var answer = await storage.WriteAbout(visitor.Organisation, conversation, tx => Say(tx, visitor, conversation, request.Id, text, site));
        typing.SentByVisitor(visitor.Organisation, conversation, request.Id);
        return answer;
    }

    public async Task<(Sent Sent, bool IsNew)> Handle(StaffCaller staff, Guid conversation, SendMessageRequest request)
    {
        var text = Check(request);
        var answer = await storage.WriteAbout(staff.Organisation, conversation, tx => Say(tx, staff, conversation, request.Id, text));
        typing.SentByAgent(staff.Organisation, conversation, request.Id);
        return answer;
    }

    private static string Check(SendMessageRequest request)
    {
        var check = new FieldCheck();
        check.Id("id", request.Id);
        var text = check.Text("text", request.Text, LongestText, trim: false);
        check.Done();
        return text;
    }

    private async Task<(Sent, bool)> Say(ITx tx, VisitorCaller visitor, Guid id, Guid messageId, string text, SiteProfile site)
    {
        var (conversation, saidBefore) = await access.FindToSayFor(visitor, tx, id, messageId);
        if (saidBefore)
        {
            return (await Earlier(tx, conversation, messageId, "visitor", null, text), false);
        }

        var after = conversation.VisitorSays(text, tx.Now);
        var answer = await Keep(tx, after, NewMessage(tx, after, messageId, "visitor", null, text), Actor.Visitor(conversation.Visitor));
        return (answer with { Head = await Notice(tx, after, site) }, true);
    }

    private async Task<(Sent, bool)> Say(ITx tx, StaffCaller staff, Guid id, Guid messageId, string text)
    {
        var (conversation, saidBefore) = await access.FindToSayFor(staff, tx, id, messageId);
        if (saidBefore)
        {
            return (await Earlier(tx, conversation, messageId, "agent", staff.Agent, text), false);
        }

        var after = conversation.AgentSays(staff.Agent, text, tx.Now);
        return (await Keep(tx, after, NewMessage(tx, after, messageId, "agent", staff.Agent, text), Actor.Agent(staff.Agent)), true);
    }

    /// <summary>The same send again answers as before, also after an edit or the end; other content under the id is refused.</summary>
    private async Task<Sent> Earlier(ITx tx, Conversation conversation, Guid id, string sender, Guid? agent, string text)
    {
        var earlier = (await store.FindMessage(tx, id))!;
        var versions = await store.Versions(tx, id);
        var original = versions.Count > 0 ? versions[0].Text : earlier.Content;
        var same = earlier.Conversation == conversation.Id && earlier.Sender == sender && earlier.Agent == agent && string.Equals(original, text, StringComparison.Ordinal);
        return same ? new Sent(id, earlier.Seq, earlier.At, conversation.LastSeq) : throw Refusal.Conflict("id_taken");
    }

    private static Message NewMessage(ITx tx, Conversation after, Guid id, string sender, Guid? agent, string text) => new()
    {
        Conversation = after.Id,
        Seq = after.LastSeq,
        Id = id,
        At = tx.Now,
        Sender = sender,
        Content = text,
        Agent = agent,
    };

    private async Task<Sent> Keep(ITx tx, Conversation after, Message message, Actor actor)
    {
        // What is asked comes first: on PostgreSQL what is only written travels with the commit.
        var agent = await views.AgentFor(tx, after, message.Agent);
        await store.AddMessage(tx, message);
        await store.SaveSaid(tx, after);
        tx.Append(ConversationAudiences.Said(after, message, actor, agent));
        return new Sent(message.Id, message.Seq, message.At, after.LastSeq);
    }

    /// <summary>G-03: who writes before an agent has come is told so, once per wait. Answers the newest seq.</summary>
    private async Task<long> Notice(ITx tx, Conversation c, SiteProfile site)
    {
        if (c.State != Conversation.Waiting || c.NoticeAt is not null || !site.Notice.Enabled)
        {
            return c.LastSeq;
        }

        var language = sites.LanguageFor(site, c.Language, null);
        var told = await SystemLines.Say(tx, store, c with { NoticeAt = tx.Now }, "notice", sites.Say(site, SiteText.Notice, language));
        await store.Save(tx, told);
        return told.LastSeq;
    }

    private static IResult Answer((Sent Sent, bool IsNew) answer) =>
        Results.Json(answer.Sent, Wire.Json, statusCode: answer.IsNew ? 201 : 200);
}
