using System.Globalization;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary><c>genkan check</c></summary>
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
        return report.Sound ? CommandLine.Good : CommandLine.Unsound;
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
}
