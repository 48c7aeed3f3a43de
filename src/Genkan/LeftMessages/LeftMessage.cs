using Genkan.Storage;

namespace Genkan.LeftMessages;

/// <summary>What somebody left while nobody was there, as staff sees it.</summary>
internal sealed record LeftMessage
{
    public Guid Id { get; init; }
    public Guid Site { get; init; }
    public string Name { get; init; } = "";
    public string? Email { get; init; }
    public string? Phone { get; init; }
    public string Text { get; init; } = "";
    public string? Language { get; init; }
    public long At { get; init; }
    public Guid? DoneBy { get; init; }
    public long? DoneAt { get; init; }

    /// <summary>The same words for the same site: a repeat, not another message under a used id.</summary>
    public bool SaysTheSameAs(LeftMessage other) =>
        (Site, Name, Email, Phone, Text) == (other.Site, other.Name, other.Email, other.Phone, other.Text);
}

/// <summary>Events of this room. They hold personal text: <see cref="LeftMessageGate"/> keeps them from those who may not read it.</summary>
internal static class LeftMessageEvents
{
    public const string Prefix = "leftMessage.";

    public static NewEvent Received(Guid visitor, LeftMessage message) =>
        new(Prefix + "received", Actor.Visitor(visitor), Audience.Agents, new { message });

    public static NewEvent Changed(Guid agent, LeftMessage message) =>
        new(Prefix + "changed", Actor.Agent(agent), Audience.Agents, new { message });
}
