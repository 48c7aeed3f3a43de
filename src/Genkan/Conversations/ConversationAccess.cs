using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>The only way to a conversation on someone's behalf. Not yours reads as not there.</summary>
internal sealed class ConversationAccess(ConversationStore store)
{
    /// <summary>The visitor's own.</summary>
    public async Task<Conversation> FindFor(VisitorCaller visitor, IReadTx tx, Guid id) => Own(visitor, await store.Find(tx, id));

    /// <summary>The visitor's own, to change it.</summary>
    public async Task<Conversation> FindToChangeFor(VisitorCaller visitor, ITx tx, Guid id) => Own(visitor, await store.FindToChange(tx, id));

    /// <summary>What this member may read: own ones, waiting ones, all with the permission.</summary>
    public async Task<Conversation> FindFor(StaffCaller staff, IReadTx tx, Guid id) => Readable(staff, await store.Find(tx, id));

    /// <summary>The same, to change it; whether this member may is the conversation's own question.</summary>
    public async Task<Conversation> FindToChangeFor(StaffCaller staff, ITx tx, Guid id) => Readable(staff, await store.FindToChange(tx, id));

    /// <summary>The visitor's own, to say something; and whether that was said before.</summary>
    public async Task<(Conversation Found, bool SaidBefore)> FindToSayFor(VisitorCaller visitor, ITx tx, Guid id, Guid message)
    {
        var found = await store.FindToSay(tx, id, message);
        return (Own(visitor, found), found!.Earlier is not null);
    }

    /// <summary>The same for a member.</summary>
    public async Task<(Conversation Found, bool SaidBefore)> FindToSayFor(StaffCaller staff, ITx tx, Guid id, Guid message)
    {
        var found = await store.FindToSay(tx, id, message);
        return (Readable(staff, found), found!.Earlier is not null);
    }

    /// <summary>For accepting: who may take conversations may also learn that a colleague was faster.</summary>
    public async Task<Conversation> FindToAcceptFor(StaffCaller staff, ITx tx, Guid id) =>
        staff.May(Permission.ConversationsChat) && await store.FindToChange(tx, id) is { } found ? found : throw Refusal.NotFound();

    private static Conversation Own(VisitorCaller visitor, Conversation? found) =>
        found is not null && visitor.Visitor == found.Visitor ? found : throw Refusal.NotFound();

    private static Conversation Readable(StaffCaller staff, Conversation? found) =>
        found is not null && (staff.May(Permission.ConversationsAll)
            || (staff.May(Permission.ConversationsChat) && (found.Agent == staff.Agent || found.State == Conversation.Waiting)))
            ? found
            : throw Refusal.NotFound();
}
