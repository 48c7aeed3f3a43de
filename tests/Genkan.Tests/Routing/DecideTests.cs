using Genkan.Routing;
using Genkan.Routing.Decision;

namespace Genkan.Tests.Routing;

/// <summary>The decision by itself: a pure function, so everything it depends on is written down here.</summary>
public sealed class DecideTests
{
    private const long Now = 1_000_000;
    private static readonly Guid Shop = Id(900);
    private static readonly Guid Sales = Id(801);
    private static readonly Guid Care = Id(802);

    [Fact, Requirement("Q-04")]
    public void Who_came_first_is_served_first_and_who_came_back_before_that()
    {
        var state = State([Agent(1, limit: 2)], [Asks(11, at: 30), Asks(12, at: 10), Asks(13, at: 40) with { Front = true }]);
        Given(state).ShouldBe([(13, 1), (12, 1)]);
    }

    [Fact, Requirement("Q-05", "Q-06", "CF-03")]
    public void The_one_with_the_fewest_gets_it_and_of_equals_the_one_who_waited_longest()
    {
        Given(State([Agent(1, held: 2), Agent(2, held: 1), Agent(3, held: 1, last: 5)], [Asks(11)])).ShouldBe([(11, 2)]);
        Given(State([Agent(1, last: 9), Agent(2, last: 7), Agent(3, last: 8)], [Asks(11, at: 1), Asks(12, at: 2), Asks(13, at: 3)])).ShouldBe([(11, 2), (12, 3), (13, 1)]);
    }

    [Fact, Requirement("Q-06", "CF-03")]
    public void In_turn_it_goes_round_whatever_each_holds()
    {
        var state = State([Agent(1, held: 5, last: 1), Agent(2, last: 2)], [Asks(11, at: 1), Asks(12, at: 2), Asks(13, at: 3)]);
        Given(state with { Policy = state.Policy with { Choice = RoutingPolicy.InTurn } }).ShouldBe([(11, 1), (12, 2), (13, 1)]);
    }

    [Fact, Requirement("Q-13", "Q-14", "Q-15", "Q-16", "Q-17", "CF-05", "AD-62")]
    public void Nobody_is_given_more_than_the_own_limit_or_the_ceiling()
    {
        var many = Enumerable.Range(0, 30).Select(at => Asks(100 + at, at: at)).ToArray();
        Given(State([Agent(1, limit: 3)], many)).Count.ShouldBe(3);
        Given(State([Agent(1)], many)).Count.ShouldBe(9);
        Given(State([Agent(1, limit: 20)], many)).Count.ShouldBe(9);
        var open = State([Agent(1, limit: 20), Agent(2, limit: 4)], many);
        Given(open with { Policy = open.Policy with { Ceiling = null } }).Count.ShouldBe(24);
    }

    [Fact, Requirement("Q-20", "ST-11", "ST-12", "ST-13", "ST-14", "ST-15", "ST-20")]
    public void Only_whose_status_lets_it_through_and_who_is_in_touch_gets_anything()
    {
        var asleep = Agent(1) with { Automatic = false, Status = "busy" };
        var gone = Agent(2) with { Here = false };
        var barred = Agent(3) with { MayChat = false };
        Given(State([asleep, gone, barred], [Asks(11)])).ShouldBeEmpty();
        var (assignment, _) = Only(State([asleep, gone, barred, Agent(4)], [Asks(11)]));
        assignment.Reasons.PassedOver.ShouldBe([new(Id(1), "status"), new(Id(2), "notHere")]);
        assignment.Reasons.Choice.ShouldBe("only");
    }

    [Fact, Requirement("Q-21", "Q-22", "Q-23", "CF-04")]
    public void Back_to_the_agent_of_last_time_unless_that_one_cannot_or_it_is_off()
    {
        var request = Asks(11) with { LastAgent = Id(1) };
        Only(State([Agent(1, held: 4), Agent(2)], [request])).By.ShouldBe((1, "affinity"));
        Only(State([Agent(1, held: 9), Agent(2)], [request])).By.ShouldBe((2, "only"));
        Only(State([Agent(1) with { Here = false }, Agent(2)], [request])).By.ShouldBe((2, "only"));
        Only(State([Agent(1) with { Sites = [] }, Agent(2)], [request])).By.ShouldBe((2, "only"));
        var off = State([Agent(1, held: 4), Agent(2)], [request]);
        Only(off with { Policy = off.Policy with { Affinity = false } }).By.ShouldBe((2, "fewest"));
    }

