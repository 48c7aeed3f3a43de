using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record SessionRow
{
    public Guid Id { get; init; }
    public Guid Account { get; init; }
    public OrganisationId Organisation { get; init; }
    public Guid Agent { get; init; }
    public long CreatedAt { get; init; }
    public long UsedAt { get; init; }
    public long Owner { get; init; }
    public string? Browser { get; init; }
    public string? System { get; init; }
    public string? Address { get; init; }
    public string? How { get; init; }
    public Guid? Device { get; init; }
}

/// <summary>Sign-ins as rows on the server, so that each can be ended at once.</summary>
internal static class SessionStore
{
    /// <summary>Not used for that long: over.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromDays(30);

    /// <summary>However much it is used.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(90);

    /// <summary>How exactly the last use is kept: a write for each call would cost more than it tells.</summary>
    public static readonly TimeSpan UseStep = TimeSpan.FromMinutes(10);

    private const string Selection =
        """
        SELECT s.id, s.account, s.organisation, s.agent, s.created_at, s.used_at, s.device, CASE WHEN i.owner IS NULL THEN 0 ELSE 1 END AS owner
        FROM administration_sessions s LEFT JOIN administration_installation i ON i.owner = s.account
        """;

    public static async Task<(Guid Id, string Token)> Begin(ITx tx, Member member, EntryProof how, Guid? device, ClientName client)
    {
        var (id, token) = (Guid.CreateVersion7(), Secret.New());
        await tx.Run(
            """
            INSERT INTO administration_sessions (id, token, account, organisation, agent, created_at, used_at, browser, system, address, how, device)
            VALUES (@id, @token, @account, @organisation, @agent, @now, @now, @browser, @system, @address, @how, @device)
            """,
            new
            {
                id,
                token = Secret.HashOf(token),
                account = member.Account,
                organisation = tx.Organisation,
                agent = member.Agent,
                now = tx.Now,
                browser = client.Browser,
                system = client.System,
                address = client.Address,
                how = how.ToString(),
                device,
            });
        return (id, token);
    }

    public static Task<SessionRow?> Find(IReadTx tx, string tokenHash) => Valid(tx, $"{Selection} WHERE s.token = @tokenHash", new { tokenHash });

    public static Task<SessionRow?> Find(IReadTx tx, Guid id) => Valid(tx, $"{Selection} WHERE s.id = @id", new { id });

    public static Task<int> Use(ITx tx, Guid id) =>
        tx.Run(
            """
            -- any organisation: the session was found by its secret
            UPDATE administration_sessions SET used_at = @now WHERE id = @id AND used_at < @now
            """,
            new { id, now = tx.Now });

    /// <summary>Ends one session; says whether it was there and whether it was the member's last.</summary>
    public static async Task<(bool Ended, bool Last)> End(ITx tx, Guid agent, Guid session)
    {
        var ended = await tx.Run(
            "DELETE FROM administration_sessions WHERE organisation = @organisation AND agent = @agent AND id = @session",
            new { organisation = tx.Organisation, agent, session });
        var left = await tx.One<long>(
            "SELECT COUNT(*) FROM administration_sessions WHERE organisation = @organisation AND agent = @agent",
            new { organisation = tx.Organisation, agent });
        return (ended > 0, left == 0);
    }

    public static Task<int> EndAll(ITx tx, OrganisationId organisation, Guid agent) =>
        tx.Run("DELETE FROM administration_sessions WHERE organisation = @organisation AND agent = @agent", new { organisation, agent });

    public static Task<IReadOnlyList<SessionRow>> OfAgent(IReadTx tx, OrganisationId organisation, Guid agent) => tx.All<SessionRow>(
        """
        SELECT id, account, organisation, agent, created_at, used_at, browser, system, address, how, device
        FROM administration_sessions WHERE organisation = @organisation AND agent = @agent ORDER BY used_at DESC
        """,
        new { organisation, agent });

    /// <summary>Sign-ins of a remembered browser, but for one: a new one there takes the place of those before.</summary>
    public static Task<IReadOnlyList<SessionRow>> OfDevice(IReadTx tx, Guid account, Guid device, Guid? but) => tx.All<SessionRow>(
        """
        SELECT id, account, organisation, agent, created_at, used_at FROM administration_sessions
        WHERE account = @account AND device = @device AND id <> @but
        """,
        new { account, device, but = but ?? Guid.Empty });

    /// <summary>The remembered browser a sign-in belongs to.</summary>
    public static async Task<Guid?> DeviceOf(IReadTx tx, StaffCaller caller) => (await tx.One<SessionRow>(
        "SELECT id, account, organisation, agent, created_at, used_at, device FROM administration_sessions WHERE organisation = @organisation AND id = @session",
        new { organisation = caller.Organisation, session = caller.Session ?? Guid.Empty }))?.Device;

    /// <summary>Its holder has just shown the password or a passkey again.</summary>
    public static Task<int> Proved(ITx tx, Guid id) => tx.Run(
        "UPDATE administration_sessions SET proved_at = @now WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id, now = tx.Now });

    public static Task<long?> ProvedAt(IReadTx tx, OrganisationId organisation, Guid id) => tx.One<long?>(
        "SELECT proved_at FROM administration_sessions WHERE organisation = @organisation AND id = @id", new { organisation, id });

    public static Task<IReadOnlyList<SessionRow>> OthersOf(IReadTx tx, Guid account, Guid? but) => tx.All<SessionRow>(
        """
        SELECT id, account, organisation, agent, created_at, used_at, browser, system, address, how, device
        FROM administration_sessions WHERE account = @account AND id <> @but
        """,
        new { account, but = but ?? Guid.Empty });

    public static Task<IReadOnlyList<SessionRow>> Expired(IReadTx tx) => tx.All<SessionRow>(
        """
        SELECT id, account, organisation, agent, created_at, used_at FROM administration_sessions
        WHERE used_at < @idleSince OR created_at < @oldest LIMIT 500
        """,
        new { idleSince = tx.Now - (long)Idle.TotalMilliseconds, oldest = tx.Now - (long)Longest.TotalMilliseconds });

    private static async Task<SessionRow?> Valid(IReadTx tx, string sql, object values) =>
        await tx.One<SessionRow>(sql, values) is { } session && !IsOver(session, tx.Now) ? session : null;

    private static bool IsOver(SessionRow session, long now) =>
        now - session.UsedAt > Idle.TotalMilliseconds || now - session.CreatedAt > Longest.TotalMilliseconds;
}
