using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace Genkan.Tests.History;

/// <summary>A visitor who begins talks, writes, reads, and ends them or lets the agent do so.</summary>
internal sealed class VisitorPlayer(string name, string site, int serverPort, Ledger ledger, int seed, CancellationToken stop)
    : Person(name, serverPort, ledger, seed, stop)
{
    private readonly ConcurrentDictionary<string, Screen> _talks = new(StringComparer.Ordinal);
    private string _token = "";

    protected override string StreamPath => "/visitor/stream";

    public override async Task Live()
    {
        var visit = await Ask(HttpMethod.Post, "/visitor/visits", new { site });
        _token = visit.Body!["token"]!.GetValue<string>();
        (Cursor, Epoch) = (visit.Body["cursor"]!.GetValue<string>(), visit.Body["epoch"]!.GetValue<string>());
        Listen();
        while (!Stop.IsCancellationRequested)
        {
            if (await Begin() is { } talk)
            {
                await Talk(talk);
            }
            else
            {
                await Task.Delay(100);
            }
        }
    }

    public override async Task<string?> Differs()
    {
        foreach (var (id, screen) in _talks)
        {
            var row = await Get(Path(id));
            if (row.Status != 200)
            {
                return $"{Name}: conversation {id} reads {row}";
            }

            if (screen.Differs(row.Body!.AsObject(), await AllMessages(Path(id))) is { } what)
            {
                return what;
            }
        }

        return null;
    }

    protected override void Authorise(HttpRequestMessage request)
    {
        if (_token.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", $"Visitor {_token}");
        }
    }

    protected override void Hear(string? cursor, JsonNode happened)
    {
        var id = happened["conversation"]!.GetValue<string>();
        var data = happened["data"]!;
        if (happened["kind"]!.GetValue<string>() == "conversation.started")
        {
            var screen = new Screen(Name, id, Ledger);
            screen.Snapshot(data["conversation"]!.AsObject());
            _talks.TryAdd(id, screen);
        }

        if (!_talks.TryGetValue(id, out var talk))
        {
            Ledger.Wrong($"{Name} hears of conversation {id}, which is not theirs or never began: {happened.ToJsonString()}");
            return;
        }

        switch (happened["kind"]!.GetValue<string>())
        {
            case "conversation.accepted" or "conversation.ended":
                talk.Changed(data["conversation"]!.AsObject());
                break;
            case "conversation.marked":
                talk.Marked(data["marks"]!.AsObject());
                break;
            case "message.sent":
                talk.Sent(data["message"]!.AsObject(), null, staff: false);
                break;
            case "message.edited" or "message.retracted":
                talk.Rewritten(data["message"]!.AsObject(), staff: false);
                break;
        }
    }

    /// <summary>As the window does: the visit says where the stream goes on and which talk is running; then each talk is read anew.</summary>
    protected override async Task LoadAgain()
    {
        var visit = await Ask(HttpMethod.Post, "/visitor/visits", new { site });
        if (visit.Body!["conversation"] is JsonObject running)
        {
            _talks.TryAdd(running["id"]!.GetValue<string>(), new Screen(Name, running["id"]!.GetValue<string>(), Ledger));
        }

        foreach (var (id, screen) in _talks)
        {
            screen.Snapshot((await Get(Path(id))).Body!.AsObject());
            screen.Read(await AllMessages(Path(id)));
        }

        (Cursor, Epoch) = (visit.Body["cursor"]!.GetValue<string>(), visit.Body["epoch"]!.GetValue<string>());
    }

    private static string Path(string conversation) => $"/visitor/conversations/{conversation}";

    private async Task<string?> Begin()
    {
        var id = Ids.New();
        var reply = await Ask(HttpMethod.Post, "/visitor/conversations", new { id, nickname = Name });
        switch (reply)
        {
            case { Status: 200 or 201 }:
                Ledger.Started[id] = 0;
                return id;
            case { Status: 409, Code: "nobody_here" }:
                return null;
            default:
                Ledger.Wrong($"{Name}: a start was answered {reply}");
                return null;
        }
    }

    private async Task Talk(string id)
    {
        var words = 3 + Below(40);
        for (var said = 0; said < words && !Stop.IsCancellationRequested; said++)
        {
            if (!await Say(Path(id), id, "visitor"))
            {
                return;
            }

            await MarkAtTimes(id);
            await Task.Delay(Below(8));
        }

        if (Perhaps(70))
        {
            await End(id);
        }
        else
        {
            await UntilEnded(id);
        }
    }

    private async Task MarkAtTimes(string id)
    {
        if (!Perhaps(15) || !_talks.TryGetValue(id, out var talk))
        {
            return;
        }

        var read = talk.LastSeq;
        if (await Ask(HttpMethod.Put, $"{Path(id)}/marks", new { delivered = read, read }) is { Status: 204 })
        {
            Ledger.Read.AddOrUpdate((id, "visitor"), read, (_, earlier) => Math.Max(earlier, read));
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

    /// <summary>The agent may end it; who waits for too long ends it oneself.</summary>
    private async Task UntilEnded(string id)
    {
        for (var waited = 0; waited < 40 && !Stop.IsCancellationRequested; waited++)
        {
            if (_talks.TryGetValue(id, out var talk) && talk.State is ("closed" or "endedByVisitor"))
            {
                return;
            }

            await Task.Delay(25);
        }

        await End(id);
    }
}
