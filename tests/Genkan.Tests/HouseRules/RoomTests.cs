namespace Genkan.Tests.HouseRules;

/// <summary>A room is entered by its face, from where the plan shows it.</summary>
public sealed class RoomTests : IDisposable
{
    private static readonly RoomPlan Plan = RoomPlan.Of(Project.Read("docs/architecture.md"));
    private readonly House _house = House.Open(typeof(GenkanHost).Assembly, "Genkan");
    private readonly House _sample = House.Open(typeof(RoomTests).Assembly, "Genkan.Tests.HouseRules.Sample");

    public void Dispose()
    {
        _house.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void No_room_touches_the_inside_of_another() => Insides(_house).ShouldBeEmpty();

    [Fact]
    public void Touching_the_inside_is_seen() => Insides(_sample).ShouldBe(
        ["Garden/Thief → Kitchen/Larder", "Garden/Spy → Kitchen/Recipe.get_Secret"], ignoreOrder: true);

    [Fact]
    public void Rooms_call_only_whom_the_plan_shows() => Uninvited(_house, Plan, HeardEvents()).ShouldBeEmpty();

    [Fact]
    public void A_call_the_plan_does_not_show_is_seen()
    {
        var plan = RoomPlan.Of("| `Kitchen/` | cooks | – |\n| `Garden/` | grows | – |\n");
        Uninvited(_sample, plan, []).ShouldContain("Garden/PoliteGardener → Kitchen/IKitchen.Cook");

        var neighbours = RoomPlan.Of("| `Kitchen/` | cooks | – |\n| `Garden/` | grows | Kitchen |\n");
        Uninvited(_sample, neighbours, []).ShouldBeEmpty();
    }

    [Fact]
    public void The_plan_shows_every_room_and_no_other() => Plan.Rooms.ShouldBe(_house.Rooms, ignoreOrder: true);

    [Fact]
    public void Calls_run_one_way()
    {
        var rounds = from a in Plan.Rooms
                     from b in Plan.Rooms
                     where string.CompareOrdinal(a, b) < 0 && Plan.MayCall(a, b) && Plan.MayCall(b, a) && !(IsOpen(a) && IsOpen(b))
                     select $"{a} ⇄ {b}";
        rounds.ShouldBeEmpty();

        static bool IsOpen(string room) => Plan.MayCall("", room);
    }

    [Fact]
    public void Every_room_has_a_page_at_its_door() =>
        Plan.Rooms.Where(room => !File.Exists(Project.Path($"src/Genkan/{room}/README.md"))).ShouldBeEmpty();

    [Fact]
    public void Folders_and_namespaces_say_the_same_room()
    {
        var strangers = from file in Project.Sources("src/Genkan", ".cs")
                        let parts = file.Path.Split('/')
                        where parts.Length > 3 && !file.Text.Contains($"namespace Genkan.{parts[2]}", StringComparison.Ordinal)
                        select file.Path;
        strangers.ShouldBeEmpty();
    }

    private static IEnumerable<string> Insides(House house) =>
        house.Touches().Where(touch => touch.IsInside).Select(touch => touch.ToString()).Distinct();

    private static IEnumerable<string> Uninvited(House house, RoomPlan plan, HashSet<string> events) =>
        house.Touches()
            .Where(touch => !touch.IsInside && !plan.MayCall(touch.FromRoom, touch.ToRoom) && !events.Contains(touch.To.Split('.')[0]))
            .Select(touch => touch.ToString())
            .Distinct();

    /// <summary>Any room may listen to any room's events: the types in its <c>…Events.cs</c>.</summary>
    private static HashSet<string> HeardEvents() =>
        [.. from file in Project.Sources("src/Genkan", "Events.cs")
            from System.Text.RegularExpressions.Match match in System.Text.RegularExpressions.Regex.Matches(
                file.Text, @"public (?:sealed |static )?(?:record|class|interface|enum)(?: struct)? (?<name>\w+)", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            select match.Groups["name"].Value];
}
