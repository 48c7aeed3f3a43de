namespace Genkan;

/// <summary>What the operator set: arguments, <c>GENKAN_*</c> variables, <c>appsettings.json</c>, in this order.</summary>
public sealed record GenkanSettings
{
    /// <summary>Folder of everything that is kept.</summary>
    public required string DataFolder { get; init; }

    /// <summary>PostgreSQL connection string; null means SQLite in the data folder.</summary>
    public string? Database { get; init; }

    /// <summary>The address people reach this server by, without a slash at the end; null means as each request says.</summary>
    public string? PublicUrl { get; init; }

    /// <summary>Proxies whose X-Forwarded-* headers count: addresses or networks, separated by commas.</summary>
    public string? Proxies { get; init; }

    /// <summary>A data file of places of the operator's own (MaxMind DB, City layout); null means the one that ships.</summary>
    public string? Places { get; init; }

    /// <summary>Days the journal is kept; a client away for longer loads its snapshot anew.</summary>
    public int JournalDays { get; init; } = 14;

    /// <summary>Days the log of routing is kept; <c>genkan simulate</c> looks back as far.</summary>
    public int RoutingLogDays { get; init; } = 90;

    /// <summary>Was the data folder new at this start?</summary>
    public bool NewFolder { get; init; }

    /// <summary>Make and run the demo organisation and shop.</summary>
    public bool Demo { get; init; }

    /// <summary><c>GENKAN_LIMITS=off</c>: what counts addresses and members is lifted, for load runs.</summary>
    public bool LimitsOff { get; init; }

    /// <summary>The limits the operator set otherwise: <c>GENKAN_LIMIT_…</c> and its text.</summary>
    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();

    /// <summary>Connections one address may hold; null means the usual figure.</summary>
    public int? ConnectionsPerAddress { get; init; }

    /// <summary>The form of the log: <c>text</c>, <c>json</c> (one object a line) or <c>systemd</c> (with the journal's priorities).</summary>
    public string Log { get; init; } = "text";

    /// <summary>The program's version, as <c>genkan --version</c> says it.</summary>
    public static string Version { get; } = typeof(GenkanSettings).Assembly.GetName().Version is { } version ? $"{version.Major}.{version.Minor}.{version.Build}" : "0.0.0";

    /// <summary>Reads them.</summary>
    public static GenkanSettings From(IConfiguration configuration)
    {
        string? Of(string name) => new[] { name, name.Replace('_', '-'), "GENKAN_" + name.ToUpperInvariant() }.Select(key => configuration[key]).FirstOrDefault(value => value is { Length: > 0 });
        var folder = Path.GetFullPath(Of("data") ?? "data");
        return new GenkanSettings
        {
            DataFolder = folder,
            Database = Of("database"),
            PublicUrl = Of("public_url")?.TrimEnd('/'),
            Proxies = Of("proxies"),
            Places = Of("places"),
            JournalDays = int.TryParse(Of("journal_days"), System.Globalization.CultureInfo.InvariantCulture, out var days) ? Math.Clamp(days, 1, 3650) : 14,
            RoutingLogDays = int.TryParse(Of("routing_log_days"), System.Globalization.CultureInfo.InvariantCulture, out var logged) ? Math.Clamp(logged, 1, 3650) : 90,
            NewFolder = !File.Exists(Path.Combine(folder, "genkan.lock")),
            Log = Of("log") switch
            {
                null => "text",
                "text" or "json" or "systemd" => Of("log")!,
                var other => throw new Storage.StartRefusedException($"GENKAN_LOG is “{other}”: it must be text, json or systemd."),
            },
            Demo = Of("demo") is "true" or "1" or "yes",
            LimitsOff = Of("limits") switch
            {
                null or "on" => false,
                "off" => true,
                var other => throw new Storage.StartRefusedException($"GENKAN_LIMITS is “{other}”: it must be on or off."),
            },
            ConnectionsPerAddress = int.TryParse(Of("connections_per_address"), System.Globalization.CultureInfo.InvariantCulture, out var connections) && connections > 0 ? connections : null,
            Limits = configuration.AsEnumerable()
                .Where(pair => pair.Key.StartsWith("GENKAN_LIMIT_", StringComparison.OrdinalIgnoreCase) && !string.IsNullOrEmpty(pair.Value))
                .ToDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase),
        };
    }

    /// <summary>The address of this server for links: as set, else as the request came.</summary>
    public string BaseUrl(HttpRequest request) => PublicUrl ?? $"{request.Scheme}://{request.Host}";
}
