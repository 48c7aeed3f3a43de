using Genkan.Texts;

namespace Genkan.Routing.Decision;

/// <summary>
/// The decision: a pure function of the state and the time. Scope, then eligibility, then choice, request by request in
/// the queue's order; whoever gets one has a place less for the next.
/// </summary>
internal static class Decide
{
    /// <summary>Who gets what now, in automatic mode.</summary>
    public static IReadOnlyList<Assignment> All(RoutingState state, long now)
    {
        if (state.Policy.Chat != RoutingPolicy.Automatic)
        {
            return [];
        }

        // Where many wait few have a place: these alone are asked, and everybody is weighed only where one of them can have it.
        var free = state.Agents.Where(a => HasPlace(a, state.Policy)).ToDictionary(a => a.Id);
        if (free.Count == 0)
        {
            return [];
        }

        var decided = new List<Assignment>();
        var agents = state.Agents.ToDictionary(a => a.Id);
        foreach (var request in Queue(state.Waiting))
        {
            var wanted = Wanted.By(request, state, now);
            if (!free.Values.Any(agent => wanted.Holds(agent) && WhyNot(agent, wanted, state.Policy) is null))
            {
                continue;
            }

            var assignment = One(wanted, agents.Values, state.Policy, now);
            decided.Add(assignment);
            var given = agents[assignment.Agent];
            agents[given.Id] = free[given.Id] = given = given with { Held = given.Held + 1, LastGivenAt = Math.Max(now, given.LastGivenAt + 1) };
            if (!HasPlace(given, state.Policy) && free.Remove(given.Id) && free.Count == 0)
            {
                break;
            }
        }

        return decided;
    }

    /// <summary>First come, first served, after those who were served already and had to come back.</summary>
    public static IEnumerable<Request> Queue(IEnumerable<Request> waiting) =>
        waiting.OrderBy(r => r.Front ? 0 : 1).ThenBy(r => r.ArrivedAt).ThenBy(r => r.Conversation);

    /// <summary>When a requirement of one who waits is dropped next, so that somebody looks again then; null for never.</summary>
    public static long? LookAgainAt(RoutingState state, long now) => state.Waiting
        .Select(r => DropsAt(r, state.Of(r.Site)))
        .Where(at => at > now)
        .Min();

    /// <summary>Could somebody serve such a visitor, and has one of them a place (W-08)?</summary>
    public static Availability Availability(RoutingState state, Request asked)
    {
        if (!state.IsSiteOpen(asked.Site))
        {
            return Routing.Availability.Away;
        }

        var scope = Scope.Of(asked, state.Of(asked.Site), state.Policy);
        if (scope.Departments.Count > 0)
        {
            scope = scope with { Departments = [.. scope.Departments.Where(state.IsDepartmentOpen)] };
            if (scope.Departments.Count == 0)
            {
                return Routing.Availability.Away;
            }
        }

        var online = state.Agents.Where(a => a is { Online: true, Here: true } && scope.Holds(a, asked.Site)).ToList();
        return online.Count == 0 ? Routing.Availability.Away
            : online.Any(a => a.Held < state.Policy.LimitOf(a)) ? Routing.Availability.Waiting
            : Routing.Availability.Serving;
    }

    /// <summary>Who could have it now, who is passed over and why, and on whom the choice falls.</summary>
    public static Weighed Weigh(Request request, IEnumerable<Candidate> agents, RoutingState state, long now) => Weigh(Wanted.By(request, state, now), agents, state.Policy);

    private static Weighed Weigh(Wanted wanted, IEnumerable<Candidate> agents, RoutingPolicy policy)
    {
        var eligible = new List<Candidate>();
        var passed = new List<PassedOver>();
        foreach (var agent in agents.Where(wanted.Holds))
        {
            if (WhyNot(agent, wanted, policy) is { } reason)
            {
                passed.Add(new PassedOver(agent.Id, reason));
            }
            else
            {
                eligible.Add(agent);
            }
        }

        return new Weighed(wanted.Scope, eligible, passed, wanted.Dropped);
    }

    /// <summary>Of a request that somebody is eligible for.</summary>
    private static Assignment One(Wanted wanted, IEnumerable<Candidate> agents, RoutingPolicy policy, long now)
    {
        var weighed = Weigh(wanted, agents, policy);
        var (chosen, by) = Choice.Among(weighed.Eligible, wanted.Request, policy);
        return new Assignment(wanted.Request.Conversation, chosen.Id, weighed.Reasons(wanted.Request, by, now));
    }

