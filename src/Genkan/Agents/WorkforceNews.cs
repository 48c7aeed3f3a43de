using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>Calls whoever must know of a change of the workforce in its unit. Looked up late: they ask this room themselves.</summary>
internal sealed class WorkforceNews(IServiceProvider services)
{
    private readonly Lazy<IWorkforceChanges[]> told = new(() => [.. services.GetServices<IWorkforceChanges>()]);

    public async Task Before(ITx tx)
    {
        foreach (var one in told.Value)
        {
            await one.Before(tx);
        }
    }

    public async Task After(ITx tx)
    {
        foreach (var one in told.Value)
        {
            await one.After(tx);
        }
    }
}
