using Genkan.Audit;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Routing.Replay;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>Body of a transfer: to an agent or to a department. <paramref name="AboveLimit"/> confirms that the receiver's limit may be passed .</summary>
internal sealed record TransferRequest(Guid? Agent = null, Guid? Department = null, bool AboveLimit = false);

/// <summary><c>POST /api/conversations/{id}/transfer</c>: its owner hands a running conversation to a colleague or to a department (TR-01 to TR-21).</summary>
internal sealed class TransferConversation(IStorage storage, RoutingStore store, RoutingReader reader, Distribution distribution, IOwnership ownership, RoutingTimers timers, RoutingLog log)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/conversations/{conversation:guid}/transfer", (Guid conversation, TransferRequest request, StaffCaller staff, TransferConversation transfer) =>
            transfer.Handle(staff, conversation, request))
        .ForStaff(Permission.ConversationsChat).NotAudited("part of the talk, which keeps who and when itself");

    private Task<TransferAnswer> Handle(StaffCaller staff, Guid conversation, TransferRequest request)
    {
        if ((request.Agent is null) == (request.Department is null))
        {
            throw Refusal.Invalid("agent", "required");
        }

        return storage.Write(staff.Organisation, async tx =>
        {
            await distribution.Before(tx);
            var held = await ownership.Look(tx, conversation) ?? throw Refusal.NotFound();
            if (await IsRepeat(tx, staff, held, request))
            {
                return new TransferAnswer(conversation, held.State, held.Agent);
            }

            RefuseUnlessOwn(staff, held);
            var state = await reader.ReadToDecide(tx);
            return request.Agent is { } agent
                ? await ToAgent(tx, staff, held, Receiver(state, agent, held.Site), state.Policy, request.AboveLimit)
                : await ToDepartment(tx, staff, held, request.Department!.Value, state);
        });
    }

    /// <summary>The same transfer again answers as before: the colleague has it by this agent's doing.</summary>
    private async Task<bool> IsRepeat(ITx tx, StaffCaller staff, HeldOne held, TransferRequest request) =>
        held.IsInChat && request.Agent is { } agent && held.Agent == agent
        && await store.Assignments(tx, held.Conversation) is [.., { Kind: AssignmentNote.Transferred } last] && last.Agent == agent && last.By == staff.Agent;

    private static void RefuseUnlessOwn(StaffCaller staff, HeldOne held)
    {
        if (held.Agent != staff.Agent && !held.IsWaiting && !staff.May(Permission.ConversationsAll))
        {
            throw Refusal.NotFound();
        }

        if (!held.IsInChat)
        {
            throw Refusal.Conflict("not_in_chat");
        }
    }

    /// <summary>TR-10, TR-14: signed in now, and in a status that transfers reach.</summary>
    private static Candidate Receiver(RoutingState state, Guid agent, Guid site)
    {
        var receiver = state.Agents.FirstOrDefault(a => a.Id == agent && a.MayChat) ?? throw Refusal.Invalid("agent", "unknown");
        if (receiver.Sites?.Contains(site) == false)
        {
            throw Refusal.Conflict("receiver_not_for_site");
        }

        return receiver is { Here: true, Transfer: true } ? receiver : throw Refusal.Conflict("receiver_away");
    }

    private async Task<TransferAnswer> ToAgent(ITx tx, StaffCaller staff, HeldOne held, Candidate receiver, RoutingPolicy policy, bool aboveLimit)
    {
        if (receiver.Held >= policy.LimitOf(receiver) && !aboveLimit)
        {
            throw Refusal.Conflict("receiver_full", new Dictionary<string, object?> { ["held"] = receiver.Held, ["limit"] = policy.LimitOf(receiver) });
        }

        if (!await ownership.HandOver(tx, held.Conversation, held.Agent!.Value, receiver.Id, Actor.Agent(staff.Agent)))
        {
            throw Refusal.Conflict("not_in_chat");
        }

        await store.Note(tx, new AssignmentNote(held.Conversation, AssignmentNote.Transferred, receiver.Id, staff.Agent));
        await distribution.HandedOver(tx, held.Agent.Value, receiver.Id);
        await log.Hands(tx, LogRow.Transferred, held.Conversation, receiver.Id);
        await timers.NoOffer(tx, held.Conversation);
        if (policy.OfferSeconds is { } seconds)
        {
            await timers.Offer(tx, held.Conversation, receiver.Id, tx.Now + (seconds * 1000));
        }

        // A place has become free.
        await distribution.Settle(tx);
        return new TransferAnswer(held.Conversation, held.State, receiver.Id);
    }

    /// <summary>To the front of the department's queue, and out again at once where somebody there has a place. Not back to who sent it.</summary>
    private async Task<TransferAnswer> ToDepartment(ITx tx, StaffCaller staff, HeldOne held, Guid department, RoutingState state)
    {
        var there = state.Agents.Where(a => a.MayChat && a.Departments.Contains(department) && a.Id != held.Agent).ToList();
        if (!there.Exists(a => a is { Here: true } && (a.Automatic || a.Pick)))
        {
            throw Refusal.Conflict("nobody_there");
        }

        var owner = held.Agent!.Value;
        if (!await distribution.Return(tx, held.Conversation, owner, AssignmentNote.Sent, by: staff.Agent, sentTo: department))
        {
            throw Refusal.Conflict("not_in_chat");
        }

        await distribution.Settle(tx);
        var now = (await ownership.Look(tx, held.Conversation))!;
        return new TransferAnswer(held.Conversation, now.State, now.Agent);
    }
}

/// <summary>How it stands after a transfer.</summary>
/// <param name="Id">The conversation.</param>
/// <param name="State"><c>inChat</c>, or <c>waiting</c> while nobody of the department has a place.</param>
/// <param name="Agent">Who has it now.</param>
public sealed record TransferAnswer(Guid Id, string State, Guid? Agent);
