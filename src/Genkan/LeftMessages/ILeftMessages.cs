using Genkan.Doors;

namespace Genkan.LeftMessages;

/// <summary>What other rooms may ask: the road a left message takes from pages made on the server, the same as the API's.</summary>
public interface ILeftMessages
{
    /// <summary>Leaves it; repeating the id with the same words does nothing more.</summary>
    /// <exception cref="Refusal">Field errors, <c>id_taken</c>, <c>too_many</c>.</exception>
    Task Leave(VisitorCaller visitor, LeftWords words, string language);
}

/// <summary>What was written.</summary>
public sealed record LeftWords(Guid Id, string? Name, string? Email, string? Phone, string? Text);
