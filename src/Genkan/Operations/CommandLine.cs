using Genkan.Storage;
using Microsoft.AspNetCore.Connections;
using Npgsql;

namespace Genkan.Operations;

/// <summary>What <c>genkan</c> does, by its first word. Whatever goes wrong ends in a sentence and an exit code, never in a stack trace.</summary>
internal sealed class CommandLine(TextReader input, TextWriter output, TextWriter errors)
{
    /// <summary>Done.</summary>
    public const int Good = 0;

    /// <summary>Not done, for a reason that was said.</summary>
    public const int Refused = 1;

    /// <summary>The command line itself makes no sense.</summary>
    public const int Misused = 2;

    /// <summary><c>genkan check</c> found something wrong.</summary>
    public const int Unsound = 3;

    /// <summary>Is somebody at the keyboard who can be asked?</summary>
    public bool Interactive { get; init; }

    public async Task<int> Run(string[] args)
    {
        try
        {
            return await Do(Arguments.Parse(args));
        }
        catch (MisusedException misuse)
        {
            await errors.WriteLineAsync(misuse.Message);
            return Misused;
        }
        catch (Exception fault) when (InASentence(fault) is { } sentence)
        {
            await errors.WriteLineAsync(sentence);
            return Refused;
        }
    }

    private Task<int> Do(Arguments arguments) => arguments.Command switch
    {
        "serve" => Serve(arguments.Settings),
        "demo" => Serve([.. arguments.Settings, "--demo=true"]),
        "backup" => new BackupCommand(output).Run(arguments),
        "restore" => new RestoreCommand(input, output, Interactive).Run(arguments),
        "check" => new CheckCommand(output).Run(arguments),
        "simulate" => new SimulateCommand(output).Run(arguments),
        "organisation" => new OrganisationCommand(input, output, Interactive).Run(arguments),
        "help" => Say(Help.Text),
        "version" => Say($"genkan {GenkanSettings.Version}"),
        var other => throw new MisusedException($"genkan does not know \"{other}\". genkan --help says what it knows."),
    };

    private static async Task<int> Serve(string[] settings)
    {
        await using var app = GenkanHost.Build(settings);
        await app.RunAsync();
        return Good;
    }

    private async Task<int> Say(string text)
    {
        await output.WriteLineAsync(text);
        return Good;
    }

    /// <summary>Faults the operator can mend; null for ours, which keep their trace.</summary>
    private static string? InASentence(Exception fault) => fault switch
    {
        StartRefusedException => fault.Message,
        IOException { InnerException: AddressInUseException } => fault.Message + " Choose another with --urls.",
        UnauthorizedAccessException => $"{fault.Message} Genkan's own user must be able to read and write its data folder (--data, GENKAN_DATA).",
        IOException => fault.Message,
        NpgsqlException => "PostgreSQL, named by GENKAN_DATABASE, cannot be used: " + fault.Message,
        Microsoft.Data.Sqlite.SqliteException => "The database in the data folder cannot be used: " + fault.Message,
        _ => null,
    };
}

/// <summary>The command line makes no sense; the message says what is missing or too much.</summary>
internal sealed class MisusedException(string message) : Exception(message);
