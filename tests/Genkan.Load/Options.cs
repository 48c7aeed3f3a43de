using System.Globalization;

namespace Genkan.Load;

/// <summary>What to play, on what.</summary>
internal sealed record Options
{
    public const string Help =
        """
        bin/flood [options]: plays visitors and agents over the public API and measures what comes of it.

        What to play
          --short               in small and without the search: 1,000 idle streams, 100 conversations, 200 messages a second for 5 s (under 2 minutes)
          --phases LIST         of: idle,busy,storm,consoles,routing,search (default: all but routing, in this order)
          --streams N           idle visitor streams (default 10000)
          --talks N             conversations under way, nine to an agent (default 500)
          --rate N              messages a second in the busy phase, both sides writing (default 1000)
          --seconds N           length of the busy phase (default 60)
          --consoles N          open consoles that hear everything, in the consoles phase (default 200)
          --limit MS            p99 the search for the highest rate keeps below (default 250)
          --step SECONDS        length of one step of that search (default 8)
          --seed N              of the arrival times (default 1)

        On what
          --engine sqlite|postgres|both   (bin/flood only; default both where PostgreSQL's programs are installed)
          --server FILE         genkan.dll or the published program; bin/flood builds it when this is not given
          --postgres STRING     Npgsql connection string of an empty database; without it the server runs on SQLite in a temporary folder
          --url URL             a server that runs already; with --email and --password of its owner, and --pid for memory and processor
          --no-baselines        leave the bare relays out
          --only-baselines      measure the bare relays alone

        Result
          --json FILE           everything measured, for machines

        The exit code is 1 when anything was lost, doubled or refused. Arrival times are fixed beforehand (Poisson, seeded): a server that
        falls behind shows as latency, never as fewer messages.
        """;

    public IReadOnlySet<string> Phases { get; private set; } = new HashSet<string>(["idle", "busy", "storm", "consoles", "search"], StringComparer.Ordinal);

    public bool Short { get; private set; }

    public int Streams { get; private set; } = 10_000;

    public int Talks { get; private set; } = 500;

    public double Rate { get; private set; } = 1000;

    public double Seconds { get; private set; } = 60;

    public int Consoles { get; private set; } = 200;

    public double LimitMs { get; private set; } = 250;

    public double StepSeconds { get; private set; } = 8;

    public int Seed { get; private set; } = 1;

    public string? Server { get; private set; }

    public string? Postgres { get; private set; }

    public Uri? Url { get; private set; }

    public string Email { get; private set; } = "nora@flood.example";

    public string Password { get; private set; } = "a crowd of ten thousand";

    public int? Pid { get; private set; }

    public bool Baselines { get; private set; } = true;

    public bool Genkan { get; private set; } = true;

    public string? Json { get; private set; }

    public bool Plays(string phase) => Phases.Contains(phase);

    /// <exception cref="FloodException">An option nobody knows, or one without its value.</exception>
    public static Options Parse(IEnumerable<string> args)
    {
        var options = new Options();
        var rest = new Queue<string>(args);
        if (rest.Contains("--short"))
        {
            options.MakeShort();
        }

        while (rest.TryDequeue(out var name))
        {
            options.Take(name, () => rest.TryDequeue(out var value) ? value : throw new FloodException($"{name} needs a value"));
        }

        return options.Server is null && options.Url is null && options.Genkan ? throw new FloodException("Either --server or --url is needed.") : options;
    }

    private void MakeShort()
    {
        Short = true;
        (Streams, Talks, Rate, Seconds, Consoles, StepSeconds) = (1000, 100, 200, 5, 30, 3);
        Phases = new HashSet<string>(["idle", "busy", "storm", "consoles"], StringComparer.Ordinal);
    }

    private void Take(string name, Func<string> value)
    {
        switch (name)
        {
            case "--short": break;
            case "--phases": Phases = value().Split(',', StringSplitOptions.TrimEntries).ToHashSet(StringComparer.Ordinal); break;
            case "--streams": Streams = Whole(value()); break;
            case "--talks": Talks = Whole(value()); break;
            case "--rate": Rate = Number(value()); break;
            case "--seconds": Seconds = Number(value()); break;
            case "--consoles": Consoles = Whole(value()); break;
            case "--limit": LimitMs = Number(value()); break;
            case "--step": StepSeconds = Number(value()); break;
            case "--seed": Seed = Whole(value()); break;
            case "--server": Server = Path.GetFullPath(value()); break;
            case "--postgres": Postgres = value(); break;
            case "--url": Url = new Uri(value()); break;
            case "--email": Email = value(); break;
            case "--password": Password = value(); break;
            case "--pid": Pid = Whole(value()); break;
            case "--no-baselines": Baselines = false; break;
            case "--only-baselines": Genkan = false; break;
            case "--json": Json = value(); break;
            default: throw new FloodException($"Unknown: {name}. See bin/flood --help");
        }
    }

    private static int Whole(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
