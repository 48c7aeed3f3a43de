using System.Collections.Concurrent;
using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Conversations;

/// <summary>
/// What each side is typing now. Only in memory: preview text is never stored and counts as nothing (RT-09).
/// "Typing" is a lease that runs out by itself; "entered" stands until it is sent or deleted. Every node keeps the whole board:
/// what is posted to one is passed to the others, and each tells its own streams.
/// </summary>
internal sealed class TypingBoard : IDisposable
{
    private const string Typed = "conversations.typing";

    /// <summary>The sender repeats about every 4 s while keys are hit; one lost post does not flicker.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    private readonly ConcurrentDictionary<(OrganisationId Organisation, Guid Conversation, string Side), Entry> entries = new();

    /// <summary>How many stand at anything but "none", so that the many who come back need not ask the store which conversation is theirs.</summary>
    private readonly ConcurrentDictionary<(OrganisationId Organisation, string Side), int> standing = new();
    private readonly ILive live;
    private readonly ConversationGate gate;
    private readonly IBus bus;
    private readonly TimeProvider time;
    private ITimer? sweep;

    public TypingBoard(ILive live, ConversationGate gate, IBus bus, TimeProvider time)
    {
        (this.live, this.gate, this.bus, this.time) = (live, gate, bus, time);
        bus.Hear<TypingWord>(Typed, word => _ = Take(word));
        bus.SomebodyCame += TellAll;
    }

    /// <summary>One post of one side. Older counters and messages already sent are ignored.</summary>
    public async Task Note(OrganisationId organisation, Guid conversation, string side, TypingRequest typed, string? text)
    {
        bus.Say(Typed, new TypingWord(TypingDeed.Typed, organisation, conversation, side) { Message = typed.Message, Counter = typed.Counter, State = typed.State, Text = text });
        await NoteHere(organisation, conversation, side, typed, text);
    }

