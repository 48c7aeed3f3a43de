using System.Data.Common;
using System.Text.Json;
using Dapper;

namespace Genkan.Storage;

/// <summary>One transaction's face for the rooms, the same on both engines.</summary>
internal sealed class UnitOfWork(OrganisationId? organisation, DbConnection connection, DbTransaction? transaction, long now, ISeal seal) : ITx
{
    private readonly List<NewEvent> events = [];

    public OrganisationId Organisation => organisation ?? throw new InvalidOperationException("An installation unit has no organisation.");

    public long Now => now;

    public ISeal Seal => seal;

    public IReadOnlyList<NewEvent> Events => events;

    public async Task<T?> One<T>(string sql, object? values = null) =>
        await connection.QueryFirstOrDefaultAsync<T>(sql, values, transaction);

    public async Task<IReadOnlyList<T>> All<T>(string sql, object? values = null) =>
        (await connection.QueryAsync<T>(sql, values, transaction)).AsList();

    public Task<int> Run(string sql, object? values = null) => connection.ExecuteAsync(sql, values, transaction);

    public Task<long> Head() => connection.ExecuteScalarAsync<long>(
        "SELECT COALESCE((SELECT seq FROM storage_heads WHERE organisation = @organisation), 0)",
        new { organisation = Organisation.Value },
        transaction);

    public void Append(NewEvent happened)
    {
        _ = Organisation;
        events.Add(happened);
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
