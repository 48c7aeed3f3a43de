namespace Genkan.Routing.Replay;

/// <summary>One row of the log.</summary>
internal sealed record LogRow
{
    /// <summary>Somebody asked; the body is a <see cref="AskedBody"/>.</summary>
    public const string Asked = "asked";

    /// <summary>This agent had it when the log began.</summary>
    public const string Held = "held";

    /// <summary>Given by the decision.</summary>
    public const string Given = "given";

    /// <summary>Taken by hand, and opened by that.</summary>
    public const string Taken = "taken";

    /// <summary>The agent it was given to looks at it.</summary>
    public const string Opened = "opened";

    /// <summary>To this agent, by its owner.</summary>
    public const string Transferred = "transferred";

    /// <summary>To the front of the department in the body, by its owner, the agent named.</summary>
    public const string Sent = "sent";

    /// <summary>The agent named let it lie.</summary>
    public const string Missed = "missed";

    /// <summary>The agent named was gone for longer than the grace time.</summary>
    public const string Gone = "gone";

    /// <summary>The agent named may not chat any more.</summary>
    public const string Barred = "barred";

    /// <summary>Ended by either side, waiting or held.</summary>
    public const string Ended = "ended";

    /// <summary>Its visitor went away while it waited.</summary>
    public const string Left = "left";

    /// <summary>Facts: what they are of is the subject, what holds from then on the body; an empty one: nothing any more.</summary>
    public const string Policy = "policy";

    /// <inheritdoc cref="Policy"/>
    public const string Site = "site";

    /// <inheritdoc cref="Policy"/>
    public const string Department = "department";

    /// <inheritdoc cref="Policy"/>
    public const string Agent = "agent";

    /// <summary>The department that is the subject goes: requests that name it name the one in the body from then on.</summary>
    public const string Moved = "moved";

    /// <summary>When an agent was given something last, when the log began; the body is a <see cref="Replay.Turn"/>.</summary>
    public const string Began = "turn";

    /// <summary>In touch, as the decision saw it: body <c>1</c> or empty.</summary>
    public const string Touch = "touch";

    /// <summary>All calendars and who keeps which; the subject is the organisation.</summary>
    public const string Hours = "hours";

    public long N { get; init; }

    public long Turn { get; init; }

    /// <summary>UTC milliseconds.</summary>
    public long At { get; init; }

    public string Kind { get; init; } = "";

    public Guid Subject { get; init; }

    /// <summary>Whose hands.</summary>
    public Guid? By { get; init; }

    public string? Body { get; init; }

    public bool IsFact => Kind is Policy or Site or Department or Agent or Touch or Hours;

    /// <summary>After which nobody decides anew in the unit: it makes nothing possible.</summary>
    public bool Settles => Kind is not (Taken or Opened or Left);

    /// <summary>Whether it gives the conversation into an agent's hands.</summary>
    public bool Gives => Kind is Given or Taken or Transferred or Held;
}

/// <summary>A request as it was made; what it becomes by being returned follows from the rows after it.</summary>
internal sealed record AskedBody
{
    public required Guid Site { get; init; }

    public required long ArrivedAt { get; init; }

    /// <summary>One a line.</summary>
    public string Regions { get; init; } = "";

    public string? Language { get; init; }

    public Guid? WantsAgent { get; init; }

    public Guid? WantsDepartment { get; init; }

    public Guid? LastAgent { get; init; }

    public Guid? OverflowTo { get; init; }

    // Where it had been before the log began.
    public bool Front { get; init; }

    public Guid? SentTo { get; init; }

    public string MissedBy { get; init; } = "";

    public static AskedBody Of(RequestRow row) => new()
    {
        Site = row.Site,
        ArrivedAt = row.ArrivedAt,
        Regions = row.Regions,
        Language = row.Language,
        WantsAgent = row.WantsAgent,
        WantsDepartment = row.WantsDepartment,
        LastAgent = row.LastAgent,
        OverflowTo = row.OverflowTo,
        Front = row.Front != 0,
        SentTo = row.SentTo,
        MissedBy = row.MissedBy,
    };

    public RequestRow Row(Guid conversation) => new()
    {
        Conversation = conversation,
        Site = Site,
        ArrivedAt = ArrivedAt,
        Regions = Regions,
        Language = Language,
        WantsAgent = WantsAgent,
        WantsDepartment = WantsDepartment,
        LastAgent = LastAgent,
        OverflowTo = OverflowTo,
        Front = Front ? 1 : 0,
        SentTo = SentTo,
        MissedBy = MissedBy,
    };
}

/// <summary>When an agent was given something last, and how many offers in a row were let lie.</summary>
internal sealed record Turn
{
    public long LastGivenAt { get; init; }

    public long Misses { get; init; }
}