    private async Task NoteHere(OrganisationId organisation, Guid conversation, string side, TypingRequest typed, string? text)
    {
        sweep ??= time.CreateTimer(_ => Sweep(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        var entry = entries.GetOrAdd((organisation, conversation, side), _ => new Entry());
        lock (entry)
        {
            if (entry.SentMessages.Contains(typed.Message) || (entry.Message == typed.Message && typed.Counter <= entry.Counter))
            {
                return;
            }

            entry.Message = typed.Message;
            entry.Counter = typed.Counter;
            Stand(organisation, side, entry, typed.State ?? "none");
            entry.Text = text;
            entry.Until = entry.State == "typing" ? time.GetUtcNow() + Lease : DateTimeOffset.MaxValue;
        }

        await Tell(organisation, conversation, side, entry);
    }

    public void SentByVisitor(OrganisationId organisation, Guid conversation, Guid message) => Sent(organisation, conversation, "visitor", message);

    public void SentByAgent(OrganisationId organisation, Guid conversation, Guid message) => Sent(organisation, conversation, "agent", message);

    public void Forget(OrganisationId organisation, Guid conversation)
    {
        bus.Say(Typed, new TypingWord(TypingDeed.Over, organisation, conversation, ""));
        ForgetHere(organisation, conversation);
    }

    private void ForgetHere(OrganisationId organisation, Guid conversation)
    {
        foreach (var side in (string[])["visitor", "agent"])
        {
            if (entries.TryRemove((organisation, conversation, side), out var entry))
            {
                lock (entry)
                {
                    Stand(organisation, side, entry, "none");
                }
            }
        }
    }

    /// <summary>Does anything stand for this side of any conversation?</summary>
    public bool Any(OrganisationId organisation, string side) => standing.TryGetValue((organisation, side), out var count) && count > 0;

    /// <summary>What stands for one side of a conversation now.</summary>
    public TypingNews? Standing(OrganisationId organisation, Guid conversation, string side, bool withText) =>
        entries.TryGetValue((organisation, conversation, side), out var entry) && entry.State != "none"
            ? new TypingNews(conversation, side, entry.State, withText ? entry.Text : null)
            : null;

    /// <summary>Who just became the owner is told what the visitor stands at, not only from the next key on.</summary>
    public Task TellOwner(OrganisationId organisation, Guid conversation) =>
        entries.TryGetValue((organisation, conversation, "visitor"), out var entry) && entry.State != "none"
            ? Tell(live, organisation, conversation, "visitor", entry)
            : Task.CompletedTask;

    /// <summary>The preview was switched off: what is shown or kept of it goes, the states stay (RT-08).</summary>
    public Task ForgetTexts(OrganisationId organisation)
    {
        bus.Say(Typed, new TypingWord(TypingDeed.NoTexts, organisation, Guid.Empty, ""));
        return ForgetTextsHere(organisation);
    }

    private async Task ForgetTextsHere(OrganisationId organisation)
    {
        foreach (var (key, entry) in entries.Where(e => e.Key.Organisation == organisation && e.Value.Text is not null))
        {
            lock (entry)
            {
                entry.Text = null;
            }

            await Tell(key.Organisation, key.Conversation, key.Side, entry);
        }
    }

    public void Dispose()
    {
        bus.SomebodyCame -= TellAll;
        sweep?.Dispose();
    }

    private void Sent(OrganisationId organisation, Guid conversation, string side, Guid message)
    {
        bus.Say(Typed, new TypingWord(TypingDeed.Sent, organisation, conversation, side) { Message = message });
        SentHere(organisation, conversation, side, message);
    }

    /// <summary>What was posted to another node.</summary>
    private Task Take(TypingWord word)
    {
        switch (word.Deed)
        {
            case TypingDeed.Typed:
                return NoteHere(word.Organisation, word.Conversation, word.Side, new TypingRequest(word.Message, word.Counter, word.State), word.Text);
            case TypingDeed.Sent:
                SentHere(word.Organisation, word.Conversation, word.Side, word.Message);
                return Task.CompletedTask;
            case TypingDeed.NoTexts:
                return ForgetTextsHere(word.Organisation);
            default:
                ForgetHere(word.Organisation, word.Conversation);
                return Task.CompletedTask;
        }
    }

    /// <summary>A node that has just come knows nothing of what was entered before.</summary>
    private void TellAll()
    {
        foreach (var (key, entry) in entries)
        {
            lock (entry)
            {
                if (entry.State != "none")
                {
                    bus.Say(Typed, new TypingWord(TypingDeed.Typed, key.Organisation, key.Conversation, key.Side)
                    {
                        Message = entry.Message,
                        Counter = entry.Counter,
                        State = entry.State,
                        Text = entry.Text,
                    });
                }
            }
        }
    }

    private void SentHere(OrganisationId organisation, Guid conversation, string side, Guid message)
    {
        var entry = entries.GetOrAdd((organisation, conversation, side), _ => new Entry());
        bool tell;
        lock (entry)
        {
            entry.Remember(message);
            tell = entry.State != "none" && entry.Message == message;
            if (tell)
            {
                Stand(organisation, side, entry, "none");
                entry.Text = null;
            }
        }

        if (tell)
        {
            _ = Tell(organisation, conversation, side, entry);
        }
    }

    private void Sweep()
    {
        var now = time.GetUtcNow();
        foreach (var (key, entry) in entries)
        {
            lock (entry)
            {
                if (entry.State != "typing" || entry.Until > now)
                {
                    continue;
                }

                Stand(key.Organisation, key.Side, entry, "none");
                entry.Text = null;
            }

            _ = Tell(key.Organisation, key.Conversation, key.Side, entry);
        }
    }

    /// <summary>With the entry locked.</summary>
    private void Stand(OrganisationId organisation, string side, Entry entry, string state)
    {
        var more = (state == "none" ? 0 : 1) - (entry.State == "none" ? 0 : 1);
        entry.State = state;
        if (more != 0)
        {
            standing.AddOrUpdate((organisation, side), more, (_, count) => count + more);
        }
    }

    /// <summary>To the streams of this node: the others have the same on their own boards.</summary>
    private Task Tell(OrganisationId organisation, Guid conversation, string side, Entry entry) =>
        live.AnybodyHere(organisation) ? Tell(live.Here, organisation, conversation, side, entry) : Task.CompletedTask;

    /// <summary>To the other side only; the preview goes to nobody but the owner (RT-09).</summary>
    private async Task Tell(ILive to, OrganisationId organisation, Guid conversation, string side, Entry entry)
    {
        if (await gate.Of(organisation, conversation) is not { } standing)
        {
            return;
        }

        if (side == "agent")
        {
            to.SignalVisitor(organisation, standing.Visitor, "typing", new TypingNews(conversation, side, entry.State, null));
        }
        else if (standing.Owner is { } owner)
        {
            to.SignalAgent(organisation, owner, Permission.ConversationsChat, "typing", new TypingNews(conversation, side, entry.State, entry.Text));
        }
    }

    private sealed class Entry
    {
        /// <summary>Late posts come within seconds: the last few sent ids are enough to know them by.</summary>
        private const int Remembered = 16;

        public List<Guid> SentMessages { get; } = [];

        public Guid Message { get; set; }

        public long Counter { get; set; } = -1;

        public string State { get; set; } = "none";

        public string? Text { get; set; }

        public DateTimeOffset Until { get; set; }

        public void Remember(Guid message)
        {
            SentMessages.Add(message);
            if (SentMessages.Count > Remembered)
            {
                SentMessages.RemoveAt(0);
            }
        }
    }
}

/// <summary>What the other side is doing; <paramref name="Text"/> only for the owner and with the preview on.</summary>
public sealed record TypingNews(Guid Conversation, string From, string State, string? Text);

/// <summary>What happened on another node's board.</summary>
internal enum TypingDeed
{
    Typed,
    Sent,
    Over,
    NoTexts,
}

/// <summary>The same on its way to the other nodes; sealed there, since what is not sent is kept nowhere.</summary>
internal sealed record TypingWord(TypingDeed Deed, OrganisationId Organisation, Guid Conversation, string Side)
{
    public Guid Message { get; init; }

    public long Counter { get; init; }

    public string? State { get; init; }

    public string? Text { get; init; }
}
