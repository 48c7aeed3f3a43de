using System.Text.Json.Nodes;

namespace Genkan.Tests.Routing;

/// <summary><c>genkan simulate</c> over a time that was lived through HTTP.</summary>
public sealed class SimulateTests(RecordedDay day) : IClassFixture<RecordedDay>
{
    private readonly RecordedDay _day = day;

    [Fact]
    public async Task Replayed_unchanged_it_comes_out_as_it_was_and_reads_the_same_each_time()
    {
        var said = (await _day.Simulates()).Should(0).Output;
        said.ShouldContain("every conversation went to the same agents at the same moment");
        (await _day.Simulates()).Output.ShouldBe(said);

        var report = await _day.Report();
        report["same"]!.GetValue<bool>().ShouldBeTrue();
        report["whatIf"]!.ToJsonString().ShouldBe(report["really"]!.ToJsonString());
        Figures(report["really"]!).ShouldBe((5, 4, 1, 0, 1));
        ((double)Wait(report["really"]!, "longest")).ShouldBe(60_000, 5_000);
        report["agents"]!.AsArray().Select(a => a!["name"]!.GetValue<string>()).ShouldBe(["Ada", "Walt"]);
        report["agents"]!.AsArray().Sum(a => a!["really"]!["conversations"]!.GetValue<long>()).ShouldBe(6);
    }

    [Fact]
    public async Task Changed_limits_people_policy_and_hours_change_the_figures_as_one_would_think()
    {
        var wider = await _day.Report("""{ "agents": { "Walt": { "limit": 2 }, "ada": { "limit": 2 } } }""");
        Figures(wider["whatIf"]!).ShouldBe((5, 5, 0, 0, 0));
        Wait(wider["whatIf"]!, "longest").ShouldBe(0);
        wider["invented"]!.GetValue<long>().ShouldBe(1);
        Figures(wider["really"]!).ShouldBe((5, 4, 1, 0, 1));

        var fewer = await _day.Report("""{ "staff": [ { "remove": "Ada" } ] }""");
        fewer["same"]!.GetValue<bool>().ShouldBeFalse();
        Wait(fewer["whatIf"]!, "mean").ShouldBeGreaterThan(Wait(fewer["really"]!, "mean"));
        fewer["waitedLonger"]!.GetValue<long>().ShouldBeGreaterThan(0);
        fewer["agents"]![0]!["whatIf"]!["conversations"]!.GetValue<long>().ShouldBe(0);

        var impatient = await _day.Report("""{ "staff": [ { "remove": "Ada" } ], "patienceSeconds": 30 }""");
        Left(impatient["whatIf"]!).ShouldBeGreaterThan(Left(fewer["whatIf"]!));

        var more = await _day.Report("""{ "staff": [ { "add": "Kim", "limit": 3 } ] }""");
        Wait(more["whatIf"]!, "longest").ShouldBe(0);
        more["agents"]!.AsArray().Single(a => a!["name"]!.GetValue<string>() == "Kim")!["whatIf"]!["conversations"]!.GetValue<long>().ShouldBeGreaterThan(1);

        var patient = await _day.Report("""{ "policy": { "offerSeconds": null } }""");
        patient["whatIf"]!["missed"]!.GetValue<long>().ShouldBe(0);

        var closed = await _day.Report("""{ "hours": { "sites": { "Shop": { "zone": "Asia/Tokyo", "week": {} } } } }""");
        Figures(closed["whatIf"]!).ShouldBe((5, 0, 0, 5, 0));
    }

