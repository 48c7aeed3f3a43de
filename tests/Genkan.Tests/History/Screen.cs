using System.Text.Json.Nodes;

namespace Genkan.Tests.History;

/// <summary>One talk as a screen shows it, kept by snapshot and events; with an eye on what must never come.</summary>
internal sealed class Screen(string who, string conversation, Ledger ledger)
{
    private static readonly string[] Marks = ["visitorDelivered", "visitorRead", "agentDelivered", "agentRead"];
    private readonly Lock _gate = new();
    private readonly SortedDictionary<long, JsonObject> _messages = [];
    private readonly HashSet<string> _heard = new(StringComparer.Ordinal);

    public JsonObject Row { get; private set; } = [];

    /// <summary>Are the messages from the first on kept, or only the row?</summary>
    public bool Whole { get; set; }

    public string State => Field("state");

    public string Agent => Field("agent");

    public long LastSeq => Row["lastSeq"]?.GetValue<long>() ?? 0;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _messages.Count;
            }
        }
    }

    /// <summary>A snapshot replaces the row; messages heard so far stay.</summary>
    public void Snapshot(JsonObject row)
    {
        lock (_gate)
        {
            Row = Bare(row);
            _heard.Clear();
        }
    }

    /// <summary>A row inside an event.</summary>
    public void Changed(JsonObject row)
    {
        lock (_gate)
        {
            if (row["lastSeq"]!.GetValue<long>() >= LastSeq)
            {
                Row = Bare(row);
            }
        }
    }

    /// <summary>What was read, not heard: any order, any overlap.</summary>
    public void Read(IEnumerable<JsonObject> messages)
    {
        lock (_gate)
        {
            foreach (var message in messages)
            {
                Put(message);
            }
        }
    }

    /// <summary>A message on the stream: each once, and the next in order.</summary>
    public void Sent(JsonObject message, long? unansweredSince, bool staff)
    {
        lock (_gate)
        {
            var (id, seq) = (message["id"]!.GetValue<string>(), message["seq"]!.GetValue<long>());
            if (!_heard.Add(id))
            {
                ledger.Wrong($"{who} heard message {id} of {conversation} twice");
            }

            if (seq > LastSeq + 1)
            {
                ledger.Wrong($"{who} heard message {seq} of {conversation} after {LastSeq}: a hole");
            }

            Put(message);
            if (seq > LastSeq)
            {
                MoveRow(message, seq, unansweredSince, staff);
            }
        }
    }

    /// <summary>Other words, or none.</summary>
    public void Rewritten(JsonObject message, bool staff)
    {
        lock (_gate)
        {
            Put(message);
            var last = _messages.Values.LastOrDefault(m => m["from"]!.GetValue<string>() != "system");
            if (staff && last?["id"]!.GetValue<string>() == message["id"]!.GetValue<string>())
            {
                Row["lastText"] = Short(message["text"]!.GetValue<string>());
            }
        }
    }

    /// <summary>Marks never go back.</summary>
    public void Marked(JsonObject marks)
    {
        lock (_gate)
        {
            foreach (var mark in Marks)
            {
                MoveMark(mark, marks[mark]!.GetValue<long>());
            }
        }
    }

    /// <summary>Null where row and messages are as read just now.</summary>
    public string? Differs(JsonObject freshRow, IReadOnlyList<JsonObject>? freshMessages)
    {
        lock (_gate)
        {
            var fresh = Bare(freshRow);
            foreach (var (name, value) in fresh)
            {
                if (!JsonNode.DeepEquals(Row[name], value))
                {
                    return $"{who}, {conversation}: {name} is shown as {Row[name]?.ToJsonString() ?? "null"}, the server has {value?.ToJsonString() ?? "null"}";
                }
            }

            return freshMessages is null ? null : MessagesDiffer(freshMessages);
        }
    }

    /// <summary>Where to read on when something is missing, else null.</summary>
    public long? Hole()
    {
        lock (_gate)
        {
            var last = 0L;
            foreach (var seq in _messages.Keys)
            {
                if (seq != last + 1)
                {
                    return last;
                }

                last = seq;
            }

            return last < LastSeq ? last : null;
        }
    }

    /// <summary>Messages of this agent that may be changed.</summary>
    public List<string> ChangeableOf(string agent)
    {
        lock (_gate)
        {
            return [.. _messages.Values
                .Where(m => m["agent"]?.GetValue<string>() == agent && m["retractedAt"] is null && m["kind"]!.GetValue<string>() == "text")
                .Select(m => m["id"]!.GetValue<string>())];
        }
    }

    private string? MessagesDiffer(IReadOnlyList<JsonObject> fresh)
    {
        if (_messages.Count != fresh.Count)
        {
            return $"{who}, {conversation}: {_messages.Count} messages are shown, the server has {fresh.Count}";
        }

        foreach (var message in fresh)
        {
            if (!_messages.TryGetValue(message["seq"]!.GetValue<long>(), out var shown) || !JsonNode.DeepEquals(shown, message))
            {
                return $"{who}, {conversation}: shown is {shown?.ToJsonString() ?? "nothing"}, the server has {message.ToJsonString()}";
            }
        }

        return null;
    }

    private void MoveRow(JsonObject message, long seq, long? unansweredSince, bool staff)
    {
        Row["lastSeq"] = seq;
        var (from, kind) = (message["from"]!.GetValue<string>(), message["kind"]!.GetValue<string>());
        if (staff)
        {
            Row["unansweredSince"] = unansweredSince;
        }

        if (kind != "text" || from is not ("visitor" or "agent"))
        {
            return;
        }

        MoveMark($"{from}Delivered", seq);
        MoveMark($"{from}Read", seq);
        if (staff)
        {
            Row["lastText"] = Short(message["text"]!.GetValue<string>());
            Row["lastFrom"] = from;
            Row["valid"] = Row["valid"]?.GetValue<bool>() is true || from == "visitor";
        }
    }

    private void MoveMark(string mark, long to)
    {
        var marks = Row["marks"]!.AsObject();
        marks[mark] = Math.Max(marks[mark]!.GetValue<long>(), to);
    }

    /// <summary>The later of two states of one message stays, by the rule the browser side uses.</summary>
    private void Put(JsonObject message)
    {
        var seq = message["seq"]!.GetValue<long>();
        if (!_messages.TryGetValue(seq, out var known) || Version(message) >= Version(known))
        {
            _messages[seq] = message.DeepClone().AsObject();
        }
    }

    private static long Version(JsonObject message) =>
        message["retractedAt"] is not null ? long.MaxValue : message["editedAt"]?.GetValue<long>() ?? 0;

    private static string? Short(string text) => text.Length == 0 ? null : text.Length <= 200 ? text : text[..200];

    /// <summary>Without what only whole answers carry.</summary>
    private static JsonObject Bare(JsonObject row)
    {
        var bare = row.DeepClone().AsObject();
        foreach (var name in new[] { "seq", "epoch", "cursor" })
        {
            bare.Remove(name);
        }

        return bare;
    }

    private string Field(string name) => Row[name] is JsonValue value ? value.GetValue<string>() : "";
}
