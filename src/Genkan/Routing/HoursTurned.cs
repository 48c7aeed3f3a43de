using Genkan.Hours;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>Somebody opens or closes: what waits may be served now. Looked up late, because the distribution asks the hours itself.</summary>
internal sealed class HoursTurned(IServiceProvider services) : IHoursChanges
{
    private readonly Lazy<Distribution> distribution = new(services.GetRequiredService<Distribution>);

    public Task Before(ITx tx) => distribution.Value.Before(tx);

    public Task After(ITx tx) => distribution.Value.SettleChanged(tx, withHours: true);
}
