using Genkan.Administration;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Operations;

/// <summary><c>genkan organisation add</c>: by whoever holds the data folder; the first one founded so owns the installation.</summary>
internal sealed class OrganisationCommand(TextReader input, TextWriter output, bool interactive)
{
    public async Task<int> Run(Arguments arguments)
    {
        if (arguments.OneWord("the word add") != "add")
        {
            throw new MisusedException("genkan organisation knows one word: add.");
        }

        var wanted = new NewOrganisation(Needed(arguments, "name"), Needed(arguments, "owner"), Needed(arguments, "email"), await Password())
        {
            Slug = arguments.Value("slug"),
            Language = arguments.Value("language"),
        };
        await using var tools = Tools.From(arguments);
        await Open(tools.Services);
        var founding = tools.Services.GetRequiredService<IFirstRun>();
        try
        {
            var founded = await founding.Needed() ? await founding.Begin(wanted) : await founding.Found(wanted);
            await output.WriteLineAsync($"{founded.Name} is founded; its short name is {founded.Slug}, its id {founded.Id}.");
            return CommandLine.Good;
        }
        catch (Refusal refusal)
        {
            throw new StartRefusedException(Worded(refusal, tools.Services.GetRequiredService<ITexts>()), refusal);
        }
    }

    private static string Needed(Arguments arguments, string flag) =>
        arguments.Value(flag) is { Length: > 0 } value ? value : throw new MisusedException($"genkan organisation add needs --{flag}.");

    /// <summary>Never as an argument: every user of the machine can read those.</summary>
    private async Task<string> Password()
    {
        if (Environment.GetEnvironmentVariable("GENKAN_OWNER_PASSWORD") is { Length: > 0 } set)
        {
            return set;
        }

        if (!interactive)
        {
            return (await input.ReadLineAsync())?.TrimEnd('\r') ?? "";
        }

        await output.WriteAsync("The owner's password (it is not shown): ");
        var typed = Typed();
        await output.WriteLineAsync();
        return typed;
    }

    private static string Typed()
    {
        var typed = new System.Text.StringBuilder();
        while (Console.ReadKey(intercept: true) is { Key: not ConsoleKey.Enter } key)
        {
            if (key.Key == ConsoleKey.Backspace)
            {
                typed.Length = Math.Max(0, typed.Length - 1);
            }
            else
            {
                typed.Append(key.KeyChar);
            }
        }

        return typed.ToString();
    }

    private static async Task Open(IServiceProvider services)
    {
        try
        {
            await services.OpenStorage();
        }
        catch (StartRefusedException running) when (services.GetRequiredService<GenkanSettings>().Database is null)
        {
            throw new StartRefusedException("The server is running on this data folder. Add the organisation in its console (Manage, Organisations), or stop it first.", running);
        }
    }

    private static string Worded(Refusal refusal, ITexts texts) => refusal.Fields is { } fields
        ? string.Join('\n', fields.SelectMany(f => f.Value.Select(e => $"{f.Key}: {texts.Say("en", $"field.{e.Code}", e.Values)}")))
        : texts.Say("en", $"problem.{refusal.Code}");
}
