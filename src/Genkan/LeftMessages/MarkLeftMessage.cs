using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.LeftMessages;

internal sealed record MarkLeftMessageRequest(bool? Done = null);

/// <summary><c>PATCH /api/leftmessages/{id}</c>: somebody has dealt with it, or it is open again.</summary>
internal sealed class MarkLeftMessage(IStorage storage, WhoAnswers who)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/leftmessages/{id:guid}", (Guid id, MarkLeftMessageRequest request, StaffCaller caller, MarkLeftMessage useCase) => useCase.Handle(caller, id, request))
        .ForStaff(Permission.LeftMessagesReply)
        .NotAudited("kept with the message: who and when");

    private async Task<IResult> Handle(StaffCaller caller, Guid id, MarkLeftMessageRequest request)
    {
        var done = request.Done ?? throw Refusal.Invalid("done", "required");
        var message = await storage.Write(caller.Organisation, async tx =>
        {
            var before = (await LeftMessageStore.FindToChange(tx, id) ?? throw Refusal.NotFound()).Opened(tx);
            await who.MustBeOne(tx, caller);
            // Who was first stays named: marking twice changes nothing.
            if (before.DoneAt is not null == done)
            {
                return before;
            }

            var after = before with { DoneBy = done ? caller.Agent : null, DoneAt = done ? tx.Now : null };
            await LeftMessageStore.Mark(tx, after);
            await LeftMessageStore.Note(tx, id, done ? LeftStep.Done : LeftStep.Reopened, caller.Agent);
            tx.Append(LeftMessageEvents.Changed(Actor.Agent(caller.Agent), before, after));
            return after;
        });
        return TypedResults.Json(message, Wire.Json);
    }
}
