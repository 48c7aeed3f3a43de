using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Dapper;

namespace Genkan.Storage;

/// <summary>
/// Before the store is opened to anyone: holds the keys against the database, closes what earlier versions stored in plain, and
/// seals anew what an older key sealed. In steps of some rows, each its own commit, so that a start that is cut off goes on at the next.
/// </summary>
internal sealed class SealAtStart(Keys keys, Seal seal, JournalSeal journal, IEnumerable<SealedColumn> columns, GenkanSettings settings, TimeProvider time, ILogger<SealAtStart> log)
{
    /// <summary>Rows in one commit: with pictures of 256 KiB each still a few megabytes.</summary>
    private const int Batch = 50;

    private const string ScrubDue = "seal scrub due";

    /// <param name="connection">The one that migrated, under the lock that keeps others out.</param>
    /// <param name="scrub">Overwrites what deleted and changed rows left behind in these tables' files.</param>
    /// <exception cref="StartRefusedException">The keys are not this database's.</exception>
    public async Task Run(DbConnection connection, Func<IReadOnlyList<string>, Task> scrub)
    {
        await CheckKeys(connection);
        var closed = 0;
        foreach (var column in columns)
        {
            closed += await Once(connection, column.Name, () => SealColumn(connection, column));
        }

        foreach (var prefix in journal.Prefixes)
        {
            closed += await Once(connection, $"storage_events {prefix}", () => SealEvents(connection, prefix));
        }

        if (closed > 0)
        {
            log.LogInformation("Sealed {Count} values that were stored in plain or under an older key", closed);
        }

        await ScrubIfDue(connection, scrub);
    }

    /// <summary>Each root leaves a check value: another root of the same number, or none, is noticed before anything is read with it.</summary>
    private async Task CheckKeys(DbConnection connection)
    {
        foreach (var (name, content) in await connection.QueryAsync<(string Name, string Content)>("SELECT name, content FROM storage_installation WHERE name LIKE 'key %'"))
        {
            var root = int.Parse(name.AsSpan("key ".Length), CultureInfo.InvariantCulture);
            if (!keys.Roots.Contains(root) || !CryptographicOperations.FixedTimeEquals(Convert.FromHexString(content), CheckValue(root)))
            {
                keys.ForgetIfNew();
                throw new StartRefusedException(keys.IsNew || !keys.Roots.Contains(root)
                    ? $"The key file {FileOf(root)} of this database is missing: put it back from a backup. Without it what is sealed cannot be read."
                    : $"The key file {FileOf(root)} is not the one this database was sealed with: put the right one back from a backup.");
            }
        }

        foreach (var root in keys.Roots)
        {
            await connection.ExecuteAsync(
                "INSERT INTO storage_installation (name, content) VALUES (@name, @content) ON CONFLICT (name) DO NOTHING",
                new { name = string.Create(CultureInfo.InvariantCulture, $"key {root}"), content = Convert.ToHexString(CheckValue(root)) });
        }
    }

    private byte[] CheckValue(int root) => keys.For("check", root);

    private string FileOf(int root) => Path.Combine(settings.DataFolder, "keys", root == 1 ? "root.key" : string.Create(CultureInfo.InvariantCulture, $"root-{root}.key"));

    /// <summary>What was gone through under this root need not be looked at again at each start.</summary>
    private async Task<int> Once(DbConnection connection, string what, Func<Task<int>> work)
    {
        var (name, now) = ("sealed " + what, keys.Newest.ToString(CultureInfo.InvariantCulture));
        if (await connection.ExecuteScalarAsync<string>("SELECT content FROM storage_installation WHERE name = @name", new { name }) == now)
        {
            return 0;
        }

        var closed = await work();
        await Set(connection, null, name, now);
        return closed;
    }

    private async Task<int> SealColumn(DbConnection connection, SealedColumn column)
    {
        var closed = 0;
        for (var round = -1; round != 0; closed += round)
        {
            round = await InOneCommit(connection, tx => SealSome(tx, column));
        }

        return closed;
    }

    private async Task<int> SealSome(UnitOfWork tx, SealedColumn column)
    {
        var organisation = column.OfOrganisation ? "organisation" : "NULL";
        var (newest, length) = column.IsMark ? ((object)Seal.MarkForm, Seal.MarkForm.Length) : column.Bytes ? (seal.NewestBytes, seal.NewestBytes.Length) : (seal.Newest, seal.Newest.Length);
        var rows = await tx.All<Row>(
            $"SELECT {column.Row} AS id, {organisation} AS organisation, {column.Column} AS {(column.Bytes ? "bytes" : "content")} FROM {column.Table} WHERE {column.Column} IS NOT NULL AND substr({column.Column}, 1, {length}) <> @newest LIMIT {Batch}",
            new { newest });
        foreach (var row in rows)
        {
            await SealRow(tx, column, row);
        }

        return rows.Count;
    }

