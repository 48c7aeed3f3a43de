using System.Diagnostics.Metrics;
using Genkan.Storage;

namespace Genkan.Operations;

/// <summary>What is asked and not counted: how many writes wait.</summary>
internal sealed class StoreGauge(IStore store) : IHostedService, IDisposable
{
    private readonly Meter meter = new("Genkan");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        meter.CreateObservableUpDownCounter("genkan.storage.waiting", () => store.Waiting, "{unit}", "Units of work that wait for the one writer");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => meter.Dispose();
}
