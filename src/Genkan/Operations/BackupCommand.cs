using System.Globalization;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary><c>genkan backup FILE|FOLDER</c></summary>
internal sealed class BackupCommand(TextWriter output)
{
    // The name sorts by time, so that the oldest are found by name alone.
    private const string Prefix = "genkan-";
    private const string Ending = ".tar.gz";

    public async Task<int> Run(Arguments arguments)
    {
        var target = arguments.OneWord("the file or the folder to write to");
        var keep = Keep(arguments);
        await using var tools = Tools.From(arguments);
        var folder = Directory.Exists(target) ? target : null;
        if (keep is not null && folder is null)
        {
            throw new MisusedException("--keep goes with a folder that is there.");
        }

        var file = folder is null ? target : Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{DateTime.UtcNow:yyyyMMdd-HHmmss}{Ending}"));
        var choices = new BackupChoices { WithoutKeys = arguments.Has("without-keys"), Replace = arguments.Has("replace") };
        var made = await tools.Services.GetRequiredService<IBackups>().Make(file, choices);
        var keys = made.WithKeys ? "with the keys: keep it as safe as the server itself" : "without the keys: it restores only together with them";
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{made.File}: {made.Rows} rows, {made.Bytes} bytes, {made.Took.TotalSeconds:0.0} s, read back and compared, {keys}."));
        if (keep is { } newest)
        {
            await ForgetOlder(folder!, newest);
        }

        return CommandLine.Good;
    }

    private static int? Keep(Arguments arguments)
    {
        if (arguments.Value("keep") is not { } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var keep) && keep > 0 ? keep : throw new MisusedException("--keep needs a number of 1 or more.");
    }

    private async Task ForgetOlder(string folder, int keep)
    {
        var ours = Directory.GetFiles(folder, $"{Prefix}????????-??????{Ending}").OrderDescending(StringComparer.Ordinal).Skip(keep);
        foreach (var old in ours)
        {
            File.Delete(old);
            await output.WriteLineAsync($"{old}: deleted, older than the newest {keep}.");
        }
    }
}
