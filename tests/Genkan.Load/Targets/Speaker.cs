using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Genkan.Load.Sockets;

namespace Genkan.Load.Targets;

/// <summary>
/// One side of one conversation. Says things one after the other over its own connection, as a window with an outbox does;
/// what cannot be sent yet waits here, and its waiting counts.
/// </summary>
internal sealed class Speaker(IPEndPoint server, string path, string headers) : IDisposable
{
    private const string Words = "is what somebody says who would like to know about these shoes and the parcel.";

    private readonly ConcurrentQueue<(Tracker Tracker, int Message)> waiting = new();
    private readonly Call call = new(server);
    private int speaking;

    public void Say(Tracker tracker, int message)
    {
        waiting.Enqueue((tracker, message));
        if (Interlocked.Exchange(ref speaking, 1) == 0)
        {
            _ = SpeakAll();
        }
    }

    public void Dispose() => call.Dispose();

    private async Task SpeakAll()
    {
        do
        {
            while (waiting.TryDequeue(out var next))
            {
                await Speak(next.Tracker, next.Message);
            }

            Volatile.Write(ref speaking, 0);
        }
        while (!waiting.IsEmpty && Interlocked.Exchange(ref speaking, 1) == 0);
    }

    private async Task Speak(Tracker tracker, int message)
    {
        var id = Guid.CreateVersion7();
        var json = string.Create(CultureInfo.InvariantCulture, $$"""{"id":"{{id}}","text":"#{{tracker.Number}}.{{message}} {{Words}}"}""");
        var request = Call.Request(server, "POST", path, headers, json);
        // A kept connection may have been closed since (Kestrel ends one after 130 s of rest): as a browser would, it is sent once more.
        var status = await Status(request) ?? await Status(request) ?? 0;
        tracker.Answered(message, status, Stopwatch.GetTimestamp());
    }

    /// <summary>Null where no answer came.</summary>
    private async Task<int?> Status(byte[] request)
    {
        try
        {
            return (await call.Send(request)).Status;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return null;
        }
    }
}
