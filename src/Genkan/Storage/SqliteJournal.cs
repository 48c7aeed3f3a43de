using Microsoft.Data.Sqlite;

namespace Genkan.Storage;

/// <summary>Writes events with their numbers, on the writer's connection: the two statements every command ends with.</summary>
internal static class SqliteJournal
{
    private const string Count =
        """
        INSERT INTO storage_heads (organisation, seq, oldest) VALUES (@o, @n, 1)
        ON CONFLICT (organisation) DO UPDATE SET seq = storage_heads.seq + @n RETURNING seq
        """;

    private const string Insert =
        """
        INSERT INTO storage_events (organisation, seq, at, kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data)
        VALUES (@Organisation, @Seq, @At, @Kind, @Conversation, @ActorType, @ActorId, @Audience, @Target, @Data, @VisitorData, @BriefData)
        """;

    /// <summary>Takes so many numbers; answers the last of them.</summary>
    public static long TakeNumbers(KeptConnection connection, OrganisationId organisation, int count)
    {
        var command = connection.Take(Count);
        try
        {
            Set(command, "@o", organisation.Value);
            command.Parameters.AddWithValue("@n", (long)count);
            return (long)command.ExecuteScalar()!;
        }
        finally
        {
            connection.GiveBack(command);
        }
    }

    public static void Add(KeptConnection connection, JournalEvent e)
    {
        var command = connection.Take(Insert);
        try
        {
            Set(command, "@Organisation", e.Organisation.Value);
            command.Parameters.AddWithValue("@Seq", e.Seq);
            command.Parameters.AddWithValue("@At", e.At);
            command.Parameters.AddWithValue("@Kind", e.Kind);
            Set(command, "@Conversation", e.Conversation);
            command.Parameters.AddWithValue("@ActorType", e.ActorType);
            Set(command, "@ActorId", e.ActorId);
            command.Parameters.AddWithValue("@Audience", (long)e.Audience);
            Set(command, "@Target", e.Target);
            command.Parameters.AddWithValue("@Data", e.Data);
            command.Parameters.AddWithValue("@VisitorData", (object?)e.VisitorData ?? DBNull.Value);
            command.Parameters.AddWithValue("@BriefData", (object?)e.BriefData ?? DBNull.Value);
            command.ExecuteNonQuery();
        }
        finally
        {
            connection.GiveBack(command);
        }
    }

    private static void Set(SqliteCommand command, string name, Guid? id) =>
        command.Parameters.AddWithValue(name, id is { } value ? value.ToString("D") : DBNull.Value);
}
