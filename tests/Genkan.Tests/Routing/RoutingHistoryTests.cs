using System.Globalization;

namespace Genkan.Tests.Routing;

/// <summary>Random histories: at most one owner at each version, nobody waits in vain, nothing is stuck, whatever happens in whatever order.</summary>
public sealed class RoutingHistoryTests
{
    private const int Steps = 20;

    /// <summary>Sequences of the long form that share a store.</summary>
    private const int Together = 50;

    [Fact, Requirement("Q-10", "Q-17", "Q-20", "Q-43")]
    public async Task Nobody_waits_while_somebody_may_serve_whatever_happens()
    {
        await using var history = await RoutingHistory.Open();
        for (var seed = 1; seed <= 40; seed++)
        {
            await history.Run(seed, Steps);
        }

        await history.ReplaysAsItWas();
    }

    /// <summary>The long form: <c>GENKAN_ROUTING_SEED</c> and <c>GENKAN_ROUTING_SEQUENCES</c> say from where and how many.</summary>
    [Fact(Explicit = true)]
    public async Task Ten_thousand_histories()
    {
        var from = Number("GENKAN_ROUTING_SEED", 1);
        var until = from + Number("GENKAN_ROUTING_SEQUENCES", 10_000);
        for (var first = from; first < until; first += Together)
        {
            // On a store of their own: what is left lying on the desks makes each look of the thousandth as long as a hundred first ones.
            await using var history = await RoutingHistory.Open();
            for (var seed = first; seed < Math.Min(first + Together, until); seed++)
            {
                await history.Run(seed, Steps);
            }

            await history.ReplaysAsItWas();
        }
    }

    private static int Number(string name, int usual) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var number) ? number : usual;
}
