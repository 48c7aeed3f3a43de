using Genkan.Operations;

namespace Genkan.Tests.Cast;

/// <summary>Whoever sits at the machine: types <c>genkan …</c> and reads what it says.</summary>
internal static class Operator
{
    /// <summary>Runs a command on a store; <paramref name="typed"/> is what comes from the keyboard.</summary>
    public static Task<Said> Types(TestStore store, string command, string[]? args = null, string typed = "", bool interactive = false) =>
        Types([command, .. args ?? [], "--data", store.Folder, .. store.Database is { } database ? new[] { "--GENKAN_DATABASE", database } : []], typed, interactive);

    public static async Task<Said> Types(string[] args, string typed = "", bool interactive = false)
    {
        using var input = new StringReader(typed);
        await using var output = new StringWriter();
        await using var errors = new StringWriter();
        var code = await new CommandLine(input, output, errors) { Interactive = interactive }.Run(args);
        return new Said(code, output.ToString(), errors.ToString());
    }
}

internal sealed record Said(int Code, string Output, string Errors)
{
    public Said Should(int code)
    {
        Code.ShouldBe(code, $"{Output}\n{Errors}");
        return this;
    }
}
