using System.Globalization;
using Genkan.Audit;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary><c>genkan restore FILE</c></summary>
internal sealed class RestoreCommand(TextReader input, TextWriter output, bool interactive)
{
    public async Task<int> Run(Arguments arguments)
    {
        var file = arguments.OneWord("the backup's file");
        await using var tools = Tools.From(arguments);
        var backups = tools.Services.GetRequiredService<IBackups>();
        var replace = arguments.Has("replace");
        if (replace && !arguments.Has("yes") && await backups.HoldsSomething() && !await MayReplace(tools.Services.GetRequiredService<GenkanSettings>()))
        {
            await output.WriteLineAsync("Nothing was changed.");
            return CommandLine.Refused;
        }

        var restored = await backups.Restore(file, new RestoreChoices { Replace = replace });
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"Restored: {restored.Rows} rows as of {restored.MadeAt:yyyy-MM-dd HH:mm:ss} UTC, made by Genkan {restored.MadeBy}."));
        await CheckCommand.Tell(output, restored.Check);
        var whole = await GoOnWithTheTrails(arguments, restored.MadeAt);
        return whole && restored.Check.Sound ? CommandLine.Good : CommandLine.Unsound;
    }

    /// <summary>With rooms built anew, because these opened nothing yet: keys and store are those of the backup now.</summary>
    private async Task<bool> GoOnWithTheTrails(Arguments arguments, DateTimeOffset madeAt)
    {
        await using var tools = Tools.From(arguments);
        await tools.Services.OpenStorage();
        var noted = await tools.Services.GetRequiredService<IAudit>().NoteRestore(madeAt);
        await output.WriteLineAsync("That a backup was restored stands in every audit trail.");
        if (noted.Aside is { } aside)
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{noted.Newer} of the notes in audit-anchors.log speak of entries newer than the backup. All notes are kept as they were in {aside}."));
        }

        return await CheckCommand.TellTrails(output, tools.Services);
    }

    private async Task<bool> MayReplace(GenkanSettings settings)
    {
        if (!interactive)
        {
            throw new StartRefusedException("Nobody is here to be asked whether what is there may be replaced. Say --yes as well if it may.");
        }

        await output.WriteLineAsync(settings.Database is null
            ? $"There is a Genkan in {settings.DataFolder}. Its files will be kept beside the restored ones."
            : "There is a Genkan in this database. Everything in it will be gone.");
        await output.WriteAsync("Replace it? Type yes: ");
        return string.Equals((await input.ReadLineAsync())?.Trim(), "yes", StringComparison.OrdinalIgnoreCase);
    }
}
