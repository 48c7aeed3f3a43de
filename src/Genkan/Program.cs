using Genkan;

var app = GenkanHost.Build(args);
await app.RunAsync();
