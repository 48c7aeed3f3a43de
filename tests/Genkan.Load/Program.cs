using Genkan.Load;
using Genkan.Load.Relays;

if (args is ["relay", var kind, .. var relay])
{
    await Relay.Run(kind, relay);
    return 0;
}

if (args.Contains("--help") || args.Contains("-h"))
{
    Console.WriteLine(Options.Help);
    return 0;
}

try
{
    return await Flood.Run(Options.Parse(args));
}
catch (Exception fault) when (fault is FormatException or FloodException)
{
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}