    [Fact]
    public async Task In_a_pool_they_are_taken_when_they_were_by_whom_they_were()
    {
        var pool = await _day.Report("""{ "policy": { "chat": "pool", "aboveOwnLimit": true } }""");
        Figures(pool["whatIf"]!).ShouldBe((5, 4, 1, 0, 0));
        var same = await _day.Report("""{ "policy": { "ceiling": 9, "affinity": true } }""");
        same["same"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ "polcy": {} }""", "polcy")]
    [InlineData("""{ "policy": { "chat": "anarchy" } }""", "policy.chat")]
    [InlineData("""{ "policy": { "ceiling": 0 } }""", "policy.ceiling")]
    [InlineData("""{ "policy": { "ceiling": "nine" } }""", "policy.ceiling")]
    [InlineData("""{ "policy": { "speed": 9 } }""", "policy.speed")]
    [InlineData("""{ "agents": { "Nobody": { "limit": 1 } } }""", "agents.Nobody")]
    [InlineData("""{ "agents": { "Walt": { "limit": 100 } } }""", "agents.Walt.limit")]
    [InlineData("""{ "agents": { "Walt": { "departments": ["Nowhere"] } } }""", "agents.Walt.departments.0")]
    [InlineData("""{ "staff": [ { "add": "Walt" } ] }""", "staff.0.add")]
    [InlineData("""{ "staff": [ { "remove": "Walt", "from": "2026-03-02T09:00" } ] }""", "staff.0.from")]
    [InlineData("""{ "staff": [ { "remove": "Walt", "from": "2026-03-02", "to": "2026-03-01" } ] }""", "staff.0.to")]
    [InlineData("""{ "staff": [ { "add": "Kim", "remove": "Walt" } ] }""", "staff.0")]
    [InlineData("""{ "sites": { "Shop": { "designation": "departments" } } }""", "sites.Shop.departments")]
    [InlineData("""{ "hours": { "sites": { "Shop": { "zone": "Europe/Atlantis", "week": {} } } } }""", "hours.sites.Shop.zone")]
    [InlineData("""{ "hours": { "sites": { "Shop": { "zone": "Asia/Tokyo", "week": { "monday": [ { "from": 600, "to": 540 } ] } } } } }""", "hours.sites.Shop.week.monday")]
    [InlineData("""{ "sites": { "Shop": { "agents": null } } }""", "sites.Shop.agents")]
    [InlineData("""{ "agents": { "Walt": { "languages": [ null ] } } }""", "agents.Walt.languages.0")]
    [InlineData("""{ "departments": { "Nowhere": { "queueLimit": 1 } } }""", "departments.Nowhere")]
    [InlineData("""{ "patienceSeconds": 0 }""", "patienceSeconds")]
    [InlineData("""[ 1 ]""", "the file")]
    [InlineData("""{ "policy": """, "not JSON")]
    public async Task A_policy_that_cannot_be_is_refused_at_its_place(string policy, string place)
    {
        var said = (await _day.Simulates(policy)).Should(1);
        said.Errors.ShouldContain(place);
        said.Errors.ShouldNotContain("   at ");
        said.Output.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--from 2026-03-02 --to 2026-03-02", 2)]
    [InlineData("--from 2026-03-02T09:00 --to 2026-03-03", 2)]
    [InlineData("--from 2026-03-02", 2)]
    [InlineData("--from 2001-03-02 --to 2001-03-03", 1)]
    [InlineData("--from 2026-03-02 --to 2999-03-03 --policy nowhere.json", 1)]
    [InlineData("--from 2026-03-02 --to 2999-03-03 --organisation nobody", 1)]
    public async Task A_line_that_makes_no_sense_is_told_so(string line, int code) =>
        (await Operator.Types(_day.Shop.Server.Store, "simulate", line.Split(' '))).Should(code).Errors.Trim().ShouldNotBeEmpty();

    /// <summary>Requests, served, left, turned away, missed.</summary>
    private static (long Requests, long Served, long Left, long TurnedAway, long Missed) Figures(JsonNode figures) =>
        (Number(figures, "requests"), Number(figures, "served"), Left(figures), Number(figures, "turnedAway"), Number(figures, "missed"));

    private static long Left(JsonNode figures) => Number(figures, "left");

    private static long Wait(JsonNode figures, string what) => Number(figures["wait"]!, what);

    private static long Number(JsonNode node, string field) => node[field]!.GetValue<long>();
}
