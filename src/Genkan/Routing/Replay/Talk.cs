namespace Genkan.Routing.Replay;

/// <summary>A conversation in a world: the real one or the other.</summary>
internal sealed class Talk(RequestRow request)
{
    /// <summary>As it stands, with what being returned made of it.</summary>
    public RequestRow Request { get; set; } = request;

    public Guid Conversation => Request.Conversation;

    /// <summary>Who has it; null while it waits.</summary>
    public Guid? Owner { get; set; }

    /// <summary>Since when, UTC milliseconds.</summary>
    public long HandAt { get; set; }

    /// <summary>How often it changed hands: what was meant for an earlier hand is void.</summary>
    public int Hand { get; set; }

    public bool Opened { get; set; }

    /// <summary>It is in the hands it was in in reality since the same moment: what really happened to it happens here too.</summary>
    public bool Followed { get; set; }

    /// <summary>Milliseconds it was talked so far, before this hand; offers that were let lie do not count.</summary>
    public long Spent { get; set; }

    /// <summary>Transfers made.</summary>
    public int Steps { get; set; }

    public bool HadHands { get; set; }

    /// <summary>In a pool: the moment has passed at which it was really taken, by this agent.</summary>
    public Guid? Wisher { get; set; }

    public bool IsWaiting => Owner is null;

    public Talk Copy() => (Talk)MemberwiseClone();
}
