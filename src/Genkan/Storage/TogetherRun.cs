using Npgsql;

namespace Genkan.Storage;

/// <summary>The round trips of a group.</summary>
internal static class TogetherRun
{
    /// <summary>Runs all to their ends. What a statement throws ends the transaction, and with it the group.</summary>
    public static async Task Ask(NpgsqlConnection connection, IReadOnlyList<TogetherMember> group)
    {
        var under = group;
        while (true)
        {
            foreach (var member in under)
            {
                await member.GoOn();
            }

            under = [.. under.Where(member => member.Asks is not null)];
            if (under.Count == 0)
            {
                return;
            }

            await AskAll(connection, [.. under.Select(member => member.Asks!)]);
        }
    }

    /// <summary>Changes first, which bring no rows; then the questions, whose rows come in their order.</summary>
    private static async Task AskAll(NpgsqlConnection connection, IReadOnlyList<TogetherQuestion> all)
    {
        if (all.Where(q => !q.BringsRows).ToList() is { Count: > 0 } changes)
        {
            await using var batch = Batch(connection, changes);
            await batch.ExecuteNonQueryAsync();
            for (var i = 0; i < changes.Count; i++)
            {
                changes[i].Took((int)batch.BatchCommands[i].RecordsAffected);
            }
        }

        if (all.Where(q => q.BringsRows).ToList() is { Count: > 0 } questions)
        {
            await using var batch = Batch(connection, questions);
            await using var reader = await batch.ExecuteReaderAsync();
            foreach (var question in questions)
            {
                await question.Read(reader);
                await reader.NextResultAsync();
            }
        }
    }

    private static NpgsqlBatch Batch(NpgsqlConnection connection, List<TogetherQuestion> questions)
    {
        var batch = new NpgsqlBatch(connection);
        questions.ForEach(q => batch.BatchCommands.Add(BatchValues.Command(q.Sql, q.Values)));
        return batch;
    }
}
