using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>Either side says what it is doing in its text box.</summary>
internal sealed class Typing(IStorage storage, ConversationStore store, ConversationGate gate, TypingBoard board)
{
    /// <summary>Longer drafts are shown up to here.</summary>
    private const int LongestPreview = 2000;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/visitor/conversations/{conversation:guid}/typing", async (Guid conversation, TypingRequest request, VisitorCaller visitor, Typing typing) =>
        {
            await typing.Handle(visitor, conversation, request);
            return Results.NoContent();
        }).ForVisitors(Reach.Talk).At(Pace.Typing).Produces(204);
        routes.MapPost("/api/conversations/{conversation:guid}/typing", async (Guid conversation, TypingRequest request, StaffCaller staff, Typing typing) =>
        {
            await typing.Handle(staff, conversation, request);
            return Results.NoContent();
        }).ForStaff(Permission.ConversationsChat).Produces(204).NotAudited("typing is never kept");
    }

    private async Task Handle(VisitorCaller visitor, Guid id, TypingRequest request)
    {
        Check(request);
        if (await gate.Of(visitor.Organisation, id) is not { } standing || standing.Visitor != visitor.Visitor)
        {
            throw Refusal.NotFound();
        }

        if (standing.State is Conversation.Waiting or Conversation.InChat)
        {
            var preview = await storage.Read(visitor.Organisation, tx => store.TypingPreview(tx));
            await board.Note(visitor.Organisation, id, "visitor", request, preview ? request.Text : null);
        }
    }

    private async Task Handle(StaffCaller staff, Guid id, TypingRequest request)
    {
        Check(request);
        if (await gate.Of(staff.Organisation, id) is not { } standing || standing.Owner != staff.Agent)
        {
            throw Refusal.NotFound();
        }

        if (standing.State == Conversation.InChat)
        {
            await board.Note(staff.Organisation, id, "agent", request, null);
        }
    }

    private static void Check(TypingRequest request)
    {
        var check = new FieldCheck();
        check.Id("message", request.Message);
        check.Range("counter", request.Counter, 0, long.MaxValue);
        if (request.State is not ("none" or "typing" or "entered"))
        {
            check.Wrong("state", "one_of");
        }

        check.Text("text", request.Text, LongestPreview, min: 0, trim: false);
        check.Done();
    }
}

/// <summary>The future message's id and a counter that grows with each post; text at most 2,000 characters.</summary>
public sealed record TypingRequest(Guid Message, long Counter, string? State = null, string? Text = null);
