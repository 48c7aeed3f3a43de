using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Hours;

/// <summary>This room's SQL.</summary>
internal static class HoursStore
{
    private const string Columns = "id, name, zone, week, exceptions, is_open AS IsOpen, next_at AS NextAt, made_from AS MadeFrom, created_at AS CreatedAt";

    public static Task<CalendarRow?> Find(IReadTx tx, Guid id) =>
        tx.One<CalendarRow>($"SELECT {Columns} FROM hours_calendars WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    /// <summary>Nobody else changes it until this unit ends.</summary>
    public static Task<CalendarRow?> FindToChange(ITx tx, Guid id) => tx.One<CalendarRow>(
        $"UPDATE hours_calendars SET name = name WHERE organisation = @organisation AND id = @id RETURNING {Columns}", new { organisation = tx.Organisation, id });

    public static Task<IReadOnlyList<CalendarRow>> All(IReadTx tx) =>
        tx.All<CalendarRow>($"SELECT {Columns} FROM hours_calendars WHERE organisation = @organisation ORDER BY created_at, id", new { organisation = tx.Organisation });

    public static Task<long> Count(IReadTx tx) => tx.One<long>("SELECT COUNT(*) FROM hours_calendars WHERE organisation = @organisation", new { organisation = tx.Organisation });

    public static Task Insert(ITx tx, CalendarRow row) => Write(
        tx,
        """
        INSERT INTO hours_calendars (organisation, id, name, zone, week, exceptions, is_open, next_at, made_from, created_at)
        VALUES (@organisation, @Id, @Name, @Zone, @Week, @Exceptions, @IsOpen, @NextAt, @MadeFrom, @CreatedAt)
        """,
        new { organisation = tx.Organisation, row.Id, row.Name, row.Zone, row.Week, row.Exceptions, row.IsOpen, row.NextAt, row.MadeFrom, row.CreatedAt });

    public static Task Update(ITx tx, CalendarRow row) => Write(
        tx,
        """
        UPDATE hours_calendars SET name = @Name, zone = @Zone, week = @Week, exceptions = @Exceptions, is_open = @IsOpen, next_at = @NextAt
        WHERE organisation = @organisation AND id = @Id
        """,
        new { organisation = tx.Organisation, row.Id, row.Name, row.Zone, row.Week, row.Exceptions, row.IsOpen, row.NextAt });

    public static Task Remove(ITx tx, Guid id) =>
        Write(tx, "DELETE FROM hours_calendars WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    public static Task<IReadOnlyList<UseRow>> Uses(IReadTx tx) =>
        tx.All<UseRow>("SELECT kind, target, calendar FROM hours_uses WHERE organisation = @organisation ORDER BY kind, target", new { organisation = tx.Organisation });

    public static Task<Guid?> UseOf(IReadTx tx, string kind, Guid target) => tx.One<Guid?>(
        "SELECT calendar FROM hours_uses WHERE organisation = @organisation AND kind = @kind AND target = @target", new { organisation = tx.Organisation, kind, target });

    public static Task Use(ITx tx, string kind, Guid target, Guid calendar) => Write(
        tx,
        """
        INSERT INTO hours_uses (organisation, kind, target, calendar) VALUES (@organisation, @kind, @target, @calendar)
        ON CONFLICT (organisation, kind, target) DO UPDATE SET calendar = excluded.calendar
        """,
        new { organisation = tx.Organisation, kind, target, calendar });

    public static Task Unuse(ITx tx, string kind, Guid target) =>
        Write(tx, "DELETE FROM hours_uses WHERE organisation = @organisation AND kind = @kind AND target = @target", new { organisation = tx.Organisation, kind, target });

    public static Task UnuseAll(ITx tx, Guid calendar) =>
        Write(tx, "DELETE FROM hours_uses WHERE organisation = @organisation AND calendar = @calendar", new { organisation = tx.Organisation, calendar });

    /// <summary>What each keeper's calendar said of itself last.</summary>
    public static Task<IReadOnlyList<StateRow>> States(IReadTx tx) => tx.All<StateRow>(
        """
        SELECT u.kind AS Kind, u.target AS Target, u.calendar AS Calendar, c.is_open AS IsOpen, c.next_at AS NextAt
        FROM hours_uses u JOIN hours_calendars c ON c.organisation = u.organisation AND c.id = u.calendar
        WHERE u.organisation = @organisation
        """,
        new { organisation = tx.Organisation });

    private static async Task Write(ITx tx, string sql, object values)
    {
        await tx.Run(sql, values);
        await tx.Changed(tx.Organisation, HoursBook.Subject);
    }
}

internal sealed record UseRow
{
    public string Kind { get; init; } = "";
    public Guid Target { get; init; }
    public Guid Calendar { get; init; }
}

internal sealed record StateRow
{
    public string Kind { get; init; } = "";
    public Guid Target { get; init; }
    public Guid Calendar { get; init; }
    public long IsOpen { get; init; }
    public long? NextAt { get; init; }
}

/// <summary>A row of <c>hours_calendars</c>; the state is as of its last noting.</summary>
internal sealed record CalendarRow
{
    public Guid Id { get; init; }
    public string Name { get; init; } = "";
    public string Zone { get; init; } = "";
    public string Week { get; init; } = "[]";
    public string Exceptions { get; init; } = "[]";
    public long IsOpen { get; init; }
    public long? NextAt { get; init; }
    public string MadeFrom { get; init; } = "";
    public long CreatedAt { get; init; }

    public HoursCalendar ToCalendar() => new()
    {
        Id = Id,
        Name = Name,
        Zone = Zone,
        Week = JsonSerializer.Deserialize<List<List<HoursSpan>>>(Week, Wire.Json)!,
        Exceptions = JsonSerializer.Deserialize<List<HoursException>>(Exceptions, Wire.Json)!,
    };

    /// <summary>With its state at <paramref name="now"/>.</summary>
    public static CalendarRow Of(HoursCalendar calendar, long now, string madeFrom, long createdAt) => new()
    {
        Id = calendar.Id,
        Name = calendar.Name,
        Zone = calendar.Zone,
        Week = JsonSerializer.Serialize(calendar.Week, Wire.Json),
        Exceptions = JsonSerializer.Serialize(calendar.Exceptions, Wire.Json),
        IsOpen = calendar.IsOpen(now) ? 1 : 0,
        NextAt = calendar.NextChange(now),
        MadeFrom = madeFrom,
        CreatedAt = createdAt,
    };
}
