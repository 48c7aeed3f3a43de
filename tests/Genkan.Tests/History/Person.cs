using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace Genkan.Tests.History;

/// <summary>What came back: a status and a JSON body.</summary>
internal sealed record Reply(int Status, JsonNode? Body)
{
    public string Code => Body?["code"]?.GetValue<string>() ?? "";

    public override string ToString() => $"{Status} {Body?.ToJsonString()}";
}

/// <summary>
/// Somebody at the end of a cable of their own, as careful as our browser side: every command is repeated under its id
/// until it has a definite answer, the stream goes on from the last cursor, a reset loads the snapshot again.
/// </summary>
internal abstract class Person : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly CancellationTokenSource _gone = new();
    private Task _listening = Task.CompletedTask;
    private CancellationTokenSource _connection = new();

    protected Person(string name, int serverPort, Ledger ledger, int seed, CancellationToken stop)
    {
        (Name, Ledger, Stop) = (name, ledger, stop);
        Chance = new Random(seed);
        Cable = new Cable(serverPort);
        var handler = new SocketsHttpHandler { UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(2), MaxConnectionsPerServer = 100 };
        _http = new HttpClient(handler) { BaseAddress = new Uri($"http://127.0.0.1:{Cable.Port}"), Timeout = Timeout.InfiniteTimeSpan };
    }

    public string Name { get; }

    public Cable Cable { get; }

    protected Ledger Ledger { get; }

    protected Random Chance { get; }

    /// <summary>When it is cancelled nothing new is begun; what was begun is brought to its end.</summary>
    protected CancellationToken Stop { get; }

    protected string? Cursor { get; set; }

    protected string? Epoch { get; set; }

    protected abstract string StreamPath { get; }

    /// <summary>Lives until told to stop.</summary>
    public abstract Task Live();

    /// <summary>Null where the screen shows what the server has; else what differs.</summary>
    public abstract Task<string?> Differs();

    public async ValueTask DisposeAsync()
    {
        await _gone.CancelAsync();
        await _listening;
        _http.Dispose();
        await Cable.DisposeAsync();
        _gone.Dispose();
        _connection.Dispose();
    }

    protected abstract void Authorise(HttpRequestMessage request);

    /// <summary>A stored event was heard.</summary>
    protected abstract void Hear(string? cursor, JsonNode happened);

    /// <summary>The cursor was of no use: everything shown is to be loaded again.</summary>
    protected abstract Task LoadAgain();

    protected int Below(int most)
    {
        lock (Chance)
        {
            return Chance.Next(most);
        }
    }

    protected bool Perhaps(int percent) => Below(100) < percent;

    protected void Listen() => _listening = Task.Run(ListenUntilGone);

    /// <summary>One try. Null: no answer came, whatever happened there.</summary>
    protected async Task<Reply?> Try(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = JsonContent.Create(body, body.GetType());
        }

        Authorise(request);
        try
        {
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
            patience.CancelAfter(TimeSpan.FromSeconds(6));
            using var response = await _http.SendAsync(request, patience.Token);
            var text = await response.Content.ReadAsStringAsync(patience.Token);
            return Judged($"{method} {path}", new Reply((int)response.StatusCode, text.Length > 0 && text[0] is '{' or '[' ? JsonNode.Parse(text) : null));
        }
        catch (Exception e) when (IsBroken(e) || e is System.Text.Json.JsonException)
        {
            Ledger.Count("no answer");
            return null;
        }
    }

    /// <summary>Repeats until there is a definite answer.</summary>
    protected async Task<Reply> Ask(HttpMethod method, string path, object? body = null)
    {
        for (var attempt = 0; attempt < 400; attempt++)
        {
            if (await Try(method, path, body) is { } reply && reply.Status is not (503 or 429 or 408))
            {
                return reply;
            }

            _gone.Token.ThrowIfCancellationRequested();
            // Less patient than a browser, so that more meets the faults.
            await Task.Delay(20 + Below(150));
        }

        throw new InvalidOperationException($"{Name}: {method} {path} had no definite answer in 400 tries");
    }

    protected Task<Reply> Get(string path) => Ask(HttpMethod.Get, path);

    /// <summary>All messages of a talk, page by page.</summary>
    protected async Task<List<JsonObject>> AllMessages(string path, long after = 0)
    {
        var all = new List<JsonObject>();
        while (true)
        {
            var page = await Get($"{path}/messages?after={after}&limit=200");
            if (page.Status != 200)
            {
                return all;
            }

            var items = page.Body!["items"]!.AsArray();
            all.AddRange(items.Select(item => item!.DeepClone().AsObject()));
            if (items.Count == 0)
            {
                return all;
            }

            after = items[^1]!["seq"]!.GetValue<long>();
        }
    }

    /// <summary>Sends and repeats, at times also when it was acknowledged, at times twice at once. True: it is said.</summary>
    protected async Task<bool> Say(string path, string conversation, string from)
    {
        var id = Ids.New();
        var body = new { id, text = $"{Name} {id[^6..]} {new string('x', Below(60))}" };
        var twin = Perhaps(5) ? Try(HttpMethod.Post, $"{path}/messages", body) : null;
        var reply = await Ask(HttpMethod.Post, $"{path}/messages", body);
        Note(id, conversation, body.text, from, reply);
        if (twin is not null && await twin is { Status: 200 or 201 or 409 } second)
        {
            Note(id, conversation, body.text, from, second);
        }

        if (reply.Status is 200 or 201 && Perhaps(10))
        {
            Ledger.Count("repeats");
            Note(id, conversation, body.text, from, await Ask(HttpMethod.Post, $"{path}/messages", body));
        }

        return reply.Status is 200 or 201;
    }

    /// <summary>The line went, in one of the ways lines go.</summary>
    private static bool IsBroken(Exception fault) => fault is HttpRequestException or OperationCanceledException or IOException or System.Net.Sockets.SocketException;

    private void Note(string id, string conversation, string text, string from, Reply reply)
    {
        if (reply.Status is 200 or 201)
        {
            Ledger.Sent(id, new Said(conversation, reply.Body!["seq"]!.GetValue<long>(), reply.Body["at"]!.GetValue<long>(), text, from));
        }
        else if (reply.Status == 409 && reply.Code is "conversation_ended" or "conversation_closed")
        {
            Ledger.Refused[id] = reply.Code;
        }
        else
        {
            Ledger.Wrong($"{Name}: a message was answered {reply}");
        }
    }

    private Reply Judged(string request, Reply reply)
    {
        if (reply.Status >= 500 && reply.Status != 503)
        {
            Ledger.Wrong($"{Name}: {request} → {reply}");
        }
        else if (reply.Status == 503)
        {
            Ledger.Count($"503 {reply.Code}");
            if (reply.Code is not ("cannot_write" or "outcome_unknown"))
            {
                Ledger.Wrong($"{Name}: {request} → {reply}");
            }
        }

        return reply;
    }

    private async Task ListenUntilGone()
    {
        while (!_gone.IsCancellationRequested)
        {
            try
            {
                _connection = CancellationTokenSource.CreateLinkedTokenSource(_gone.Token);
                await (Perhaps(20) ? PollOnce() : StreamOnce());
            }
            catch (Exception e) when (IsBroken(e))
            {
                await Task.Delay(10 + Below(80));
            }
            catch (Exception e)
            {
                Ledger.Wrong($"{Name}: the screen broke: {e}");
                return;
            }
        }
    }

    /// <summary>After a random silence the line counts as dead, as after 35 s in a browser.</summary>
    private void ExpectSoon() => _connection.CancelAfter(TimeSpan.FromMilliseconds(1500 + Below(3000)));

    private async Task StreamOnce()
    {
        // Now and then as after a restore: another epoch is answered with reset.
        var epoch = Perhaps(3) ? "another" : Epoch;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{StreamPath}?epoch={epoch}");
        if (Cursor is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", Cursor);
        }

        Authorise(request);
        ExpectSoon();
        using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, _connection.Token);
        if (await Refused(response))
        {
            return;
        }

        await foreach (var frame in SseParser.Create(await response.Content.ReadAsStreamAsync(_connection.Token)).EnumerateAsync(_connection.Token))
        {
            ExpectSoon();
            await Take(string.IsNullOrEmpty(frame.EventId) ? null : frame.EventId, frame.EventType, JsonNode.Parse(frame.Data)!);
        }

        await Task.Delay(10 + Below(80));
    }

    private async Task PollOnce()
    {
        Ledger.Count("long polls");
        _connection.CancelAfter(TimeSpan.FromSeconds(6));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{StreamPath}?wait=1&after={Cursor}&epoch={Epoch}");
        Authorise(request);
        using var response = await _http.SendAsync(request, _connection.Token);
        if (await Refused(response))
        {
            return;
        }

        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync(_connection.Token))!;
        if (answer["reset"]?.GetValue<bool>() is true)
        {
            await StartOver();
            return;
        }

        foreach (var entry in answer["events"]!.AsArray())
        {
            await Take(entry!["id"]?.GetValue<string>(), entry["event"]!.GetValue<string>(), entry["data"]!);
        }

        Cursor = answer["cursor"]!.GetValue<string>();
    }

    private async Task<bool> Refused(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return false;
        }

        var text = await response.Content.ReadAsStringAsync(_connection.Token);
        Judged($"GET {StreamPath}", new Reply((int)response.StatusCode, text.StartsWith('{') ? JsonNode.Parse(text) : null));
        if ((int)response.StatusCode is not (503 or 429))
        {
            Ledger.Wrong($"{Name}: the stream was refused: {(int)response.StatusCode} {text}");
        }

        await Task.Delay(100);
        return true;
    }

    private async Task Take(string? id, string kind, JsonNode data)
    {
        switch (kind)
        {
            case "hello" when Epoch is not null && data["epoch"]!.GetValue<string>() != Epoch:
                Ledger.Wrong($"{Name}: the epoch changed without a restore");
                break;
            case "hello":
                Epoch = data["epoch"]!.GetValue<string>();
                break;
            case "reset":
                await StartOver();
                throw new OperationCanceledException("The stream goes on from the snapshot.");
            case "closed":
                Ledger.Wrong($"{Name}: the stream was closed: {data.ToJsonString()}");
                break;
            default:
                if (data["kind"] is not null)
                {
                    Hear(id, data);
                }

                break;
        }

        Cursor = id ?? Cursor;
    }

    private Task StartOver()
    {
        Ledger.Count("resets");
        return LoadAgain();
    }
}
