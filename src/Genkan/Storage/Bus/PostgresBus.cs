using System.Collections.Concurrent;
using System.Text.Json;
using Npgsql;
using NpgsqlTypes;

namespace Genkan.Storage;

/// <summary>
/// PostgreSQL's LISTEN and NOTIFY. Senders only put their word into a queue; a pump of its own sends what has gathered, in one call
/// every few milliseconds, and one connection listens. A node that is alone says nothing but that it is there.
/// </summary>
internal sealed class PostgresBus : BackgroundService, IBus
{
    private const string Here = "storage.here";

    /// <summary>What gathers meanwhile goes together: at most 250 calls a second, however much is said.</summary>
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromMilliseconds(4);

    /// <summary>A start does not wait longer for a bus that does not come: without it the journal is still asked every second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    /// <summary>Whoever is signed out on another node must be silent here within five seconds, also when the connection just broke.</summary>
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, Action<string>> topics = new(StringComparer.Ordinal);
    private readonly BusQueue queue = new();
    private readonly TaskCompletionSource joined = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NpgsqlDataSource source;
    private readonly Nodes nodes;
    private readonly BusWire wire;
    private readonly BusEar ear;
    private readonly IStore store;
    private readonly TimeProvider time;
    private readonly ILogger<PostgresBus> log;
    private long number;

