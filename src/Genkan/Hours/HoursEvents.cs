using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>What other rooms and screens hear of opening hours.</summary>
public static class HoursEvents
{
    /// <summary>Kind: a calendar is new.</summary>
    public const string Added = "calendar.added";

    /// <summary>Kind: its rules, or who keeps it.</summary>
    public const string Changed = "calendar.changed";

    /// <summary>Kind: it is gone.</summary>
    public const string Removed = "calendar.removed";

    /// <summary>Kind: it has opened or closed, by the clock or because its rules were changed.</summary>
    public const string Turned = "calendar.turned";

    internal static NewEvent Of(string kind, Actor by, Guid calendar) => new(kind, by, Audience.Agents, new CalendarNews(calendar, null, null));

    internal static NewEvent TurnedNow(Actor by, Guid calendar, bool open, long? nextChangeAt) => new(Turned, by, Audience.Agents, new CalendarNews(calendar, open, nextChangeAt));
}

/// <summary>Which calendar; when it turned also how it is now and until when.</summary>
public sealed record CalendarNews(Guid Calendar, bool? Open, long? NextChangeAt);
