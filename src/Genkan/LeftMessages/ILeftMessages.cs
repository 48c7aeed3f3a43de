using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>What other rooms may ask about messages left while nobody was there.</summary>
public interface ILeftMessages
{
    /// <summary>How many nobody has dealt with yet.</summary>
    Task<long> OpenCount(IReadTx tx);
}

/// <summary>The road a left message takes from pages made on the server; the same as the API's.</summary>
public interface ILeaveMessage
{
    /// <summary>Leaves it; repeating the id with the same words does nothing more.</summary>
    Task Leave(Doors.VisitorCaller visitor, LeftWords words, string language);
}

/// <summary>What was written.</summary>
public sealed record LeftWords(Guid Id, string? Name, string? Email, string? Phone, string? Text);
