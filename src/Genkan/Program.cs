using Genkan;
using Genkan.Storage;

try
{
    var app = GenkanHost.Build(args);
    await app.RunAsync();
    return 0;
}
catch (Exception fault) when (fault is StartRefusedException or IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException })
{
    // What the operator can mend is said in one sentence, not in a stack trace.
    await Console.Error.WriteLineAsync(fault.Message);
    return 1;
}