    [Fact, Requirement("Q-24", "Q-25", "Q-26", "AD-14", "CF-29")]
    public void Who_is_designated_serves_and_nobody_else()
    {
        Candidate[] all = [Agent(1), Agent(2, departments: [Sales]), Agent(3, held: 3, departments: [Care])];
        Given(State(all, [Asks(11)], new SiteRouting { Designation = "agents", Agents = [Id(3)] })).ShouldBe([(11, 3)]);
        Given(State(all, [Asks(11)], new SiteRouting { Designation = "departments", Departments = [Sales, Care] })).ShouldBe([(11, 2)]);
        Given(State(all, [Asks(11) with { WantsDepartment = Care }], new SiteRouting { Designation = "departments", Departments = [Sales, Care] })).ShouldBe([(11, 3)]);
        Given(State([Agent(1) with { Sites = [Id(901)] }], [Asks(11)])).ShouldBeEmpty();
    }

    [Fact, Requirement("Q-29", "Q-31", "Q-32", "Q-33", "Q-34", "Q-35", "Q-36")]
    public void All_matching_regions_work_together_and_rank_above_designation()
    {
        Candidate[] all = [Agent(1), Agent(2, held: 1, departments: [Sales]), Agent(3, departments: [Care])];
        var site = new SiteRouting
        {
            Designation = "agents",
            Agents = [Id(1)],
            Regions = [new(Id(701), ["CN-ZJ"], [Sales]), new(Id(702), ["CN-ZJ/Ningbo"], [Care]), new(Id(703), ["TR"], [Sales])],
        };
        var ningbo = Asks(11) with { Regions = ["CN", "CN-ZJ", "CN-ZJ/Ningbo"] };
        var (united, by) = Only(State(all, [ningbo], site));
        by.Agent.ShouldBe(3);
        united.Reasons.Rule.ShouldBe("region");
        united.Reasons.Policies.ShouldBe([Id(701), Id(702)]);
        united.Reasons.Eligible.Select(e => e.Agent).ShouldBe([Id(2), Id(3)]);

        Only(State(all, [Asks(11) with { Regions = ["CN", "CN-ZJ", "CN-ZJ/Hangzhou"] }], site)).By.Agent.ShouldBe(2);
        Only(State(all, [Asks(11) with { Regions = ["JP"] }], site)).By.Agent.ShouldBe(1);
        Only(State(all, [Asks(11)], site)).By.Agent.ShouldBe(1);
        var off = State(all, [ningbo], site);
        Only(off with { Policy = off.Policy with { Regions = false } }).By.Agent.ShouldBe(1);
    }

    [Fact, Requirement("Q-42")]
    public void A_choice_counts_within_the_regions_departments_only()
    {
        Candidate[] all = [Agent(2, departments: [Sales]), Agent(3, departments: [Care])];
        var site = new SiteRouting { Designation = "departments", Departments = [Sales, Care], Regions = [new(Id(701), ["JP"], [Care])] };
        Only(State(all, [Asks(11) with { Regions = ["JP"], WantsDepartment = Sales }], site)).By.Agent.ShouldBe(3);
        Only(State(all, [Asks(11) with { Regions = ["TR"], WantsDepartment = Sales }], site)).By.Agent.ShouldBe(2);
        Given(State(all, [Asks(11) with { Barred = true }], site)).ShouldBeEmpty();
    }

    [Fact]
    public void Language_and_skills_are_required_until_they_are_dropped()
    {
        Candidate[] all = [Agent(1) with { Languages = ["tr"] }, Agent(2, held: 5) with { Languages = ["zh"], Skills = ["Kilns", "İade"] }];
        var site = new SiteRouting { MatchLanguage = true, Skills = ["kilns", "iade"], DropAfterSeconds = 60 };
        var fresh = Asks(11, at: Now - 59_000) with { Language = "zh-Hant" };
        Only(State(all, [fresh], site)).By.Agent.ShouldBe(2);
        Given(State(all[..1], [fresh], site)).ShouldBeEmpty();
        Decide.LookAgainAt(State(all[..1], [fresh], site), Now).ShouldBe(Now + 1000);
        var (dropped, by) = Only(State(all[..1], [fresh with { ArrivedAt = Now - 60_000 }], site));
        by.Agent.ShouldBe(1);
        dropped.Reasons.RequirementsDropped.ShouldBeTrue();
        Given(State(all[..1], [fresh with { ArrivedAt = 0 }], site with { DropAfterSeconds = null })).ShouldBeEmpty();
    }

