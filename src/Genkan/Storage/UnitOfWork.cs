using System.Text.Json;

namespace Genkan.Storage;

/// <summary>One transaction's face for the rooms, the same on both engines.</summary>
internal sealed class UnitOfWork(OrganisationId? organisation, IStatements statements, long now, ISeal seal, StatementLog? log = null) : ITx
{
    private readonly List<NewEvent> events = [];
    private readonly List<Action> beforeCommit = [];
    private List<(string Sql, object Values)> later = [];
    private Dictionary<string, long>? versions;

    public OrganisationId Organisation => organisation ?? throw new InvalidOperationException("An installation unit has no organisation.");

    public long Now => now;

    public ISeal Seal => seal;

    public IReadOnlyList<NewEvent> Events => events;

    public async Task<T?> One<T>(string sql, object? values = null)
    {
        await Before(sql);
        return await statements.One<T>(sql, values);
    }

    public async Task<T?> OneToChange<T>(string sql, object? values = null)
    {
        await Before(sql);
        if (statements.Travels)
        {
            // It may wait for somebody else's unit to end.
            versions = null;
        }

        return await statements.OneToChange<T>(sql, values);
    }

    public async Task<IReadOnlyList<T>> All<T>(string sql, object? values = null)
    {
        await Before(sql);
        return await statements.All<T>(sql, values);
    }

    public async Task<int> Run(string sql, object? values = null)
    {
        await Before(sql);
        return await statements.Run(sql, values);
    }

    public Task Later(string sql, object values)
    {
        if (!statements.Travels)
        {
            return Run(sql, values);
        }

        log?.Note(sql);
        later.Add((sql, values));
        return Task.CompletedTask;
    }

    /// <summary>What was put off and not run yet, to be run now.</summary>
    public IReadOnlyList<(string Sql, object Values)> TakeLater()
    {
        var taken = later;
        later = [];
        return taken;
    }

    public Task<long> Head() => One<long>(
        "SELECT COALESCE((SELECT seq FROM storage_heads WHERE organisation = @organisation), 0)",
        new { organisation = Organisation.Value });

    public async Task<long> VersionOf(string subject)
    {
        versions ??= (await All<SubjectVersion>(
            "SELECT subject, version FROM storage_versions WHERE organisation = @o", new { o = Organisation })).ToDictionary(row => row.Subject, row => row.Version, StringComparer.Ordinal);
        return versions.GetValueOrDefault(subject);
    }

    public async Task Changed(OrganisationId of, string subject)
    {
        await Later(
            """
            INSERT INTO storage_versions (organisation, subject, version) VALUES (@of, @subject, @version)
            ON CONFLICT (organisation, subject) DO UPDATE SET version = excluded.version
            """,
            new { of, subject, version = Random.Shared.NextInt64(1, long.MaxValue) });
        versions = null;
    }

    public void BeforeCommit(Action deed) => beforeCommit.Add(deed);

    /// <summary>The unit has run to its end.</summary>
    public void Done() => beforeCommit.ForEach(deed => deed());

    public void Append(NewEvent happened)
    {
        _ = Organisation;
        events.Add(happened);
    }

    public async Task Reword(Guid target, Guid conversation, Func<JournalEvent, JournalEvent> reword)
    {
        // By target, since that is what the journal is indexed by.
        var told = await All<JournalEvent>(
            $"SELECT {Journal.Columns} FROM storage_events WHERE organisation = @o AND target = @target AND conversation = @conversation ORDER BY seq",
            new { o = Organisation, target, conversation });
        foreach (var before in told)
        {
            var after = reword(before);
            if ((after.Data, after.VisitorData, after.BriefData) != (before.Data, before.VisitorData, before.BriefData))
            {
                await Run(
                    "UPDATE storage_events SET data = @Data, visitor_data = @VisitorData, brief_data = @BriefData WHERE organisation = @Organisation AND seq = @Seq",
                    after);
            }
        }
    }

    /// <summary>A question must see what was said before it.</summary>
    private async ValueTask Before(string sql)
    {
        log?.Note(sql);
        if (!sql.StartsWith("SELECT", StringComparison.Ordinal))
        {
            // It may have waited for somebody else's unit to end.
            versions = null;
        }

        if (later.Count == 0)
        {
            return;
        }

        foreach (var (text, values) in TakeLater())
        {
            await statements.Run(text, values);
        }
    }

    private sealed record SubjectVersion
    {
        public string Subject { get; init; } = "";

        public long Version { get; init; }
    }

    /// <summary>The events with their numbers, given the counter's value before them.</summary>
    public List<JournalEvent> Numbered(long before) => events.ConvertAll(e => new JournalEvent
    {
        Organisation = Organisation,
        Seq = ++before,
        At = now,
        Kind = e.Kind,
        Conversation = e.Conversation,
        ActorType = e.Actor.Type,
        ActorId = e.Actor.Id,
        Audience = e.Audience,
        Target = e.Target,
        Data = JsonSerializer.Serialize(e.Data, Wire.Json),
        VisitorData = e.VisitorData is null ? null : JsonSerializer.Serialize(e.VisitorData, Wire.Json),
        BriefData = e.BriefData is null ? null : JsonSerializer.Serialize(e.BriefData, Wire.Json),
    });
}