    /// <summary>Null: eligible.</summary>
    private static string? WhyNot(Candidate agent, Wanted wanted, RoutingPolicy policy) =>
        !agent.Here ? PassedOver.NotHere
        : !agent.Automatic ? PassedOver.Status
        : wanted.Request.MissedBy.Contains(agent.Id) ? PassedOver.Missed
        : agent.Held >= policy.LimitOf(agent) ? PassedOver.Full
        : wanted.MustSpeak && !Speaks(agent, wanted.Request.Language) ? PassedOver.Language
        : !wanted.Skills.TrueForAll(agent.Skills.Contains) ? PassedOver.Skill
        : null;

    private static bool HasPlace(Candidate agent, RoutingPolicy policy) =>
        agent is { Here: true, Automatic: true, MayChat: true } && agent.Held < policy.LimitOf(agent);

    /// <summary>Null where nothing is required, or it holds for ever.</summary>
    private static long? DropsAt(Request request, SiteRouting site) =>
        site.DropAfterSeconds is { } seconds && (site.MatchLanguage || site.Skills.Count > 0) ? request.ArrivedAt + (seconds * 1000) : null;

    /// <summary>By the language alone where either side names no script or region (RFC 4647 basic filtering, both ways): an agent for <c>zh</c> speaks <c>zh-Hant</c>. A visitor whose language is unknown is understood by all.</summary>
    private static bool Speaks(Candidate agent, string? language) =>
        language is null || agent.Languages.Any(spoken => Covers(spoken, language) || Covers(language, spoken));

    private static bool Covers(string wide, string narrow) =>
        narrow.StartsWith(wide, StringComparison.OrdinalIgnoreCase) && (narrow.Length == wide.Length || narrow[wide.Length] == '-');

    /// <summary>What a request asks of whoever serves it.</summary>
    private sealed record Wanted(Request Request, Scope Scope, bool MustSpeak, List<string> Skills, bool Dropped)
    {
        public static Wanted By(Request request, RoutingState state, long now)
        {
            var site = state.Of(request.Site);
            var dropped = DropsAt(request, site) <= now;
            return new Wanted(request, Scope.Of(request, site, state.Policy), site.MatchLanguage && !dropped, dropped ? [] : [.. site.Skills.Select(Folded.Key)], dropped);
        }

        public bool Holds(Candidate agent) => Scope.Holds(agent, Request.Site);
    }
}

/// <summary>One request beside the people there are.</summary>
/// <param name="Scope">Who may serve it at all.</param>
/// <param name="Eligible">Who of them could have it now.</param>
/// <param name="PassedOver">Who of them could not, and why.</param>
/// <param name="Dropped">Languages and skills count no more.</param>
internal sealed record Weighed(Scope Scope, IReadOnlyList<Candidate> Eligible, IReadOnlyList<PassedOver> PassedOver, bool Dropped)
{
    public Reasons Reasons(Request request, string choice, long now) => new()
    {
        Rule = Scope.Rule,
        Departments = Scope.Departments,
        Policies = Scope.Policies,
        Regions = Scope.Regions,
        Eligible = [.. Eligible.Select(a => new Considered(a.Id, a.Held)).OrderBy(c => c.Agent)],
        PassedOver = [.. PassedOver.OrderBy(p => p.Agent)],
        Choice = choice,
        RequirementsDropped = Dropped,
        WaitedMs = Math.Max(0, now - request.ArrivedAt),
        Front = request.Front,
    };
}

/// <summary>Which of the eligible .</summary>
internal static class Choice
{
    public const string Affinity = "affinity";
    public const string Only = "only";
    public const string Fewest = "fewest";
    public const string LongestWithout = "longestWithout";
    public const string InTurn = "inTurn";

    /// <summary>And by what.</summary>
    public static (Candidate Chosen, string By) Among(IReadOnlyList<Candidate> eligible, Request request, RoutingPolicy policy)
    {
        if (policy.Affinity && eligible.FirstOrDefault(a => a.Id == request.LastAgent) is { } last)
        {
            return (last, Affinity);
        }

        if (eligible.Count == 1)
        {
            return (eligible[0], Only);
        }

        if (policy.Choice == RoutingPolicy.InTurn)
        {
            return (LongestIdle(eligible), InTurn);
        }

        var fewest = eligible.Min(a => a.Held);
        var least = eligible.Where(a => a.Held == fewest).ToList();
        return (LongestIdle(least), least.Count == 1 ? Fewest : LongestWithout);
    }

    /// <summary>Q-06: ties go to the one who has waited longest for a conversation; then to the one who has been in the organisation longest (ids grow with time).</summary>
    private static Candidate LongestIdle(IEnumerable<Candidate> agents) => agents.OrderBy(a => a.LastGivenAt).ThenBy(a => a.Id).First();
}
