using Npgsql;
using NpgsqlTypes;

namespace Genkan.Storage;

/// <summary>What adds events to the journal on PostgreSQL.</summary>
internal static class PostgresJournal
{
    /// <summary>
    /// Goes before <see cref="Append"/>. Who waits for the counter's row itself is woken by every commit, only to find the row changed again: of
    /// fifty all at each. For this lock they queue, and one is woken. Two organisations that share one by chance wait for each other and no more.
    /// </summary>
    public static NpgsqlBatchCommand Turn(OrganisationId organisation) => new("SELECT 0::bigint FROM pg_advisory_xact_lock($1)")
    {
        Parameters = { new NpgsqlParameter<long> { TypedValue = BitConverter.ToInt64(organisation.Value.ToByteArray(), 8) } },
    };

    /// <summary>Numbers the events of one organisation and one moment, and keeps them; brings the journal's head, in as many rows.</summary>
    public static NpgsqlBatchCommand Append(List<JournalEvent> happened)
    {
        var command = new NpgsqlBatchCommand(
            """
            WITH head AS (
                INSERT INTO storage_heads AS h (organisation, seq, oldest) VALUES ($1, $2, 1)
                ON CONFLICT (organisation) DO UPDATE SET seq = h.seq + $2 RETURNING h.seq)
            INSERT INTO storage_events (organisation, seq, at, kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data)
            SELECT $1, head.seq - $2 + e.ord, $3, e.kind, e.conversation, e.actor_type, e.actor_id, e.audience, e.target, e.data, e.visitor_data, e.brief_data
            FROM head, unnest($4, $5, $6, $7, $8, $9, $10, $11, $12)
                WITH ORDINALITY AS e(kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data, ord)
            RETURNING (SELECT seq FROM head)
            """);
        void Add(NpgsqlDbType type, object value) => command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value });
        Add(NpgsqlDbType.Uuid, happened[0].Organisation.Value);
        Add(NpgsqlDbType.Bigint, (long)happened.Count);
        Add(NpgsqlDbType.Bigint, happened[0].At);
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, happened.Select(e => e.Kind).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Uuid, happened.Select(e => e.Conversation).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, happened.Select(e => e.ActorType).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Uuid, happened.Select(e => e.ActorId).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Bigint, happened.Select(e => (long)e.Audience).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Uuid, happened.Select(e => e.Target).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, happened.Select(e => e.Data).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, happened.Select(e => e.VisitorData).ToArray());
        Add(NpgsqlDbType.Array | NpgsqlDbType.Text, happened.Select(e => e.BriefData).ToArray());
        return command;
    }
}