    public PostgresBus(GenkanSettings settings, Keys keys, IStorage storage, IStore store, TimeProvider time, ILogger<PostgresBus> log)
    {
        (this.store, this.time, this.log) = (store, time, log);
        nodes = new Nodes(storage);
        wire = new BusWire(keys);
        ear = new BusEar(nodes.Me, wire, log);
        // A listener waits for hours: only a question now and then shows that the other end has gone.
        source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(settings.Database!) { MinPoolSize = 0, MaxPoolSize = 2, KeepAlive = 2, ApplicationName = "genkan bus" });
        Hear<Guid>(Here, _ => { });
    }

    public event Action<OrganisationId, long>? CommittedElsewhere;

    public event Action? SomebodyCame;

    public event Action? Missed;

    public bool HasOthers => nodes.Any;

    /// <summary>This node, as the others know it.</summary>
    public Guid Me => nodes.Me;

    public void Say<T>(string topic, T word)
    {
        if (HasOthers)
        {
            queue.Add(new BusWord(topic, JsonSerializer.Serialize(word, Wire.Json)));
        }
    }

    public void Hear<T>(string topic, Action<T> heard) => topics[topic] = json => heard(JsonSerializer.Deserialize<T>(json, Wire.Json)!);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        store.Committed += Hint;
        await base.StartAsync(cancellationToken);
        await joined.Task.WaitAsync(Patience, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        store.Committed -= Hint;
        await base.StopAsync(cancellationToken);
        await Quietly(nodes.Leave, "This node could not say goodbye; the others notice within a minute");
    }

    public override void Dispose()
    {
        source.Dispose();
        queue.Dispose();
        base.Dispose();
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(Listen(stoppingToken), Pump(stoppingToken), Live(stoppingToken));

    private void Hint(IReadOnlyList<JournalEvent> committed)
    {
        if (!HasOthers)
        {
            return;
        }

        foreach (var happened in committed)
        {
            queue.Hint(happened.Organisation, happened.Seq);
        }
    }

    private async Task Listen(CancellationToken stop)
    {
        var pause = FirstPause;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await ListenUntilItBreaks(() => pause = FirstPause, stop);
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                log.LogWarning(fault, "The connection to the other nodes broke and is made again in {Milliseconds} ms", (int)pause.TotalMilliseconds);
            }

            // All nodes lose the database in the same moment: they need not all come back in the same.
            await Task.Delay(pause * (0.5 + (Random.Shared.NextDouble() / 2)), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task ListenUntilItBreaks(Action works, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        connection.Notification += (_, notification) => Take(notification.Payload);
        ear.Forget();
        await using (var listen = new NpgsqlCommand("LISTEN genkan", connection))
        {
            await listen.ExecuteNonQueryAsync(stop);
        }

        // Only now, so that whoever learns of this node from its row is heard by it.
        await SayHere();
        works();
        if (!joined.TrySetResult())
        {
            Raise(Missed);
        }

        while (true)
        {
            await connection.WaitAsync(stop);
        }
    }

    /// <summary>Says that this node lives, also where it seems to be alone: a new one is to be heard.</summary>
    private async Task SayHere()
    {
        if (await nodes.Renew())
        {
            Welcome();
        }

        queue.Add(new BusWord(Here, JsonSerializer.Serialize(nodes.Me, Wire.Json)));
    }

    private async Task Live(CancellationToken stop)
    {
        using var beat = new PeriodicTimer(Nodes.Beat, time);
        while (await beat.WaitForNextTickAsync(stop))
        {
            await Quietly(SayHere, "That this node lives could not be noted and is tried again in 20 seconds");
        }
    }

    private async Task Pump(CancellationToken stop)
    {
        while (true)
        {
            await queue.Something(stop);
            if (queue.Take() is { } batch)
            {
                await SendUntilSent(wire.Pack(nodes.Me, ++number, batch), stop);
            }

            await Task.Delay(BetweenCalls, stop);
        }
    }

    /// <summary>Under the same number again and again: who had it already passes it over.</summary>
    private async Task SendUntilSent(IReadOnlyList<string> payloads, CancellationToken stop)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                await Send(payloads, stop);
                return;
            }
            catch (Exception fault) when (!stop.IsCancellationRequested)
            {
                log.LogWarning(fault, "The other nodes could not be told and are told again in {Milliseconds} ms", (int)pause.TotalMilliseconds);
            }

            await Task.Delay(pause, stop);
        }
    }

    private async Task Send(IReadOnlyList<string> payloads, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var batch = new NpgsqlBatch(connection)
        {
            BatchCommands =
            {
                // What is said here need not survive a crash: nobody waits for the disk.
                new NpgsqlBatchCommand("BEGIN"),
                new NpgsqlBatchCommand("SET LOCAL synchronous_commit TO off"),
                new NpgsqlBatchCommand("SELECT pg_notify('genkan', payload) FROM unnest(@payloads) WITH ORDINALITY AS p(payload, ord) ORDER BY ord")
                {
                    Parameters = { new NpgsqlParameter("payloads", NpgsqlDbType.Array | NpgsqlDbType.Text) { Value = payloads.ToArray() } },
                },
                new NpgsqlBatchCommand("COMMIT"),
            },
        };
        await batch.ExecuteNonQueryAsync(stop);
    }

    private void Take(string payload)
    {
        var (parcel, missed) = ear.Take(payload);
        if (parcel is not null)
        {
            if (nodes.Met(parcel.Node))
            {
                Welcome();
            }

            Deliver(parcel.Batch);
        }

        if (missed)
        {
            Raise(Missed);
        }
    }

    private void Deliver(BusBatch batch)
    {
        foreach (var (organisation, seq) in batch.Hints)
        {
            Guarded(() => CommittedElsewhere?.Invoke(organisation, seq), "hint");
        }

        foreach (var word in batch.Words)
        {
            if (topics.TryGetValue(word.Topic, out var heard))
            {
                Guarded(() => heard(word.Json), word.Topic);
            }
        }
    }

    /// <summary>What was said while this node believed itself alone the other has not heard.</summary>
    private void Welcome()
    {
        queue.Lost();
        Raise(SomebodyCame);
    }

    private void Raise(Action? happened) => Guarded(() => happened?.Invoke(), "news of nodes");

    private void Guarded(Action act, string topic)
    {
        try
        {
            act();
        }
        catch (Exception fault)
        {
            // One word nobody can read must not stop all that come after it.
            log.LogError(fault, "A word of another node ({Topic}) could not be taken", topic);
        }
    }

    private async Task Quietly(Func<Task> act, string otherwise)
    {
        try
        {
            await act();
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "{Otherwise}", otherwise);
        }
    }
}
