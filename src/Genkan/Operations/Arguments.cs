namespace Genkan.Operations;

/// <summary>The command line, taken apart: the command, its words, its own flags, and the settings that go to the server's configuration.</summary>
internal sealed record Arguments(string Command, IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Flags, string[] Settings)
{
    /// <summary>Flags of a command, beside the settings all commands share; those that take a value end with <c>=</c>.</summary>
    private static readonly Dictionary<string, string[]> Known = new(StringComparer.Ordinal)
    {
        ["backup"] = ["without-keys", "replace", "keep="],
        ["restore"] = ["replace", "yes"],
        ["check"] = [],
        ["organisation"] = ["name=", "slug=", "owner=", "email=", "language="],
        ["simulate"] = ["from=", "to=", "policy=", "organisation=", "json"],
        ["help"] = [],
        ["version"] = [],
    };

    private static readonly string[] SharedSettings = ["data", "database"];

    public static Arguments Parse(string[] args)
    {
        var command = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : "serve";
        var rest = args.Length > 0 && !args[0].StartsWith('-') ? args[1..] : args;
        if (rest.Any(a => a is "-h" or "--help"))
        {
            return new Arguments("help", [], new Dictionary<string, string>(StringComparer.Ordinal), []);
        }

        if (rest.Contains("--version", StringComparer.Ordinal))
        {
            return new Arguments("version", [], new Dictionary<string, string>(StringComparer.Ordinal), []);
        }

        return command is "serve" or "demo" ? ForServer(command, rest) : Apart(command, rest);
    }

    public bool Has(string flag) => Flags.ContainsKey(flag);

    public string? Value(string flag) => Flags.GetValueOrDefault(flag);

    /// <summary>The one word the command needs.</summary>
    public string OneWord(string what) => Words.Count == 1 ? Words[0] : throw new MisusedException($"genkan {Command} needs {what}, and nothing else.");

    /// <summary>The server takes any setting; a word without a dash before it is a mistake.</summary>
    private static Arguments ForServer(string command, string[] rest)
    {
        for (var i = 0; i < rest.Length; i++)
        {
            if (!rest[i].StartsWith('-'))
            {
                throw new MisusedException($"genkan {command} does not know what to do with \"{rest[i]}\".");
            }

            if (!rest[i].Contains('=', StringComparison.Ordinal) && rest[i] != "--demo")
            {
                i++;
                if (i == rest.Length)
                {
                    throw new MisusedException($"{rest[i - 1]} needs a value.");
                }
            }
        }

        return new Arguments(command, [], new Dictionary<string, string>(StringComparer.Ordinal), rest);
    }

    private static Arguments Apart(string command, string[] rest)
    {
        var known = Known.GetValueOrDefault(command) ?? [];
        var words = new List<string>();
        var flags = new Dictionary<string, string>(StringComparer.Ordinal);
        var settings = new List<string>();
        for (var i = 0; i < rest.Length; i++)
        {
            if (!rest[i].StartsWith("--", StringComparison.Ordinal))
            {
                words.Add(rest[i]);
                continue;
            }

            var parts = rest[i][2..].Split('=', 2);
            var name = parts[0];
            string Next() => parts.Length == 2 ? parts[1] : ++i < rest.Length ? rest[i] : throw new MisusedException($"--{name} needs a value.");
            if (known.Contains(name, StringComparer.Ordinal))
            {
                flags[name] = "";
            }
            else if (known.Contains(name + "=", StringComparer.Ordinal))
            {
                flags[name] = Next();
            }
            else if (SharedSettings.Contains(name, StringComparer.Ordinal) || name.StartsWith("GENKAN_", StringComparison.OrdinalIgnoreCase))
            {
                settings.AddRange(["--" + name, Next()]);
            }
            else
            {
                throw new MisusedException($"genkan {command} does not know --{name}. genkan --help says what it knows.");
            }
        }

        return new Arguments(command, words, flags, [.. settings]);
    }
}
