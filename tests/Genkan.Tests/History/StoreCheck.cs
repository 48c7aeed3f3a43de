using System.Data.Common;
using System.Globalization;
using System.Text.Json.Nodes;
using Dapper;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Genkan.Tests.History;

/// <summary>Holds what was promised against what is stored: first by the API, then the tables themselves.</summary>
internal sealed class StoreCheck(Ledger ledger, string folder, string? database)
{
    /// <summary>Everything acknowledged is there once, in one order, without holes; nothing refused is.</summary>
    public async Task Conversations(AgentClient owner)
    {
        var stored = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var row in await All(owner))
        {
            var id = row["id"]!.GetValue<string>();
            CheckRow(id, row);
            await CheckMessages(owner, id, row["lastSeq"]!.GetValue<long>(), stored);
        }

        foreach (var lost in ledger.Messages.Keys.Where(id => !stored.ContainsKey(id)))
        {
            ledger.Wrong($"the acknowledged message {lost} {ledger.Messages[lost]} is lost");
        }

        foreach (var refused in ledger.Refused.Where(one => stored.ContainsKey(one.Key)))
        {
            ledger.Wrong($"the message {refused.Key} was refused ({refused.Value}) and is there");
        }

        foreach (var lost in ledger.Started.Keys.Except(_seen, StringComparer.Ordinal))
        {
            ledger.Wrong($"the acknowledged conversation {lost} is lost");
        }
    }

    /// <summary>The journal counts without holes, announces each message once and in order; one owner each; the file is sound.</summary>
    public async Task Tables()
    {
        await using var connection = Open();
        await Expect(connection, "journal holes", "SELECT COUNT(*) FROM storage_heads h WHERE h.seq <> (SELECT COUNT(*) FROM storage_events e WHERE e.organisation = h.organisation) OR h.seq <> (SELECT MAX(seq) FROM storage_events e WHERE e.organisation = h.organisation)");
        await Expect(connection, "conversations whose messages have holes", "SELECT COUNT(*) FROM conversations_conversations c WHERE last_seq <> (SELECT COUNT(*) FROM conversations_messages m WHERE m.conversation = c.id) OR last_seq <> (SELECT COALESCE(MAX(seq), 0) FROM conversations_messages m WHERE m.conversation = c.id)");
        await Expect(connection, "messages without exactly one event", "SELECT ABS((SELECT COUNT(*) FROM conversations_messages) - (SELECT COUNT(*) FROM storage_events WHERE kind = 'message.sent'))");
        await Expect(connection, "conversations accepted more often than they came back", "SELECT COUNT(*) FROM (SELECT conversation FROM storage_events WHERE kind = 'conversation.accepted' GROUP BY conversation HAVING COUNT(*) > 1 + (SELECT returned FROM conversations_conversations c WHERE c.id = conversation)) AS twice");
        await Expect(connection, "conversations accepted more often than they came back by their steps", "SELECT COUNT(*) FROM (SELECT conversation FROM conversations_steps WHERE step = 'accepted' GROUP BY conversation HAVING COUNT(*) > 1 + (SELECT returned FROM conversations_conversations c WHERE c.id = conversation)) AS twice");
        await Expect(connection, "visitors with two running conversations", "SELECT COUNT(*) FROM (SELECT visitor FROM conversations_conversations WHERE state IN ('waiting', 'inChat') GROUP BY visitor HAVING COUNT(*) > 1) AS twice");
        await CheckOrder(connection);
        if (database is null && await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check") is not "ok" and var damage)
        {
            ledger.Wrong($"the database file is damaged: {damage}");
        }
    }

    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

    private static async Task<List<JsonObject>> All(AgentClient owner)
    {
        var rows = new List<JsonObject>();
        var after = "";
        do
        {
            var page = (await owner.Get($"/api/conversations?limit=200{after}")).Should(200);
            rows.AddRange(page["items"]!.AsArray().Select(row => row!.AsObject()));
            after = page["next"]?.GetValue<string>() is { } next ? $"&after={next}" : "";
        }
        while (after.Length > 0);
        return rows;
    }

    private DbConnection Open() => database is null
        ? new SqliteConnection($"Data Source={Path.Combine(folder, "genkan.db")};Mode=ReadOnly;Pooling=false")
        : new NpgsqlConnection(database + ";Pooling=false");

    private async Task Expect(DbConnection connection, string what, string count)
    {
        if (await connection.ExecuteScalarAsync<long>(count) is > 0 and var found)
        {
            ledger.Wrong(string.Create(CultureInfo.InvariantCulture, $"{found} {what}"));
        }
    }

    /// <summary>In the journal the messages of a talk stand in the order of their numbers.</summary>
    private async Task CheckOrder(DbConnection connection)
    {
        var last = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var data in await connection.QueryAsync<(string Conversation, string Data)>("SELECT CAST(conversation AS text), data FROM storage_events WHERE kind = 'message.sent' ORDER BY seq"))
        {
            var seq = JsonNode.Parse(data.Data)!["message"]!["seq"]!.GetValue<long>();
            if (seq != last.GetValueOrDefault(data.Conversation) + 1)
            {
                ledger.Wrong($"the journal of {data.Conversation} has message {seq} after {last.GetValueOrDefault(data.Conversation)}");
            }

            last[data.Conversation] = seq;
        }
    }

    private void CheckRow(string id, JsonObject row)
    {
        _seen.Add(id);
        var owner = row["agent"]?.GetValue<string>();
        if (ledger.Owners.TryGetValue(id, out var told) && (told.Count > 1 || !told.ContainsKey(owner ?? "")))
        {
            ledger.Wrong($"conversation {id} was given to {string.Join(" and ", told.Keys)}; its owner is {owner ?? "nobody"}");
        }

        if (ledger.Ended.ContainsKey(id) && row["state"]!.GetValue<string>() is "waiting" or "inChat")
        {
            ledger.Wrong($"conversation {id} was acknowledged as ended and is {row["state"]}");
        }

        foreach (var side in new[] { "visitor", "agent" })
        {
            if (ledger.Read.TryGetValue((id, side), out var read) && row["marks"]![$"{side}Read"]!.GetValue<long>() < read)
            {
                ledger.Wrong($"conversation {id}: the {side} had read up to {read}, the mark stands at {row["marks"]![$"{side}Read"]}");
            }
        }

        foreach (var lost in ledger.Losers.Where(one => one.Conversation == id && (one.Owner != owner || one.Loser == owner)))
        {
            ledger.Wrong($"conversation {id}: {lost.Loser} was told that {lost.Owner} has it; its owner is {owner}");
        }
    }

    private async Task CheckMessages(AgentClient owner, string id, long lastSeq, Dictionary<string, string> stored)
    {
        var expected = 1L;
        for (var after = 0L; after < lastSeq;)
        {
            var items = (await owner.Messages(id, $"?after={after}&limit=200")).Should(200)["items"]!.AsArray();
            if (items.Count == 0)
            {
                ledger.Wrong($"conversation {id} ends at {after}, its row says {lastSeq}");
                return;
            }

            foreach (var message in items)
            {
                CheckMessage(id, message!.AsObject(), expected++, stored);
            }

            after = items[^1]!["seq"]!.GetValue<long>();
        }
    }

    private void CheckMessage(string conversation, JsonObject message, long expected, Dictionary<string, string> stored)
    {
        var (id, seq, text) = (message["id"]!.GetValue<string>(), message["seq"]!.GetValue<long>(), message["text"]!.GetValue<string>());
        if (seq != expected)
        {
            ledger.Wrong($"conversation {conversation} has {seq} where {expected} should stand");
        }

        if (!stored.TryAdd(id, conversation))
        {
            ledger.Wrong($"message {id} is there twice");
        }

        if (!ledger.Messages.TryGetValue(id, out var said))
        {
            return;
        }

        var words = ledger.Changed.TryGetValue(id, out var changed) ? changed ?? "" : said.Text;
        if (said.Seq != seq || said.Conversation != conversation || said.At != message["at"]!.GetValue<long>() || words != text)
        {
            ledger.Wrong($"message {id} was acknowledged as {said} (last words: {words}) and is stored as {message.ToJsonString()}");
        }
    }
}