    [Fact]
    public void Who_let_it_lie_is_not_offered_it_again()
    {
        var (assignment, by) = Only(State([Agent(1), Agent(2, held: 5)], [Asks(11) with { MissedBy = [Id(1)] }]));
        by.Agent.ShouldBe(2);
        assignment.Reasons.PassedOver.ShouldBe([new(Id(1), "missed")]);
    }

    [Fact, Requirement("Q-01", "CF-01")]
    public void In_the_pool_nothing_is_given()
    {
        var state = State([Agent(1)], [Asks(11)]);
        Given(state with { Policy = state.Policy with { Chat = "pool" } }).ShouldBeEmpty();
    }

    [Fact, Requirement("W-08", "W-09", "Q-26", "Q-31")]
    public void The_button_follows_those_who_may_serve_this_visitor()
    {
        var site = new SiteRouting { Regions = [new(Id(701), ["JP"], [Care])] };
        var full = Agent(3, held: 9, departments: [Care]);
        Look(State([full], [], site), "JP").ShouldBe(Availability.Serving);
        Look(State([full, Agent(1)], [], site), "JP").ShouldBe(Availability.Serving);
        Look(State([full, Agent(1)], [], site), "TR").ShouldBe(Availability.Waiting);
        Look(State([full with { Here = false }, Agent(1)], [], site), "JP").ShouldBe(Availability.Away);
        Look(State([Agent(1) with { Online = false, Status = "busy" }], [], site), "TR").ShouldBe(Availability.Away);
    }

    [Fact]
    public void A_full_queue_overflows_and_where_that_ends_leads_to_the_form()
    {
        Candidate[] all = [Agent(1, held: 9, departments: [Sales]), Agent(2, held: 9, departments: [Care])];
        var site = new SiteRouting { Designation = "departments", Departments = [Sales] };
        RoutingState With(params Request[] waiting) => State(all, waiting, site) with
        {
            Departments = new Dictionary<Guid, DepartmentRouting> { [Sales] = new() { QueueLimit = 1, Overflow = Care }, [Care] = new() { QueueLimit = 1 } },
        };
        Admission.Of(Asks(12), With()).ShouldBe(new Admission(false, null));
        Admission.Of(Asks(12), With(Asks(11))).ShouldBe(new Admission(false, Care));
        Admission.Of(Asks(13), With(Asks(11), Asks(12) with { SentTo = Care })).ShouldBe(new Admission(true, null));
    }

    private static RoutingState State(Candidate[] agents, Request[] waiting, SiteRouting? site = null) => new()
    {
        Policy = new RoutingPolicy(),
        Sites = site is null ? new Dictionary<Guid, SiteRouting>() : new Dictionary<Guid, SiteRouting> { [Shop] = site },
        Departments = new Dictionary<Guid, DepartmentRouting>(),
        Agents = agents,
        Waiting = waiting,
    };

    private static Candidate Agent(int id, long held = 0, long? limit = null, long last = 0, Guid[]? departments = null) => new()
    {
        Id = Id(id),
        Status = "online",
        Automatic = true,
        Pick = true,
        Accept = true,
        Transfer = true,
        Online = true,
        Here = true,
        MayChat = true,
        Held = held,
        Limit = limit,
        LastGivenAt = last,
        Departments = departments ?? [],
    };

    private static Request Asks(int id, long at = Now - 1000) => new() { Conversation = Id(id), Site = Shop, ArrivedAt = at };

    private static List<(int Conversation, int Agent)> Given(RoutingState state) =>
        [.. Decide.All(state, Now).Select(a => (Number(a.Conversation), Number(a.Agent)))];

    private static (Assignment Assignment, (int Agent, string Choice) By) Only(RoutingState state)
    {
        var only = Decide.All(state, Now).ShouldHaveSingleItem();
        return (only, (Number(only.Agent), only.Reasons.Choice));
    }

    private static Availability Look(RoutingState state, string region) => Decide.Availability(state, Asks(1) with { Regions = [region] });

    private static Guid Id(int number) => new(number, 0, 0, new byte[8]);

    private static int Number(Guid id) => BitConverter.ToInt32(id.ToByteArray());
}
