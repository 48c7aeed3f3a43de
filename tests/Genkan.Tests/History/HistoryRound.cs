using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Genkan.Tests.History;

/// <summary>How long one round is.</summary>
internal sealed record HistoryPlan(int Seed, int Kills, int Messages, TimeSpan Longest);

/// <summary>
/// One round of the history checker: a fresh store, a real server, people who talk, and faults by the seed; afterwards
/// every record is held against the store. The seed fixes who does what and which faults come in which order; how the threads of
/// two programs meet it cannot fix, so a failing seed is run several times.
/// </summary>
internal sealed class HistoryRound : IAsyncDisposable
{
    private const int Visitors = 10;

    private static readonly string[] Agents = ["walt", "ada", "tom"];

    private readonly HistoryPlan _plan;
    private readonly Random _chance;
    private readonly Faults _faults = new();
    private readonly TestStore _store;
    private readonly Cable? _toDatabase;
    private readonly RealServer _server;
    private readonly CancellationTokenSource _enough = new();
    private readonly List<Person> _people = [];
    private AgentClient _nora = null!;

    private HistoryRound(HistoryPlan plan, TestStore store)
    {
        (_plan, _store) = (plan, store);
        _chance = new Random(plan.Seed);
        var database = store.Database;
        if (database is not null)
        {
            var direct = new Npgsql.NpgsqlConnectionStringBuilder(database);
            _toDatabase = new Cable(direct.Port);
            // A cut cable refuses at once; who waits to be let in only waits for a busy machine.
            database = new Npgsql.NpgsqlConnectionStringBuilder(database) { Port = _toDatabase.Port, Timeout = 10, CommandTimeout = 3 }.ToString();
        }

        _server = new RealServer(store.Folder, database, _faults.Environment);
    }

    public Ledger Ledger { get; } = new();

    public int Kills { get; private set; }

    /// <summary>Plays a whole round and checks it.</summary>
    public static async Task<HistoryRound> Play(HistoryPlan plan)
    {
        var round = new HistoryRound(plan, await Engine.NewStore());
        try
        {
            await round.SetTheStage();
            await round.Talk();
            await round.Check();
        }
        catch (Exception fault)
        {
            round.Ledger.Wrong($"the round broke: {fault}\nthe server said:\n{round._server.Said}");
        }

        return round;
    }

