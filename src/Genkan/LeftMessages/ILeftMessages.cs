using Genkan.Doors;

namespace Genkan.LeftMessages;

/// <summary>What other rooms may ask: the road a left message takes from pages made on the server, the same as the API's.</summary>
public interface ILeftMessages
{
    /// <summary>Leaves it; repeating the id with the same words does nothing more.</summary>
    /// <exception cref="Refusal">Field errors, <c>id_taken</c>, <c>too_many</c>.</exception>
    Task Leave(VisitorCaller visitor, LeftWords words, string language);

    /// <summary>The visitor's own messages that were answered: those not seen yet, and those of the last week; oldest first.</summary>
    Task<IReadOnlyList<LeftAnswer>> Answers(VisitorCaller visitor);

    /// <summary>The visitor has an answer before the eyes; the first time counts.</summary>
    /// <exception cref="Refusal"><c>not_found</c>: not there, not theirs, or not answered.</exception>
    Task Saw(VisitorCaller visitor, Guid message);
}

/// <summary>What was written.</summary>
public sealed record LeftWords(Guid Id, string? Name, string? Email, string? Phone, string? Text);

/// <summary>Question and answer as their visitor sees them. <paramref name="Nickname"/> is the site's name where the agent has none, never the login.</summary>
public sealed record LeftAnswer(Guid Id, string Text, long At, string Reply, long RepliedAt, string Nickname, string? Avatar, long? SeenAt);
