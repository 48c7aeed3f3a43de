using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace Genkan.Journeys.Stage;

/// <summary>
/// The system's Firefox, driven by WebDriver BiDi. Playwright only drives a Firefox built for it; what visitors have is
/// this one. As much of the protocol as a smoke journey needs.
/// </summary>
internal sealed class Firefox : IAsyncDisposable
{
    private readonly Process _process;
    private readonly string _profile;
    private readonly ClientWebSocket _socket = new();
    private readonly ConcurrentDictionary<long, TaskCompletionSource<JsonNode>> _asked = new();
    private Task _reading = Task.CompletedTask;
    private long _commands;

    private Firefox(Process process, string profile) => (_process, _profile) = (process, profile);

    public static async Task<Firefox> Start(string language)
    {
        var port = ServerProcess.FreePort();
        var profile = Directory.CreateTempSubdirectory("genkan-firefox-").FullName;
        await File.WriteAllTextAsync(Path.Combine(profile, "user.js"), $"user_pref(\"intl.accept_languages\", \"{language}\");\n");
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("GENKAN_FIREFOX") ?? "/usr/bin/firefox-esr")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in (string[])["--headless", "--no-remote", "--profile", profile, "--remote-debugging-port", $"{port}"])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["HOME"] = profile;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var firefox = new Firefox(process, profile);
        await firefox.Connect(port);
        return firefox;
    }

    /// <summary>A new tab at this address, loaded.</summary>
    public async Task<string> Open(string url)
    {
        var tab = (await Ask("browsingContext.create", new JsonObject { ["type"] = "tab" }))["context"]!.GetValue<string>();
        await Ask("browsingContext.navigate", new JsonObject { ["context"] = tab, ["url"] = url, ["wait"] = "complete" });
        return tab;
    }

    /// <summary>The frame inside a tab whose address contains this.</summary>
    public async Task<string> Frame(string tab, string address)
    {
        string? found = null;
        await Until.True(
            async () =>
            {
                var tree = await Ask("browsingContext.getTree", new JsonObject { ["root"] = tab });
                found = tree["contexts"]![0]!["children"]!.AsArray()
                    .FirstOrDefault(child => child!["url"]!.GetValue<string>().Contains(address, StringComparison.Ordinal))?["context"]!.GetValue<string>();
                return found is not null;
            },
            () => $"Firefox shows a frame of {address}");
        return found!;
    }

    /// <summary>Runs script in a page or frame and answers its value as text.</summary>
    public async Task<string?> Evaluate(string context, string script)
    {
        var answer = await Ask("script.evaluate", new JsonObject
        {
            ["expression"] = script,
            ["target"] = new JsonObject { ["context"] = context },
            ["awaitPromise"] = true,
            ["userActivation"] = true,
        });
        return answer["type"]!.GetValue<string>() == "success"
            ? answer["result"]!["value"]?.ToString()
            : throw new InvalidOperationException(answer.ToJsonString());
    }

    public Task Sees(string context, string script, string what) =>
        Until.True(async () => await Evaluate(context, $"String(!!({script}))") == "true", () => what);

    /// <summary>A click of the mouse on what the script answers.</summary>
    public async Task Click(string context, string script)
    {
        await Sees(context, script, $"Firefox finds {script}");
        var element = await Element(context, script);
        await Act(context, new JsonObject
        {
            ["type"] = "pointer",
            ["id"] = "mouse",
            ["actions"] = new JsonArray(
                new JsonObject { ["type"] = "pointerMove", ["x"] = 0, ["y"] = 0, ["origin"] = new JsonObject { ["type"] = "element", ["element"] = element } },
                new JsonObject { ["type"] = "pointerDown", ["button"] = 0 },
                new JsonObject { ["type"] = "pointerUp", ["button"] = 0 }),
        });
    }

    /// <summary>Types on the keyboard, into what has the focus; \n is Enter.</summary>
    public Task Type(string context, string text)
    {
        var actions = new JsonArray();
        foreach (var rune in text.EnumerateRunes())
        {
            var key = rune.Value == '\n' ? "\uE007" : rune.ToString();
            actions.Add(new JsonObject { ["type"] = "keyDown", ["value"] = key });
            actions.Add(new JsonObject { ["type"] = "keyUp", ["value"] = key });
        }

        return Act(context, new JsonObject { ["type"] = "key", ["id"] = "keyboard", ["actions"] = actions });
    }

    public async Task Shoot(string tab, string name)
    {
        var shot = await Ask("browsingContext.captureScreenshot", new JsonObject { ["context"] = tab });
        await Screens.Keep(name, Convert.FromBase64String(shot["data"]!.GetValue<string>()));
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
        _socket.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A helper process of Firefox may still be writing its last words.
        }
    }

    private Task Act(string context, JsonObject source) =>
        Ask("input.performActions", new JsonObject { ["context"] = context, ["actions"] = new JsonArray(source) });

    private async Task<JsonObject> Element(string context, string script)
    {
        var answer = await Ask("script.evaluate", new JsonObject
        {
            ["expression"] = $"(() => {{ const e = {script}; e.scrollIntoView({{ block: 'nearest' }}); return e; }})()",
            ["target"] = new JsonObject { ["context"] = context },
            ["awaitPromise"] = false,
        });
        return new JsonObject { ["sharedId"] = answer["result"]!["sharedId"]!.GetValue<string>() };
    }

    private async Task Connect(int port)
    {
        await Until.True(
            async () =>
            {
                try
                {
                    using var probe = new System.Net.Sockets.TcpClient();
                    await probe.ConnectAsync("127.0.0.1", port);
                    return true;
                }
                catch (System.Net.Sockets.SocketException)
                {
                    return false;
                }
            },
            () => "Firefox listens");
        await _socket.ConnectAsync(new Uri($"ws://127.0.0.1:{port}/session"), CancellationToken.None);
        _reading = Read();
        await Ask("session.new", new JsonObject { ["capabilities"] = new JsonObject() });
    }

    private async Task<JsonNode> Ask(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref _commands);
        var answer = _asked[id] = new TaskCompletionSource<JsonNode>(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(command.ToJsonString()), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return await answer.Task.WaitAsync(TimeSpan.FromSeconds(90));
    }

    private async Task Read()
    {
        var buffer = new byte[64 * 1024];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var part = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    return;
                }

                message.Write(buffer, 0, part.Count);
                if (part.EndOfMessage)
                {
                    Answer(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (WebSocketException)
        {
            // Firefox is gone.
        }
    }

    private void Answer(JsonNode answer)
    {
        if (answer["id"] is not { } id || !_asked.TryRemove(id.GetValue<long>(), out var asked))
        {
            return;
        }

        if (answer["type"]!.GetValue<string>() == "error")
        {
            asked.SetException(new InvalidOperationException(answer.ToJsonString()));
        }
        else
        {
            asked.SetResult(answer["result"]!);
        }
    }
}
