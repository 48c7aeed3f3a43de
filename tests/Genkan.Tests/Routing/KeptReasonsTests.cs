using System.Text.Json;
using Genkan.Routing;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Tests.Routing;

/// <summary>How reasons stand in the store.</summary>
public sealed class KeptReasonsTests
{
    private static readonly Reasons Large = new()
    {
        Rule = "region",
        Departments = [Guid.CreateVersion7()],
        Regions = ["CN-ZJ"],
        Choice = "fewest",
        WaitedMs = 1200,
        Front = true,
        Eligible = [.. Team(100).Select((agent, n) => new Considered(agent, n % 7))],
        PassedOver = [.. Team(50).Select((agent, n) => new PassedOver(agent, n % 2 == 0 ? "full" : "notHere"))],
    };

    [Fact]
    public void Everybody_who_was_weighed_comes_back_from_a_third_of_the_room()
    {
        var kept = KeptReasons.Write(Large);

        Shown(KeptReasons.Read(kept)).ShouldBe(Shown(Large));
        (kept.Length * 2).ShouldBeLessThan(Shown(Large).Length);
    }

    [Fact]
    public void What_was_kept_before_people_stood_in_groups_is_read_still() => Shown(KeptReasons.Read(Shown(Large))).ShouldBe(Shown(Large));

    private static IEnumerable<Guid> Team(int size) => Enumerable.Range(0, size).Select(_ => Guid.CreateVersion7()).Order();

    private static string Shown(Reasons? reasons) => JsonSerializer.Serialize(reasons, Wire.Json);
}
