using System.Globalization;
using Genkan.Administration;
using Genkan.Audit;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary><c>genkan check</c>: the rules of every room, then every organisation's audit trail.</summary>
internal sealed class CheckCommand(TextWriter output)
{
    public async Task<int> Run(Arguments arguments)
    {
        if (arguments.Words.Count > 0)
        {
            throw new MisusedException("genkan check takes no file. To look at a backup, restore it into an empty folder.");
        }

        await using var tools = Tools.From(arguments);
        var report = await tools.Services.GetRequiredService<IBackups>().Check();
        await Tell(output, report);
        return await TellTrails(output, tools.Services) && report.Sound ? CommandLine.Good : CommandLine.Unsound;
    }

    public static async Task Tell(TextWriter output, CheckReport report)
    {
        foreach (var fault in report.Faults)
        {
            var times = fault.Times >= StoreFault.CountedUpTo ? $"{StoreFault.CountedUpTo} times or more" : string.Create(CultureInfo.InvariantCulture, $"{fault.Times} times");
            await output.WriteLineAsync($"Not so: {fault.Rule} ({times}): {string.Join(", ", fault.Examples)}");
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{report.Rules} rules over {report.Rows} rows: {(report.Sound ? "all hold." : $"{report.Faults.Count} do not hold.")}"));
    }

    /// <summary>
    /// One line for each trail. A backup does not ask this: who tampered with a trail must not be able to stop the backups by it.
    /// </summary>
    /// <returns>Whether all are whole.</returns>
    public static async Task<bool> TellTrails(TextWriter output, IServiceProvider services)
    {
        var (audit, organisations) = (services.GetRequiredService<IAuditChecks>(), services.GetRequiredService<IOrganisationNames>());
        var (found, names) = await services.GetRequiredService<IBackups>().Read(async tx => (await audit.CheckAll(tx), await organisations.ShortNames(tx)));
        foreach (var (organisation, trail) in found.OrderBy(f => f.Key.Value))
        {
            await output.WriteLineAsync(Said(names.GetValueOrDefault(organisation) ?? $"{organisation}, which is not there any more", trail));
        }

        return found.Values.All(trail => trail.Whole);
    }

    private static string Said(string name, AuditCheck trail) => trail.Whole
        ? string.Create(CultureInfo.InvariantCulture, $"Audit trail of {name}: {trail.Entries} entries, whole. Newest seal {trail.Head}")
        : string.Create(CultureInfo.InvariantCulture, $"Audit trail of {name}: tampered with at entry {trail.BrokenAt}: {Reason(trail.Reason)}.");

    private static string Reason(string? reason) => reason switch
    {
        "changed" => "it was changed after it was written",
        "missing" => "it is missing",
        "cut" => "from there on entries were removed from the end",
        _ => "it is not the one noted down outside the database (audit-anchors.log)",
    };
}
