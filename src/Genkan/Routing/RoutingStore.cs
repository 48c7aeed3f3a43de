using System.Text.Json;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>This room's SQL; nobody else names its tables.</summary>
internal sealed class RoutingStore
{
    /// <summary>What is set about the distribution: one subject, read and kept together.</summary>
    private const string Subject = "routing";

    private const string RequestColumns =
        "conversation, site, visitor, arrived_at, front, regions, language, wants_agent, wants_department, last_agent, sent_to, overflow_to, missed_by, waiting";

    private readonly KeptFacts<Settings> settings = new(Subject);

    /// <summary>Takes the organisation's turn: whoever else decides for it waits until this unit has ended.</summary>
    public async Task<TurnRow> TakeTurn(ITx tx, long mark) => (await tx.One<TurnRow>(
        """
        INSERT INTO routing_turns (organisation, turn, mark) VALUES (@o, 1, @mark)
        ON CONFLICT (organisation) DO UPDATE SET turn = routing_turns.turn + 1, previous = routing_turns.mark, mark = excluded.mark
        RETURNING previous, known
        """,
        new { o = tx.Organisation, mark }))!;

    /// <summary>All that is set: one statement while nothing of it changes.</summary>
    public Task<Settings> Settings(IReadTx tx) => settings.Read(tx, async look => new Settings(await PolicyOf(look), await SitesOf(look), await DepartmentsOf(look)));

    public async Task<RoutingPolicy> Policy(IReadTx tx) => (await Settings(tx)).Policy;

    public Task SetPolicy(ITx tx, RoutingPolicy policy) => Set(
        tx,
        "INSERT INTO routing_policies (organisation, body) VALUES (@o, @body) ON CONFLICT (organisation) DO UPDATE SET body = excluded.body",
        new { o = tx.Organisation, body = Write(policy) });

    public async Task<IReadOnlyDictionary<Guid, SiteRouting>> Sites(IReadTx tx) => (await Settings(tx)).Sites;

    public async Task<SiteRouting> Site(IReadTx tx, Guid site) => (await Sites(tx)).GetValueOrDefault(site, SiteRouting.Open);

    public Task SetSite(ITx tx, Guid site, SiteRouting routing) => Set(
        tx,
        "INSERT INTO routing_sites (organisation, site, body) VALUES (@o, @site, @body) ON CONFLICT (organisation, site) DO UPDATE SET body = excluded.body",
        new { o = tx.Organisation, site, body = Write(routing) });

    public async Task<IReadOnlyDictionary<Guid, DepartmentRouting>> Departments(IReadTx tx) => (await Settings(tx)).Departments;

    public Task SetDepartment(ITx tx, Guid department, DepartmentRouting routing) => Set(
        tx,
        "INSERT INTO routing_departments (organisation, department, body) VALUES (@o, @department, @body) ON CONFLICT (organisation, department) DO UPDATE SET body = excluded.body",
        new { o = tx.Organisation, department, body = Write(routing) });

    public Task ForgetDepartment(ITx tx, Guid department) => Set(
        tx,
        "DELETE FROM routing_departments WHERE organisation = @o AND department = @department", new { o = tx.Organisation, department });

    public Task<IReadOnlyList<RequestRow>> Waiting(IReadTx tx) => tx.All<RequestRow>(
        $"SELECT {RequestColumns} FROM routing_requests WHERE organisation = @o AND waiting = 1", new { o = tx.Organisation });

    public Task<RequestRow?> Request(IReadTx tx, Guid conversation) => tx.One<RequestRow>(
        $"SELECT {RequestColumns} FROM routing_requests WHERE organisation = @o AND conversation = @conversation", new { o = tx.Organisation, conversation });

    public Task Keep(ITx tx, RequestRow r) => tx.Run(
        $"""
        INSERT INTO routing_requests (organisation, {RequestColumns})
        VALUES (@o, @Conversation, @Site, @Visitor, @ArrivedAt, @Front, @Regions, @Language, @WantsAgent, @WantsDepartment, @LastAgent, @SentTo, @OverflowTo, @MissedBy, @Waiting)
        ON CONFLICT (organisation, conversation) DO UPDATE SET front = excluded.front, wants_agent = excluded.wants_agent, wants_department = excluded.wants_department,
            last_agent = excluded.last_agent, sent_to = excluded.sent_to, overflow_to = excluded.overflow_to, missed_by = excluded.missed_by, waiting = excluded.waiting
        """,
        new { o = tx.Organisation, r.Conversation, r.Site, r.Visitor, r.ArrivedAt, r.Front, r.Regions, r.Language, r.WantsAgent, r.WantsDepartment, r.LastAgent, r.SentTo, r.OverflowTo, r.MissedBy, r.Waiting });