    private async Task SealRow(UnitOfWork tx, SealedColumn column, Row row)
    {
        var place = new SealedPlace(column.Name, OrganisationId.From(row.Organisation ?? Guid.Empty), row.Id);
        OrganisationId? organisation = row.Organisation is { } one ? OrganisationId.From(one) : null;
        var mine = column.OfOrganisation ? "AND organisation = @organisation" : "";
        if (column.Bytes)
        {
            var bytes = Seal.IsSealed(row.Bytes) ? seal.OpenBytes(place, row.Bytes) : row.Bytes;
            await tx.Run($"UPDATE {column.Table} SET {column.Column} = @value WHERE {column.Row} = @id {mine}", new { value = seal.CloseBytes(place, bytes), id = row.Id, organisation = row.Organisation });
            return;
        }

        if (column.IsMark)
        {
            var value = seal.Mark(column.Name, row.Content, organisation);
            await tx.Run($"UPDATE {column.Table} SET {column.Column} = @value WHERE {column.Row} = @id {mine}", new { value, id = row.Id, organisation = row.Organisation });
            return;
        }

        var plain = Seal.IsSealed(row.Content) ? seal.Open(place, row.Content)! : row.Content;
        var mark = column.MarkColumn is { } to ? $", {to} = @mark" : "";
        await tx.Run(
            $"UPDATE {column.Table} SET {column.Column} = @value {mark} WHERE {column.Row} = @id {mine}",
            new
            {
                value = seal.Close(place, plain),
                mark = seal.Mark($"{column.Table}.{column.MarkColumn}", column.Folded(plain), organisation),
                id = row.Id,
                organisation = row.Organisation,
            });
    }

    private async Task<int> SealEvents(DbConnection connection, string prefix)
    {
        var closed = 0;
        for (var round = -1; round != 0; closed += round)
        {
            round = await InOneCommit(connection, tx => SealSomeEvents(tx, prefix));
        }

        return closed;
    }

    private async Task<int> SealSomeEvents(UnitOfWork tx, string prefix)
    {
        var stored = await tx.All<JournalEvent>(
            $"SELECT {Journal.Columns} FROM storage_events WHERE substr(kind, 1, {prefix.Length}) = @prefix AND substr(data, 1, {seal.Newest.Length}) <> @newest LIMIT {Batch}",
            new { prefix, newest = seal.Newest });
        foreach (var happened in stored)
        {
            var closed = journal.Closed(Seal.IsSealed(happened.Data) ? journal.Opened(happened) : happened);
            await tx.Run(
                "UPDATE storage_events SET data = @Data, visitor_data = @VisitorData, brief_data = @BriefData WHERE organisation = @Organisation AND seq = @Seq",
                closed);
        }

        return stored.Count;
    }

    private async Task<int> InOneCommit(DbConnection connection, Func<UnitOfWork, Task<int>> work)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        var changed = await work(new UnitOfWork(null, new DapperStatements(connection, transaction), time.GetUtcNow().ToUnixTimeMilliseconds(), seal));
        if (changed > 0)
        {
            await Set(connection, transaction, ScrubDue, "yes");
        }

        await transaction.CommitAsync();
        return changed;
    }

    /// <summary>A changed row leaves its former self behind in the file until somebody writes over it.</summary>
    private async Task ScrubIfDue(DbConnection connection, Func<IReadOnlyList<string>, Task> scrub)
    {
        if (await connection.ExecuteScalarAsync<string>("SELECT content FROM storage_installation WHERE name = @name", new { name = ScrubDue }) is null)
        {
            return;
        }

        try
        {
            await scrub([.. columns.Select(c => c.Table).Append("storage_events").Distinct(StringComparer.Ordinal)]);
            await connection.ExecuteAsync("DELETE FROM storage_installation WHERE name = @name", new { name = ScrubDue });
        }
        catch (DbException fault)
        {
            log.LogWarning(fault, "What was stored in plain before may still stand in free pages of the database; tried again at the next start");
        }
    }

    private static Task<int> Set(DbConnection connection, DbTransaction? transaction, string name, string content) => connection.ExecuteAsync(
        "INSERT INTO storage_installation (name, content) VALUES (@name, @content) ON CONFLICT (name) DO UPDATE SET content = @content",
        new { name, content },
        transaction);

    private sealed record Row
    {
        public Guid Id { get; init; }
        public Guid? Organisation { get; init; }
        public string Content { get; init; } = "";
        public byte[] Bytes { get; init; } = [];
    }
}
