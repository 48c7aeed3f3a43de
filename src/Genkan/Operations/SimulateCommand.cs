using System.Globalization;
using System.Text.Json;
using Genkan.Administration;
using Genkan.Routing;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary><c>genkan simulate --from … --to … [--policy FILE]</c></summary>
internal sealed class SimulateCommand(TextWriter output)
{
    /// <summary>A file longer than this is no policy.</summary>
    private const long LongestPolicy = 1_000_000;

    public async Task<int> Run(Arguments arguments)
    {
        if (arguments.Words.Count > 0)
        {
            throw new MisusedException($"genkan simulate does not know what to do with \"{arguments.Words[0]}\".");
        }

        var (from, to) = (Instant(arguments, "from"), Instant(arguments, "to"));
        if (to <= from)
        {
            throw new MisusedException("--to must be after --from.");
        }

        var order = new SimulationOrder(from, to, await Policy(arguments));
        await using var tools = Tools.From(arguments);
        var services = tools.Services;
        var store = services.GetRequiredService<IBackups>();
        var (organisation, name) = Organisation(arguments, await store.Read(services.GetRequiredService<IOrganisationNames>().ShortNames));
        var report = await store.Read(organisation, tx => services.GetRequiredService<ISimulation>().Run(tx, order));
        await output.WriteAsync(arguments.Has("json") ? JsonSerializer.Serialize(report, Indented) + "\n" : new SimulationText(name, report, order.Policy is not null).ToString());
        return CommandLine.Good;
    }

    private static readonly JsonSerializerOptions Indented = new(Wire.Json) { WriteIndented = true, NewLine = "\n" };

    private static long Instant(Arguments arguments, string flag) =>
        arguments.Value(flag) is not { } text ? throw new MisusedException($"genkan simulate needs --{flag}.")
        : Instants.Read(text) ?? throw new MisusedException($"--{flag} is \"{text}\": a time with its zone, like 2026-03-02T09:00+09:00, or a date (00:00 UTC), please.");

    private static async Task<string?> Policy(Arguments arguments)
    {
        if (arguments.Value("policy") is not { } file)
        {
            return null;
        }

        var found = new FileInfo(file);
        return found is { Exists: true, Length: <= LongestPolicy } ? await File.ReadAllTextAsync(file)
            : throw new StartRefusedException(found.Exists ? $"{file} is too long for a policy." : $"{file} is not there.");
    }

    private static (OrganisationId Id, string Name) Organisation(Arguments arguments, IReadOnlyDictionary<OrganisationId, string> known)
    {
        if (arguments.Value("organisation") is { } wanted)
        {
            var named = known.Where(o => o.Value == wanted || (Guid.TryParse(wanted, out var id) && o.Key.Value == id)).ToList();
            return named.Count == 1 ? (named[0].Key, named[0].Value) : throw new StartRefusedException($"There is no organisation \"{wanted}\". There {Are(known)}.");
        }

        return known.Count == 1 ? (known.First().Key, known.First().Value) : throw new MisusedException($"Which organisation? Say --organisation and one of these: there {Are(known)}.");
    }

    private static string Are(IReadOnlyDictionary<OrganisationId, string> known) =>
        known.Count == 0 ? "is none" : string.Create(CultureInfo.InvariantCulture, $"{(known.Count == 1 ? "is" : "are")} {string.Join(", ", known.Values.Order(StringComparer.Ordinal))}");
}
