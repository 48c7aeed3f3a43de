using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Genkan.Tests.History;

/// <summary>An agent at a desk: snatches what waits, answers, edits, takes back, reads, ends.</summary>
internal sealed class AgentPlayer(AgentClient signedIn, int serverPort, Ledger ledger, int seed, CancellationToken stop)
    : Person(signedIn.Name, serverPort, ledger, seed, stop)
{
    /// <summary>More at once than people hold, so that much goes on between two faults.</summary>
    private const int Hands = 6;

    private readonly ConcurrentDictionary<string, Screen> _talks = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, JsonObject> _colleagues = new(StringComparer.Ordinal);
    private readonly string _cookie = signedIn.Cookie;
    private readonly string _me = signedIn.Id;
    private long _seq;

    protected override string StreamPath => "/api/stream";

    public override async Task Live()
    {
        await LoadAgain();
        Listen();
        var hands = new List<Task>();
        while (!Stop.IsCancellationRequested)
        {
            hands.RemoveAll(hand => hand.IsCompletedSuccessfully);
            if (hands.Find(hand => hand.IsFaulted) is { } broken)
            {
                await broken;
            }

            if (hands.Count < Hands && await Snatch() is { } talk)
            {
                hands.Add(Serve(talk));
            }

            if (Perhaps(2))
            {
                await Ask(HttpMethod.Put, "/api/me/status", new { status = Perhaps(50) ? "online" : "busy" });
            }

            await Task.Delay(5 + Below(20));
        }

        await Task.WhenAll(hands);
    }

    public override async Task<string?> Differs()
    {
        var desk = await Get("/api/desk");
        var rows = desk.Body!["waiting"]!.AsArray().Concat(desk.Body["mine"]!.AsArray()).Select(row => row!.AsObject()).ToDictionary(IdOf, StringComparer.Ordinal);
        if (_talks.Keys.Except(rows.Keys, StringComparer.Ordinal).FirstOrDefault() is { } extra)
        {
            return $"{Name}'s desk shows {extra} ({_talks[extra].State}), which is not there";
        }

        foreach (var (id, row) in rows)
        {
            if (!_talks.TryGetValue(id, out var shown))
            {
                return $"{Name}'s desk lacks {id}";
            }

            if (await Differs(id, row, shown) is { } what)
            {
                return what;
            }
        }

        var odd = desk.Body["agents"]!.AsArray().FirstOrDefault(agent => !JsonNode.DeepEquals(agent, _colleagues.GetValueOrDefault(IdOf(agent!.AsObject()))));
        return odd is null ? null : $"{Name} shows a colleague otherwise than {odd.ToJsonString()}";
    }

    protected override void Authorise(HttpRequestMessage request)
    {
        request.Headers.TryAddWithoutValidation("Cookie", _cookie);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", "same-origin");
    }

    protected override void Hear(string? cursor, JsonNode happened)
    {
        var seq = happened["seq"]!.GetValue<long>();
        if (seq <= _seq)
        {
            Ledger.Wrong($"{Name} heard event {seq} after {_seq}");
            return;
        }

        _seq = seq;
        var kind = happened["kind"]!.GetValue<string>();
        var data = happened["data"]!;
        if (kind == "agent.status")
        {
            _colleagues[data["agent"]!.GetValue<string>()]["status"] = data["status"]!.GetValue<string>();
        }
        else if (happened["conversation"]?.GetValue<string>() is { } id)
        {
            HearOf(id, kind, data);
        }
    }

    protected override async Task LoadAgain()
    {
        var desk = (await Get("/api/desk")).Body!;
        foreach (var agent in desk["agents"]!.AsArray())
        {
            _colleagues[IdOf(agent!.AsObject())] = agent.DeepClone().AsObject();
        }

        var rows = desk["waiting"]!.AsArray().Concat(desk["mine"]!.AsArray()).Select(row => row!.AsObject()).ToDictionary(IdOf, StringComparer.Ordinal);
        foreach (var gone in _talks.Keys.Except(rows.Keys, StringComparer.Ordinal).ToList())
        {
            _talks.TryRemove(gone, out _);
        }

        foreach (var (id, row) in rows)
        {
            ScreenOf(id).Snapshot(row);
        }

        _seq = desk["seq"]!.GetValue<long>();
        (Cursor, Epoch) = (_seq.ToString(System.Globalization.CultureInfo.InvariantCulture), desk["epoch"]!.GetValue<string>());
        foreach (var screen in _talks.Where(talk => talk.Value.Whole))
        {
            screen.Value.Read(await AllMessages(Path(screen.Key)));
        }
    }

    private static string Path(string conversation) => $"/api/conversations/{conversation}";

    private static string IdOf(JsonObject row) => row["id"]!.GetValue<string>();

    private Screen ScreenOf(string id) => _talks.GetOrAdd(id, _ => new Screen(Name, id, Ledger));

    private async Task<string?> Differs(string id, JsonObject row, Screen shown)
    {
        if (shown.Hole() is { } hole && shown.Whole)
        {
            shown.Read(await AllMessages(Path(id), hole));
        }

        return shown.Differs(row, shown.Whole ? await AllMessages(Path(id)) : null);
    }

    private void HearOf(string id, string kind, JsonNode data)
    {
        if (kind.StartsWith("conversation.", StringComparison.Ordinal) && kind != "conversation.marked")
        {
            Place(id, data["conversation"]!.AsObject());
            return;
        }

        if (!_talks.TryGetValue(id, out var talk))
        {
            return;
        }

        switch (kind)
        {
            case "conversation.marked":
                talk.Marked(data["marks"]!.AsObject());
                break;
            case "message.sent":
                talk.Sent(data["message"]!.AsObject(), data["unansweredSince"]?.GetValue<long>(), staff: true);
                break;
            case "message.edited" or "message.retracted":
                talk.Rewritten(data["message"]!.AsObject(), staff: true);
                break;
        }
    }

    /// <summary>Waiting, or mine and not closed: on the desk.</summary>
    private void Place(string id, JsonObject row)
    {
        var (state, owner) = (row["state"]!.GetValue<string>(), row["agent"]?.GetValue<string>());
        if (owner is not null)
        {
            Ledger.Owners.GetOrAdd(id, _ => new(StringComparer.Ordinal))[owner] = 0;
        }

        if (state == "waiting" || (state != "closed" && owner == _me))
        {
            if (_talks.TryGetValue(id, out var known))
            {
                known.Changed(row);
            }
            else
            {
                ScreenOf(id).Snapshot(row);
            }
        }
        else
        {
            _talks.TryRemove(id, out _);
        }
    }

    /// <summary>Everybody reaches for the oldest, so that they collide.</summary>
    private async Task<string?> Snatch()
    {
        var oldest = _talks.Where(talk => talk.Value.State == "waiting").Select(talk => talk.Key).Order(StringComparer.Ordinal).FirstOrDefault();
        if (oldest is null)
        {
            return null;
        }

        var reply = await Ask(HttpMethod.Post, $"{Path(oldest)}/accept");
        switch (reply)
        {
            case { Status: 200 }:
                Ledger.Owns(oldest, _me);
                return oldest;
            case { Status: 409, Code: "already_taken" }:
                Ledger.Count("accepts lost");
                Ledger.Losers.Enqueue((oldest, _me, reply.Body!["agent"]!.GetValue<string>()));
                await Task.Delay(30);
                return null;
            case { Status: 409, Code: "not_waiting" }:
                await Task.Delay(30);
                return null;
            default:
                Ledger.Wrong($"{Name}: an accept was answered {reply}");
                return null;
        }
    }

    private async Task Serve(string id)
    {
        var words = 3 + Below(40);
        for (var said = 0; said < words && !Stop.IsCancellationRequested; said++)
        {
            if (!await Say(Path(id), id, _me))
            {
                break;
            }

            await Look(id);
            await ChangeAtTimes(id);
            await Task.Delay(Below(8));
        }

        if (!Stop.IsCancellationRequested || Perhaps(50))
        {
            await End(id);
        }
    }

    /// <summary>Opens the talk, fills what is missing, and says at times that it was read.</summary>
    private async Task Look(string id)
    {
        if (!_talks.TryGetValue(id, out var talk))
        {
            return;
        }

        talk.Whole = true;
        if (talk.Hole() is { } hole)
        {
            talk.Read(await AllMessages(Path(id), hole));
        }

        var read = talk.LastSeq;
        if (Perhaps(15) && await Ask(HttpMethod.Put, $"{Path(id)}/marks", new { delivered = read, read }) is { Status: 204 })
        {
            Ledger.Read.AddOrUpdate((id, "agent"), read, (_, earlier) => Math.Max(earlier, read));
        }
    }

    private async Task ChangeAtTimes(string id)
    {
        if (!Perhaps(12) || !_talks.TryGetValue(id, out var talk) || talk.ChangeableOf(_me) is not { Count: > 0 } own)
        {
            return;
        }

        var message = own[Below(own.Count)];
        var text = Perhaps(25) ? null : $"changed {Ids.New()}";
        var reply = text is null
            ? await Ask(HttpMethod.Delete, $"{Path(id)}/messages/{message}")
            : await Ask(HttpMethod.Patch, $"{Path(id)}/messages/{message}", new { text });
        if (reply.Status == 200)
        {
            Ledger.Count(text is null ? "retractions" : "edits");
            Ledger.Changed[message] = text;
        }
        else if (reply is not { Status: 409, Code: "conversation_closed" or "retracted" })
        {
            Ledger.Wrong($"{Name}: a change was answered {reply}");
        }
    }

    private async Task End(string id)
    {
        var reply = await Ask(HttpMethod.Post, $"{Path(id)}/end");
        if (reply.Status == 200)
        {
            Ledger.Ended[id] = 0;
        }
        else
        {
            Ledger.Wrong($"{Name}: an end was answered {reply}");
        }
    }
}