    public Task<IReadOnlyList<RequestRow>> Requests(IReadTx tx) => tx.All<RequestRow>(
        $"SELECT {RequestColumns} FROM routing_requests WHERE organisation = @o", new { o = tx.Organisation });

    public Task WaitsNoMore(ITx tx, Guid conversation) => tx.Run(
        "UPDATE routing_requests SET waiting = 0 WHERE organisation = @o AND conversation = @conversation AND waiting = 1",
        new { o = tx.Organisation, conversation });

    public Task Forget(ITx tx, Guid conversation) => tx.Run(
        "DELETE FROM routing_requests WHERE organisation = @o AND conversation = @conversation", new { o = tx.Organisation, conversation });

    public Task Note(ITx tx, AssignmentNote note) => tx.Run(
        """
        INSERT INTO routing_assignments (organisation, conversation, number, at, kind, agent, by_agent, reasons, department)
        SELECT @o, @Conversation, COALESCE(MAX(number), 0) + 1, @now, @Kind, @Agent, @By, @reasons, @Department
        FROM routing_assignments WHERE organisation = @o AND conversation = @Conversation
        """,
        new { o = tx.Organisation, note.Conversation, now = tx.Now, note.Kind, note.Agent, note.By, reasons = note.Reasons is null ? null : KeptReasons.Write(note.Reasons), note.Department });

    public async Task<IReadOnlyList<AssignmentAnswer>> Assignments(IReadTx tx, Guid conversation) =>
        [.. (await tx.All<AssignmentRow>(
            "SELECT number, at, kind, agent, by_agent, reasons, department FROM routing_assignments WHERE organisation = @o AND conversation = @conversation ORDER BY number",
            new { o = tx.Organisation, conversation })).Select(row => new AssignmentAnswer(row.At, row.Kind, row.Agent, row.ByAgent, KeptReasons.Read(row.Reasons), row.Department))];

    public async Task<IReadOnlyDictionary<Guid, AgentTurn>> Turns(IReadTx tx) => (await tx.All<AgentTurn>(
        "SELECT agent, last_given_at FROM routing_agents WHERE organisation = @o", new { o = tx.Organisation }))
        .ToDictionary(turn => turn.Agent);

    public Task Given(ITx tx, Guid agent, long at) => tx.Run(
        """
        INSERT INTO routing_agents (organisation, agent, last_given_at, misses) VALUES (@o, @agent, @at, 0)
        ON CONFLICT (organisation, agent) DO UPDATE SET last_given_at =
            CASE WHEN routing_agents.last_given_at >= excluded.last_given_at THEN routing_agents.last_given_at + 1 ELSE excluded.last_given_at END
        """,
        new { o = tx.Organisation, agent, at });

    /// <summary>How many in a row now.</summary>
    public Task<long> Missed(ITx tx, Guid agent) => tx.One<long>(
        """
        INSERT INTO routing_agents (organisation, agent, last_given_at, misses) VALUES (@o, @agent, 0, 1)
        ON CONFLICT (organisation, agent) DO UPDATE SET misses = routing_agents.misses + 1 RETURNING misses
        """,
        new { o = tx.Organisation, agent });

    public Task Opened(ITx tx, Guid agent) => tx.Run(
        "UPDATE routing_agents SET misses = 0 WHERE organisation = @o AND agent = @agent AND misses > 0", new { o = tx.Organisation, agent });

    private static async Task<RoutingPolicy> PolicyOf(IReadTx tx) =>
        Read<RoutingPolicy>(await tx.One<string>("SELECT body FROM routing_policies WHERE organisation = @o", new { o = tx.Organisation })) ?? new RoutingPolicy();

    private static async Task<IReadOnlyDictionary<Guid, SiteRouting>> SitesOf(IReadTx tx) => (await tx.All<Kept>(
        "SELECT site AS id, body FROM routing_sites WHERE organisation = @o", new { o = tx.Organisation }))
        .ToDictionary(kept => kept.Id, kept => Read<SiteRouting>(kept.Body)!);

    private static async Task<IReadOnlyDictionary<Guid, DepartmentRouting>> DepartmentsOf(IReadTx tx) => (await tx.All<Kept>(
        "SELECT department AS id, body FROM routing_departments WHERE organisation = @o", new { o = tx.Organisation }))
        .ToDictionary(kept => kept.Id, kept => Read<DepartmentRouting>(kept.Body)!);

    private static async Task Set(ITx tx, string sql, object values)
    {
        await tx.Run(sql, values);
        await tx.Changed(tx.Organisation, Subject);
    }

