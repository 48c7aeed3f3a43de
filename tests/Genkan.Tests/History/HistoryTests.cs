using System.Globalization;

namespace Genkan.Tests.History;

/// <summary>Nothing acknowledged is lost, doubled or out of order, whatever happens to the server, the lines and the disk.</summary>
[Requirement("RT-29", "RT-30")]
public sealed class HistoryTests(ITestOutputHelper output)
{
    /// <summary>The short form of every run, and each seed that has ever failed.</summary>
    [Theory]
    [InlineData(1)]
    public async Task Nothing_acknowledged_is_lost_doubled_or_out_of_order(int seed) =>
        await Play(new HistoryPlan(seed, Kills: 2, Messages: 300, TimeSpan.FromSeconds(12)));

    /// <summary>The long form, by <c>bin/history</c>: rounds of consecutive seeds until both counts are reached.</summary>
    [Fact(Explicit = true)]
    public async Task The_long_form()
    {
        var (kills, messages) = (Setting("KILLS", 200), Setting("MESSAGES", 50_000));
        var (perRound, seed) = (Math.Min(kills, 10), Setting("SEED", 1));
        while (kills > 0 || messages > 0)
        {
            var plan = new HistoryPlan(seed++, perRound, Math.Min(Math.Max(messages, 1), 2_500), TimeSpan.FromMinutes(10));
            var round = await Play(plan);
            (kills, messages) = (kills - round.Kills, messages - round.Ledger.Acknowledged);
        }
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable("GENKAN_HISTORY_" + name), CultureInfo.InvariantCulture, out var value) ? value : standard;

    private async Task<HistoryRound> Play(HistoryPlan plan)
    {
        await using var round = await HistoryRound.Play(plan);
        output.WriteLine(round.ToString());
        await Console.Error.WriteLineAsync(round.ToString());
        round.Ledger.Wrongs.ShouldBeEmpty(round.ToString());
        round.Ledger.Acknowledged.ShouldBeGreaterThan(0);
        return round;
    }
}
