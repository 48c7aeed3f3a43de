namespace Genkan.Storage;

/// <summary>Writes events with their numbers, on the writer's connection: the two statements every command ends with.</summary>
internal static class SqliteJournal
{
    private const string Count =
        """
        INSERT INTO storage_heads (organisation, seq, oldest) VALUES (@Organisation, @Count, 1)
        ON CONFLICT (organisation) DO UPDATE SET seq = storage_heads.seq + @Count RETURNING seq
        """;

    private const string Insert =
        """
        INSERT INTO storage_events (organisation, seq, at, kind, conversation, actor_type, actor_id, audience, target, data, visitor_data, brief_data)
        VALUES (@Organisation, @Seq, @At, @Kind, @Conversation, @ActorType, @ActorId, @Audience, @Target, @Data, @VisitorData, @BriefData)
        """;

    /// <summary>Takes so many numbers; answers the last of them.</summary>
    public static long TakeNumbers(KeptConnection connection, OrganisationId organisation, int count) =>
        connection.First<long>(Count, new { Organisation = organisation, Count = (long)count });

    public static void Add(KeptConnection connection, JournalEvent e) => connection.Change(Insert, e);
}