    private static T? Read<T>(string? body)
        where T : class => body is null ? null : JsonSerializer.Deserialize<T>(body, Wire.Json);

    private static string Write<T>(T value) => JsonSerializer.Serialize(value, Wire.Json);

    private sealed record Kept
    {
        public Guid Id { get; init; }

        public string Body { get; init; } = "";
    }

    private sealed record AssignmentRow
    {
        public long At { get; init; }

        public string Kind { get; init; } = "";

        public Guid? Agent { get; init; }

        public Guid? ByAgent { get; init; }

        public string? Reasons { get; init; }

        public Guid? Department { get; init; }
    }
}

/// <summary>What an organisation has set about its distribution, its sites' and its departments'.</summary>
internal sealed record Settings(RoutingPolicy Policy, IReadOnlyDictionary<Guid, SiteRouting> Sites, IReadOnlyDictionary<Guid, DepartmentRouting> Departments);

/// <summary>One who waits, or waited and may come back.</summary>
internal sealed record RequestRow
{
    public Guid Conversation { get; init; }

    public Guid Site { get; init; }

    public Guid Visitor { get; init; }

    public long ArrivedAt { get; init; }

    public long Front { get; init; }

    public string Regions { get; init; } = "";

    public string? Language { get; init; }

    public Guid? WantsAgent { get; init; }

    public Guid? WantsDepartment { get; init; }

    public Guid? LastAgent { get; init; }

    public Guid? SentTo { get; init; }

    public Guid? OverflowTo { get; init; }

    public string MissedBy { get; init; } = "";

    public long Waiting { get; init; } = 1;

    /// <summary>Back at the queue's front, from an agent's hands. Who let it lie or sent it away is not offered it again.</summary>
    public RequestRow BackFrom(Guid owner, string why, Guid? sentTo)
    {
        var notAgain = why is AssignmentNote.Missed or AssignmentNote.Sent;
        return this with
        {
            Front = 1,
            Waiting = 1,
            SentTo = sentTo ?? SentTo,
            LastAgent = notAgain ? null : owner,
            MissedBy = notAgain ? $"{MissedBy} {owner}".Trim() : MissedBy,
        };
    }

    /// <summary>A department goes: what names it names the other.</summary>
    public RequestRow Moved(Guid from, Guid to) => this with
    {
        SentTo = SentTo == from ? to : SentTo,
        WantsDepartment = WantsDepartment == from ? to : WantsDepartment,
        OverflowTo = OverflowTo == from ? to : OverflowTo,
    };

    public Request Read() => new()
    {
        Conversation = Conversation,
        Site = Site,
        ArrivedAt = ArrivedAt,
        Front = Front != 0,
        Regions = Regions.Split('\n', StringSplitOptions.RemoveEmptyEntries),
        Language = Language,
        WantsAgent = WantsAgent,
        WantsDepartment = WantsDepartment,
        LastAgent = LastAgent,
        SentTo = SentTo,
        OverflowTo = OverflowTo,
        MissedBy = [.. MissedBy.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)],
    };
}

/// <summary>When an agent was given something last.</summary>
internal sealed record AgentTurn
{
    public Guid Agent { get; init; }

    public long LastGivenAt { get; init; }
}

/// <summary>A change of hands to be kept. Kind: one of the names below.</summary>
internal sealed record AssignmentNote(Guid Conversation, string Kind, Guid? Agent, Guid? By = null, Reasons? Reasons = null, Guid? Department = null)
{
    public const string Given = "given";
    public const string Taken = "taken";
    public const string Transferred = "transferred";

    /// <summary>Sent to a department.</summary>
    public const string Sent = "sent";

    /// <summary>An offer that was let lie.</summary>
    public const string Missed = "missed";

    /// <summary>Its owner was gone for longer than the grace time.</summary>
    public const string Gone = "gone";

    /// <summary>Its owner may not chat any more.</summary>
    public const string Barred = "barred";
}

/// <summary>One change of hands, worded by the reader's side.</summary>
/// <param name="At">UTC milliseconds.</param>
/// <param name="Kind"><c>given</c>, <c>taken</c>, <c>transferred</c>, <c>sent</c>, <c>missed</c>, <c>gone</c> or <c>barred</c>.</param>
/// <param name="Agent">Who has it from then on; for the last three who had it.</param>
/// <param name="By">Who did it, where it was a person other than the agent.</param>
/// <param name="Reasons">Why this agent, where the distribution decided.</param>
/// <param name="Department">Where it was sent to; null in what is from before that was kept.</param>
public sealed record AssignmentAnswer(long At, string Kind, Guid? Agent, Guid? By, Reasons? Reasons, Guid? Department);
