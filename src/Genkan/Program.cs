using Genkan.Operations;

// Before anything else, since whatever touches a culture or a hash without these libraries ends the process with no word for the operator.
if (NeededLibraries.Missing() is { } missing)
{
    await Console.Error.WriteLineAsync(missing);
    return CommandLine.Refused;
}

return await new CommandLine(Console.In, Console.Out, Console.Error) { Interactive = !Console.IsInputRedirected && !Console.IsOutputRedirected }.Run(args);
