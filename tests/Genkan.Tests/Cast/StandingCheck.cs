using System.Text.Json;
using Genkan.Routing;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Cast;

/// <summary>Holds what the routing remembers from one turn to the next against the store, at each decision of every test.</summary>
internal static class StandingCheck
{
    public static void HoldsWhatIsRememberedAgainstTheStore(this IServiceProvider services)
    {
        var turns = services.GetRequiredService<Turns>();
        var store = services.GetRequiredService<RoutingStore>();
        turns.GoesOnFrom = async (tx, remembered) => Same(await turns.Read(tx, await store.Waiting(tx)), remembered);
    }

    private static void Same(Standing stored, Standing remembered)
    {
        if (Shown(stored) != Shown(remembered))
        {
            throw new InvalidOperationException($"The routing remembers{Environment.NewLine}{Shown(remembered)}{Environment.NewLine}and the store has{Environment.NewLine}{Shown(stored)}");
        }
    }

    private static string Shown(Standing standing) => JsonSerializer.Serialize(new
    {
        waiting = standing.Rows.OrderBy(row => row.Conversation),
        held = standing.Held.Where(one => one.Value != 0).OrderBy(one => one.Key),
        given = standing.GivenTimes.Where(one => one.Value != 0).OrderBy(one => one.Key),
    });
}
