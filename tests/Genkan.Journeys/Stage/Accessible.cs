using Deque.AxeCore.Playwright;

namespace Genkan.Journeys.Stage;

/// <summary>What axe calls serious or critical on a screen fails its journey.</summary>
internal static class Accessible
{
    public static async Task ShouldBeAccessible(this IPage page, string screen)
    {
        var result = await page.RunAxe();
        var serious = result.Violations
            .Where(violation => violation.Impact is "serious" or "critical")
            .Select(violation => $"{violation.Id} ({violation.Impact}): {violation.Help}\n  {string.Join("\n  ", violation.Nodes.Take(4).Select(node => node.Html))}");
        string.Join('\n', serious).ShouldBeEmpty($"axe on {screen}");
    }
}
