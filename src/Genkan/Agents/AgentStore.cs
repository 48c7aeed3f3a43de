using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>This room's SQL about agents.</summary>
internal static class AgentStore
{
    private const string Columns =
        """
        id, organisation, account, name, user_name, nickname, email, role, permissions, status, status_at, avatar, language, sound,
        chat_limit, departments, sites, languages, skills, fingerprint, created_at, joined_at, disabled_at, removed_at
        """;

    /// <summary>Until the unit ends nobody else adds, changes or removes members: names stay unique and an admin stays.</summary>
    public static Task Lock(ITx tx) =>
        tx.Run("UPDATE agents_settings SET initial_status = initial_status WHERE organisation = @organisation", new { organisation = tx.Organisation });

    public static Task<AgentRow?> Find(IReadTx tx, OrganisationId organisation, Guid id) => One(
        tx,
        $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND id = @id AND removed_at IS NULL", new { organisation, id });

    public static Task<AgentRow?> Find(IReadTx tx, Guid id) => Find(tx, tx.Organisation, id);

    /// <summary>As <see cref="Find(IReadTx, Guid)"/>, and nobody else changes it until this unit ends: two changes at once both stay.</summary>
    public static Task<AgentRow?> FindToChange(ITx tx, Guid id) => One(
        tx,
        $"UPDATE agents_agents SET name = name WHERE organisation = @organisation AND id = @id AND removed_at IS NULL RETURNING {Columns}",
        new { organisation = tx.Organisation, id });

    public static Task<AgentRow?> FindEvenRemoved(IReadTx tx, Guid id) => One(
        tx,
        $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    /// <summary>What everybody may see of one: without the mail address, which would have to be opened for each message an agent writes.</summary>
    public static async Task<AgentBrief?> FindBrief(IReadTx tx, Guid id) => (await tx.One<AgentRow>(
        $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id }))?.Brief();

    public static Task<AgentRow?> FindByUserName(IReadTx tx, OrganisationId organisation, string userName) => One(
        tx,
        $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND user_name_key = @key AND removed_at IS NULL",
        new { organisation, key = Folded.Key(userName) });

    public static Task<AgentRow?> FindByAccount(IReadTx tx, Guid account) => One(
        tx,
        $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND account = @account AND removed_at IS NULL",
        new { organisation = tx.Organisation, account });

    /// <summary>In whichever organisation: for signing in only.</summary>
    public static Task<IReadOnlyList<AgentRow>> OfAccount(IReadTx tx, Guid account) => All(
        tx,
        $"SELECT {Columns} FROM agents_agents WHERE account = @account AND removed_at IS NULL ORDER BY created_at, id", new { account });

    /// <summary>Searched here and not in the database, where mail addresses are sealed: one organisation's people are few.</summary>
    public static async Task<IReadOnlyList<AgentRow>> All(IReadTx tx, string? words = null) =>
        [.. (await All(
            tx,
            $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND removed_at IS NULL",
            new { organisation = tx.Organisation }))
            .Where(a => a.IsFoundBy(words ?? ""))
            .OrderBy(a => Folded.ForSearch(a.Name), StringComparer.Ordinal).ThenBy(a => a.Id)];

    /// <summary>Everybody there ever was.</summary>
    public static Task<IReadOnlyList<AgentRow>> EvenRemoved(IReadTx tx) => All(
        tx,
        $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation",
        new { organisation = tx.Organisation });

    /// <summary>Everybody there ever was, as far as handing out work goes: nothing sealed is read.</summary>
    public static Task<IReadOnlyList<AgentRow>> Workers(IReadTx tx) => tx.All<AgentRow>(
        """
        SELECT id, organisation, name, nickname, permissions, status, status_at, chat_limit, departments, sites, languages, skills, disabled_at, removed_at
        FROM agents_agents WHERE organisation = @organisation ORDER BY id
        """,
        new { organisation = tx.Organisation });

    /// <summary>Where the agent last stood before going offline; null where that was never.</summary>
    public static Task<string?> LastStatus(IReadTx tx, Guid agent) => tx.One<string>(
        """
        SELECT status FROM agents_history
        WHERE organisation = @organisation AND agent = @agent AND status <> 'offline' AND kind IN ('signIn', 'status') ORDER BY number DESC LIMIT 1
        """,
        new { organisation = tx.Organisation, agent });

    public static async Task<bool> HasOtherKeepers(IReadTx tx, Guid but)
    {
        var admins = await All(
            tx,
            $"SELECT {Columns} FROM agents_agents WHERE organisation = @organisation AND removed_at IS NULL AND role = 'admin' AND id <> @but",
            new { organisation = tx.Organisation, but });
        return admins.Any(a => a.IsKeeper);
    }

    /// <exception cref="Refusal"><c>id_taken</c>: the id is in use, perhaps elsewhere.</exception>
    public static async Task Insert(ITx tx, AgentRow agent)
    {
        var added = await tx.Run(
            """
            INSERT INTO agents_agents (id, organisation, account, name, user_name, user_name_key, nickname, email, role, permissions, status, status_at,
              avatar, language, sound, chat_limit, departments, sites, languages, skills, fingerprint, created_at, joined_at, disabled_at, removed_at)
            VALUES (@Id, @Organisation, @Account, @Name, @UserName, @UserNameKey, @Nickname, @Email, @Role, @Permissions, @Status, @StatusAt,
              @Avatar, @Language, @Sound, @ChatLimit, @Departments, @Sites, @Languages, @Skills, @Fingerprint, @CreatedAt, @JoinedAt, @DisabledAt, @RemovedAt)
            ON CONFLICT (id) DO NOTHING
            """,
            agent.Closed(tx.Seal));
        if (added == 0)
        {
            throw Refusal.Conflict("id_taken");
        }

        await tx.Changed(agent.Organisation, WorkforceReader.Subject);
    }

    public static async Task Update(ITx tx, AgentRow agent)
    {
        await tx.Run(
            """
            UPDATE agents_agents SET account = @Account, name = @Name, user_name = @UserName, user_name_key = @UserNameKey, nickname = @Nickname, email = @Email,
              role = @Role, permissions = @Permissions, status = @Status, status_at = @StatusAt, avatar = @Avatar, language = @Language, sound = @Sound,
              chat_limit = @ChatLimit, departments = @Departments, sites = @Sites, languages = @Languages, skills = @Skills,
              joined_at = @JoinedAt, disabled_at = @DisabledAt, removed_at = @RemovedAt
            WHERE organisation = @Organisation AND id = @Id
            """,
            agent.Closed(tx.Seal));
        await tx.Changed(agent.Organisation, WorkforceReader.Subject);
    }

    public static Task Note(ITx tx, Guid agent, string kind, string status) => tx.Run(
        """
        INSERT INTO agents_history (organisation, agent, number, at, kind, status)
        SELECT @organisation, @agent, COALESCE(MAX(number), 0) + 1, @now, @kind, @status FROM agents_history WHERE organisation = @organisation AND agent = @agent
        """,
        new { organisation = tx.Organisation, agent, now = tx.Now, kind, status });

    /// <summary>Sets the status, keeps the change with its time (ST-25) and tells colleagues; the same status again is no change.</summary>
    public static async Task<AgentRow> SetStatus(ITx tx, AgentRow agent, string status, Actor by)
    {
        if (agent.Status == status)
        {
            return agent;
        }

        var after = agent with { Status = status, StatusAt = tx.Now };
        await Update(tx, after);
        await Note(tx, agent.Id, "status", after.Status);
        tx.Append(AgentEvents.StatusSet(by, after));
        return after;
    }

    private static async Task<AgentRow?> One(IReadTx tx, string sql, object values) => (await tx.One<AgentRow>(sql, values))?.Opened(tx.Seal);

    private static async Task<IReadOnlyList<AgentRow>> All(IReadTx tx, string sql, object values) =>
        [.. (await tx.All<AgentRow>(sql, values)).Select(agent => agent.Opened(tx.Seal))];
}
