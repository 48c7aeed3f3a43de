using Genkan.Administration;
using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.LeftMessages;

internal sealed record ReplyToLeftMessageRequest(Guid Id, string? Text = null);

/// <summary>
/// <c>POST /api/leftmessages/{id}/reply</c>: the answer (OM-08, OM-09). Saved once, under the first id that came; it goes by mail where
/// an address is known and shows in the widget on the next visit.
/// </summary>
internal sealed class ReplyToLeftMessage(IStorage storage, ISites sites, IAgents agents, ILetters letters, ReplyLetter letter, WhoAnswers who)
{
    private const int LongestText = 4000;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/leftmessages/{id:guid}/reply", async (Guid id, ReplyToLeftMessageRequest request, StaffCaller caller, ReplyToLeftMessage useCase) =>
        {
            var (message, isNew) = await useCase.Handle(caller, id, request);
            return TypedResults.Json(message, Wire.Json, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        })
        .ForStaff(Permission.LeftMessagesReply)
        .NotAudited("kept with the message: who and when");

    private Task<(LeftMessage Message, bool IsNew)> Handle(StaffCaller caller, Guid id, ReplyToLeftMessageRequest request)
    {
        var check = new FieldCheck();
        var reply = new LeftReply { Id = check.Id("id", request.Id), Text = check.Text("text", request.Text, LongestText), By = caller.Agent };
        check.Done();
        return storage.Write(caller.Organisation, tx => ReplyOnce(tx, caller, id, reply));
    }

    private async Task<(LeftMessage Message, bool IsNew)> ReplyOnce(ITx tx, StaffCaller caller, Guid id, LeftReply reply)
    {
        var row = await LeftMessageStore.FindToChange(tx, id) ?? throw Refusal.NotFound();
        await who.MustBeOne(tx, caller);
        var before = row.Opened(tx);
        if (before.Reply is { } there)
        {
            return IsRepeat(there, reply) ? (before, false) : throw AlreadyReplied(there, reply);
        }

        // Somebody may have called meanwhile and marked it: the words are still worth sending, and the state says what was done last.
        var after = before with { Reply = reply with { At = tx.Now, Mail = MailFor(before) }, DoneBy = null, DoneAt = null };
        await LeftMessageStore.Reply(tx, after, await Send(tx, caller, after));
        await LeftMessageStore.Note(tx, id, LeftStep.Replied, caller.Agent);
        var answer = await Answers.AsSeen(tx, agents, sites, row with { ReplyWording = reply.Text, RepliedBy = reply.By, RepliedAt = tx.Now });
        tx.Append(LeftMessageEvents.Replied(caller.Agent, before, after, row.Visitor, answer));
        return (after, true);
    }

    private static bool IsRepeat(LeftReply there, LeftReply reply) => (there.Id, there.Text, there.By) == (reply.Id, reply.Text, reply.By);

    private static Refusal AlreadyReplied(LeftReply there, LeftReply reply) => there.Id == reply.Id
        ? Refusal.Conflict("id_taken")
        : Refusal.Conflict("already_replied", new Dictionary<string, object?> { ["agent"] = there.By, ["at"] = there.At });

    private string MailFor(LeftMessage message) =>
        message.Email is null ? LetterStates.None : letters.Ready ? LetterStates.Waiting : LetterStates.Off;

    /// <summary>Queued in this unit: it leaves if and only if the answer is kept.</summary>
    private async Task<Guid?> Send(ITx tx, StaffCaller caller, LeftMessage message)
    {
        if (message.Reply!.Mail != LetterStates.Waiting)
        {
            return null;
        }

        var written = await letter.Write(tx, caller.Agent, message);
        await letters.Queue(tx, written);
        return written.Id;
    }
}
