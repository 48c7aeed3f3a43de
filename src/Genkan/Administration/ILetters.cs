using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Filled by the room of letters: sends what this room has to tell people by mail.</summary>
public interface ILetters
{
    /// <summary>Is a mail server set up? Without one nothing is queued, and what needs a letter is not offered.</summary>
    bool Ready { get; }

    /// <summary>Queues a letter in the unit of its cause; it leaves after the commit, once, and is tried for 48 hours.</summary>
    Task Queue(ITx tx, Letter letter);
}

/// <summary>What became of a letter.</summary>
public enum LetterFate
{
    /// <summary>Waits for its turn, perhaps once more.</summary>
    Waiting,

    /// <summary>Tried in vain, and will be again.</summary>
    Delayed,

    /// <summary>The mail server has taken it.</summary>
    Sent,

    /// <summary>It will not get there.</summary>
    Failed,
}

/// <summary>Filled by rooms that show what became of their letters. Told in the unit in which it is kept, after each try; of other rooms' letters too.</summary>
public interface ILetterWatch
{
    /// <param name="tx">The unit.</param>
    /// <param name="letter">Its id.</param>
    /// <param name="fate">What became of it.</param>
    /// <param name="why">Where it did not get there.</param>
    Task Became(ITx tx, Guid letter, LetterFate fate, string? why);
}

/// <summary>One letter, in words; how it looks is the same for all.</summary>
public sealed record Letter
{
    /// <summary>Also what receivers see a repeat by.</summary>
    public required Guid Id { get; init; }

    /// <summary>What it is about, for those who look after the mail: a word like <c>password</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>The mail address it goes to.</summary>
    public required string To { get; init; }

    /// <summary>The person's name.</summary>
    public string? ToName { get; init; }

    /// <summary>In whose name it is written; absent: the installation's own.</summary>
    public string? FromName { get; init; }

    /// <summary>BCP 47, of its words.</summary>
    public required string Language { get; init; }

    /// <summary>What stands in the list of letters.</summary>
    public required string Subject { get; init; }

    /// <summary>Paragraphs before the link.</summary>
    public required IReadOnlyList<string> Before { get; init; }

    /// <summary>What is answered.</summary>
    public LetterQuote? Quote { get; init; }

    /// <summary>What to press, where there is something.</summary>
    public LetterLink? Link { get; init; }

    /// <summary>Paragraphs after it.</summary>
    public IReadOnlyList<string> After { get; init; } = [];
}

/// <summary>What the other side wrote, and a line that says so.</summary>
public sealed record LetterQuote(string Intro, string Text);

/// <summary>A button with its address.</summary>
public sealed record LetterLink(string Words, string Url);