    /// <summary>What went wrong and how to see it again, or what was done.</summary>
    public override string ToString()
    {
        var report = new StringBuilder();
        report.AppendLine(CultureInfo.InvariantCulture, $"seed {_plan.Seed} on {(Engine.IsPostgres ? "postgres" : "sqlite")}: {Kills} kills, {Ledger.Acknowledged} acknowledged, {string.Join(", ", Ledger.Counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"))}");
        foreach (var wrong in Ledger.Wrongs.Take(20))
        {
            report.AppendLine(wrong);
        }

        if (!Ledger.Wrongs.IsEmpty)
        {
            report.AppendLine(_server.Faults);
            report.AppendLine(CultureInfo.InvariantCulture, $"{Ledger.Wrongs.Count} wrongs; again: bin/history --seed {_plan.Seed} --kills {_plan.Kills} --messages {_plan.Messages}");
        }

        return report.ToString();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var person in _people)
        {
            await person.DisposeAsync();
        }

        await _server.DisposeAsync();
        if (_toDatabase is not null)
        {
            await _toDatabase.DisposeAsync();
        }

        await _store.DisposeAsync();
        _faults.Dispose();
        _enough.Dispose();
    }

    private async Task SetTheStage()
    {
        await _server.Start();
        _nora = await new AgentClient(_server.Url).SignIn("nora@shop.example", Shop.Password, "online");
        var site = (await _nora.Post("/api/sites", new { id = Ids.New(), name = "Shop" })).Should(201);
        foreach (var name in Agents)
        {
            (await _nora.Post("/api/agents", new { id = Ids.New(), name, userName = name, email = $"{name}@shop.example", password = Shop.Password, role = "agent" })).Should(201);
            var signedIn = await new AgentClient(_server.Url).SignIn($"{name}@shop.example", Shop.Password);
            _people.Add(new AgentPlayer(signedIn, _server.Port, Ledger, _chance.Next(), _enough.Token));
        }

        for (var visitor = 1; visitor <= Visitors; visitor++)
        {
            _people.Add(new VisitorPlayer($"visitor{visitor}", site["key"]!.GetValue<string>(), _server.Port, Ledger, _chance.Next(), _enough.Token));
        }
    }

    private async Task Talk()
    {
        var lives = _people.ConvertAll(person => Task.Run(person.Live));
        var clock = Stopwatch.StartNew();
        while (GoesOn(clock.Elapsed) && Ledger.Wrongs.IsEmpty && !lives.Exists(life => life.IsFaulted))
        {
            await Task.Delay(_chance.Next(150));
            await Trouble();
            if (Kills < _plan.Kills && NextKillIsDue(clock.Elapsed))
            {
                await KillAndStart();
            }
        }

        Mend();
        await _enough.CancelAsync();
        await Task.WhenAll(lives);
    }

    /// <summary>Until both counts are reached or the time is up; on a machine too busy for a tenth of it, up to five times as long.</summary>
    private bool GoesOn(TimeSpan elapsed) => (Kills < _plan.Kills || Ledger.Acknowledged < _plan.Messages)
        && (elapsed < _plan.Longest || (elapsed < _plan.Longest * 5 && Ledger.Acknowledged < _plan.Messages / 10));

    /// <summary>Spread over the round, by what was said or by the time that is left.</summary>
    private bool NextKillIsDue(TimeSpan elapsed) =>
        Ledger.Acknowledged >= (long)_plan.Messages * (Kills + 1) / (_plan.Kills + 1) || elapsed >= _plan.Longest * (Kills + 1) / (_plan.Kills + 1);

    private async Task KillAndStart()
    {
        _server.Kill();
        Kills++;
        // What fails with a dead server is no news: the faults go on for the next life only by chance.
        _faults.Clear();
        await Task.Delay(_chance.Next(200));
        await _server.Start();
    }

    private async Task Trouble()
    {
        var person = _people[_chance.Next(_people.Count)];
        switch (_chance.Next(12))
        {
            case 0:
                Ledger.Count("connections dropped");
                person.Cable.Drop();
                break;
            case 1:
                Ledger.Count("answers swallowed");
                person.Cable.GoDead(answers: true);
                break;
            case 2:
                Ledger.Count("requests swallowed");
                person.Cable.GoDead(answers: false);
                break;
            case 3:
                person.Cable.Delay = person.Cable.Delay > 0 ? 0 : _chance.Next(40);
                break;
            case 4:
                Ledger.Count("everybody dropped");
                _people.ForEach(one => one.Cable.Drop());
                break;
            case 5 when Faults.Available:
                Ledger.Count("clock jumps");
                _faults.ClockAhead = TimeSpan.FromMinutes(_chance.Next(-180, 180));
                break;
            case 6 or 7 when _toDatabase is not null:
                await LoseDatabase();
                break;
            case 6 when Faults.Available:
                await WhileFailing("full disks", () => _faults.DiskFull = true);
                break;
            case 7 when Faults.Available:
                await WhileFailing("failing fsyncs", () => _faults.SyncFails = true);
                break;
        }
    }

    /// <summary>The fault may last into a kill: then the server dies with it, and starts on a sound disk.</summary>
    private async Task WhileFailing(string what, Action begin)
    {
        Ledger.Count(what);
        begin();
        await Task.Delay(_chance.Next(250));
        if (_chance.Next(2) == 0 && Kills < _plan.Kills)
        {
            await KillAndStart();
        }

        _faults.Clear();
    }

    private async Task LoseDatabase()
    {
        Ledger.Count("database gone");
        if (_chance.Next(2) == 0)
        {
            _toDatabase!.Drop();
            return;
        }

        _toDatabase!.Cut();
        await Task.Delay(_chance.Next(400));
        _toDatabase.Mend();
    }

    private void Mend()
    {
        _faults.Clear();
        _toDatabase?.Mend();
        _people.ForEach(person => person.Cable.Delay = 0);
    }

    /// <summary>Once more killed, so that what is read is what was on disk; then the screens, which are to end up right.</summary>
    private async Task Check()
    {
        _server.Kill();
        Kills++;
        await _server.Start();
        _faults.ClockAhead = TimeSpan.Zero;
        var store = new StoreCheck(Ledger, _store.Folder, _store.Database);
        await store.Conversations(_nora);
        await store.Tables();
        foreach (var person in _people)
        {
            await UntilEqual(person);
        }
    }

    private async Task UntilEqual(Person person)
    {
        string? differs = null;
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromSeconds(20); await Task.Delay(50))
        {
            differs = await person.Differs();
            if (differs is null)
            {
                return;
            }
        }

        Ledger.Wrong(differs!);
    }
}
