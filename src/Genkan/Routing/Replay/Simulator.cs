using System.Text.Json;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>
/// Lets a recorded time pass again on a virtual clock, under a scenario. Two worlds run side by side: the real one follows the log; in the other one
/// the decision decides. While a conversation is in the hands it was in in reality, what really happened to it happens there too, at the same
/// millisecond; in other hands its <see cref="Course"/> goes with it. So a scenario that changes nothing ends as reality did.
/// </summary>
internal sealed class Simulator
{
    /// <summary>Seconds of silence until somebody is known to be gone, which the grace time counts in (<see cref="ContactWatch"/>): the log does not tell how many they were, this is the least.</summary>
    private const long NoticedAfter = 30;

    private readonly Scenario scenario;
    private readonly IReadOnlyDictionary<Guid, Course> courses;
    private readonly Facts facts;
    private readonly World real;
    private readonly World other;
    private readonly Rules asItWas;
    private readonly Rules rules;
    private readonly long to;
    private readonly PriorityQueue<Action<long>, (long At, long Order)> timers = new();
    private readonly Dictionary<Guid, int> contacts = [];
    private long order;
    private Dictionary<Guid, Guid> reallyGiven = [];

    /// <param name="past">What happened until <paramref name="from"/>; both worlds begin with it.</param>
    /// <param name="scenario">What is otherwise.</param>
    /// <param name="courses">What became of every conversation of that time.</param>
    /// <param name="from">UTC milliseconds.</param>
    /// <param name="to">No longer in it.</param>
    public Simulator(Past past, Scenario scenario, IReadOnlyDictionary<Guid, Course> courses, long from, long to)
    {
        this.scenario = scenario;
        this.courses = courses;
        this.to = to;
        facts = past.Facts;
        asItWas = new Rules(facts, Scenario.Unchanged);
        rules = new Rules(facts, scenario);
        UsualTalk = Usual(courses.Values);
        (Really, WhatIf) = (new Figures(from, to), new Figures(from, to));
        real = past.World;
        other = real.Copy();
        Really.Begin(real);
        WhatIf.Begin(other);
        (real.Figures, other.Figures) = (Really, WhatIf);
        Begin(from);
    }

    public Figures Really { get; }

    public Figures WhatIf { get; }

    /// <summary>Milliseconds: how long those talk who really left before anybody had them.</summary>
    public long UsualTalk { get; }

    /// <summary>One unit of the log.</summary>
    public void Pass(IReadOnlyList<LogRow> unit)
    {
        var now = unit[0].At;
        Ring(now);
        foreach (var row in unit.Where(row => row.IsFact))
        {
            facts.Hear(row);
            HearFact(row);
        }

        reallyGiven = unit.Where(row => row.Gives).GroupBy(row => row.Subject).ToDictionary(rows => rows.Key, rows => rows.Last().By!.Value);
        foreach (var row in unit.Where(row => !row.IsFact))
        {
            Follow(row, now);
            Past.Apply(real, row);
        }

        if (unit.Any(row => row.IsFact))
        {
            TakeBackFromBarred(now);
        }

        if (unit.Any(row => row.Settles))
        {
            Settle(now);
        }

        reallyGiven = [];
    }

    /// <summary>What is still to come before the end comes.</summary>
    public void End()
    {
        Ring(to - 1);
        Really.End();
        WhatIf.End();
    }

    /// <summary>The middle one of all talks.</summary>
    private static long Usual(IEnumerable<Course> courses)
    {
        var talks = courses.Select(c => c.Talked).OfType<long>().Order().ToList();
        return talks.Count == 0 ? 300_000 : talks[(talks.Count - 1) / 2];
    }

    private void Begin(long from)
    {
        foreach (var boundary in scenario.Staff.SelectMany(s => new[] { s.From, s.To }).Where(at => at > from).Distinct())
        {
            At(boundary, now =>
            {
                rules.StaffChanges();
                Settle(now);
            });
        }

        rules.Renew(from);
        var otherwise = scenario.ChangesHands(facts.Policy, rules.Policy);
        foreach (var talk in other.Open.Where(talk => talk.Owner is not null))
        {
            talk.Followed = !otherwise;
            if (otherwise)
            {
                talk.Spent += Math.Max(0, from - talk.HandAt);
                talk.HandAt = from;
                Schedule(talk, from);
            }
        }

        if (!scenario.IsUnchanged)
        {
            Settle(from);
        }
    }

    // ---------------------------------------------------------------- following the log

    private void HearFact(LogRow row)
    {
        if (row.Kind is LogRow.Agent)
        {
            rules.BackFromAway(row.Subject);
        }
        else if (row.Kind is LogRow.Touch)
        {
            var contact = contacts[row.Subject] = contacts.GetValueOrDefault(row.Subject) + 1;
            rules.Renew(row.At);
            if (row.Body != "1")
            {
                At(row.At + (Math.Max(0, rules.Policy.GraceSeconds - NoticedAfter) * 1000), now => GraceEnds(row.Subject, contact, now));
            }
        }
    }

    private void Follow(LogRow row, long now)
    {
        var talk = other.Find(row.Subject);
        switch (row.Kind)
        {
            case LogRow.Asked when talk is null && real.Find(row.Subject) is null:
                Asks(row, now);
                break;
            case LogRow.Began or LogRow.Moved:
                Past.Apply(other, row);
                break;
            case LogRow.Held when talk is { IsWaiting: true }:
                Past.Apply(other, row);
                talk.Followed = true;
                break;
            case LogRow.Taken or LogRow.Given when talk is { IsWaiting: true }:
                IsTaken(talk, row, now);
                break;
            case LogRow.Opened or LogRow.Transferred or LogRow.Missed or LogRow.Sent or LogRow.Gone or LogRow.Barred when talk is { Followed: true, Owner: not null }:
                InTheSameHands(talk, row, now);
                break;
            case LogRow.Ended when talk is { Followed: true } || (talk is { IsWaiting: true } && real.Find(row.Subject) is not { Owner: not null }):
            case LogRow.Left when talk is { IsWaiting: true }:
                other.End(talk!, now);
                break;
        }

        if (row is { Kind: LogRow.Opened or LogRow.Taken, By: { } alive })
        {
            rules.BackFromAway(alive);
        }
    }

    /// <summary>The same questions as at the door. Whom the record let in though by its own facts it would not have is let in here too.</summary>
    private void Asks(LogRow row, long now)
    {
        var asked = JsonSerializer.Deserialize<AskedBody>(row.Body!, Wire.Json)!.Row(row.Subject);
        var request = (asked with { OverflowTo = null }).Read();
        var state = rules.State(other, now, other.Waiting);
        var really = new Lazy<RoutingState>(() => asItWas.State(real, now, real.Waiting));
        var admission = Admission.Of(request, state);
        if ((Decide.Availability(state, request) == Availability.Away && Decide.Availability(really.Value, request) != Availability.Away)
            || (admission.IsFull && !Admission.Of(request, really.Value).IsFull))
        {
            other.TurnAway(asked, now);
            return;
        }

        var talk = other.Ask(asked with { OverflowTo = admission.IsFull ? asked.OverflowTo : admission.Department }, now);
        WatchOver(talk);
    }

    private void WatchOver(Talk talk)
    {
        if (scenario.IsUnchanged)
        {
            return;
        }

        var arrived = talk.Request.ArrivedAt;
        var site = rules.Site(talk.Request.Site, arrived);
        if (site.DropAfterSeconds is { } seconds && (site.MatchLanguage || site.Skills.Count > 0))
        {
            At(arrived + (seconds * 1000), Settle);
        }

        if (scenario.PatienceSeconds is { } patience && courses.GetValueOrDefault(talk.Conversation) is { NeverHad: false })
        {
            At(arrived + (patience * 1000), now => LosesPatience(talk, now));
        }
    }

    private void IsTaken(Talk talk, LogRow row, long now)
    {
        if (row.Kind == LogRow.Taken && MayTake(row.By!.Value, talk, now))
        {
            other.Take(talk, row.By.Value, now, followed: !HandsDiffer(now));
            ScheduleUnlessFollowed(talk, now);
        }
        else if (rules.Policy.Chat != RoutingPolicy.Automatic)
        {
            talk.Wisher = row.By;
        }
    }

    private void InTheSameHands(Talk talk, LogRow row, long now)
    {
        switch (row.Kind)
        {
            case LogRow.Opened:
                other.OpenedBy(talk);
                break;
            case LogRow.Transferred:
                HandOn(talk, row.By!.Value, now, followed: true);
                break;
            case LogRow.Missed:
                other.Return(talk, AssignmentNote.Missed, null, now);
                if (other.Missed(row.By!.Value) >= rules.Policy.MissesUntilAway)
                {
                    // The record sets the agent away by itself.
                    other.ForgetMisses(row.By.Value);
                }

                break;
            default:
                talk.Steps += row.Kind == LogRow.Sent ? 1 : 0;
                other.Return(talk, row.Kind, row.Body is { } department ? Guid.Parse(department) : null, now);
                break;
        }
    }

    // ---------------------------------------------------------------- deciding

    private void Settle(long now)
    {
        if (!other.Waiting.Any())
        {
            return;
        }

        rules.Renew(now);
        if (rules.Policy.Chat == RoutingPolicy.Automatic)
        {
            GiveOut(rules.State(other, now, other.Waiting), now);
        }
        else
        {
            SettlePool(now);
        }
    }

    private void GiveOut(RoutingState state, long now)
    {
        foreach (var assignment in Decide.All(state, now))
        {
            Give(other.Find(assignment.Conversation)!, assignment.Agent, now);
        }
    }

    /// <summary>
    /// In a pool nobody decides: one is taken when it was taken in reality, by the same agent or, where that agent has no place, by whom the
    /// automatic choice would name, as soon as somebody has one.
    /// </summary>
    private void SettlePool(long now)
    {
        foreach (var request in Decide.Queue(other.Waiting.Where(talk => talk.Wisher is not null).Select(talk => talk.Request.Read())).ToList())
        {
            var talk = other.Find(request.Conversation)!;
            if (MayTake(talk.Wisher!.Value, talk, now))
            {
                other.Take(talk, talk.Wisher.Value, now, followed: false);
                Schedule(talk, now);
            }
        }

        var left = other.Waiting.Where(talk => talk.Wisher is not null).ToList();
        if (left.Count > 0)
        {
            var state = rules.State(other, now, left);
            GiveOut(state with { Policy = state.Policy with { Chat = RoutingPolicy.Automatic }, Agents = [.. state.Agents.Select(a => a with { Automatic = a.Pick || a.Accept })] }, now);
        }
    }

    private void Give(Talk talk, Guid agent, long now)
    {
        other.Give(talk, agent, now, followed: reallyGiven.GetValueOrDefault(talk.Conversation) == agent && !HandsDiffer(now));
        ScheduleUnlessFollowed(talk, now);
    }

    /// <summary>As at the door for who takes by hand.</summary>
    private bool MayTake(Guid agent, Talk talk, long now)
    {
        if (rules.Agent(agent, now) is not { MayChat: true } own || !(own.Pick || own.Accept) || own.Sites?.Contains(talk.Request.Site) == false)
        {
            return false;
        }

        var held = other.Held(agent);
        return held < (rules.Policy.Ceiling ?? long.MaxValue) && (rules.Policy.AboveOwnLimit || held < rules.Policy.LimitOf(own));
    }

    private bool HandsDiffer(long now)
    {
        rules.Renew(now);
        return scenario.ChangesHands(facts.Policy, rules.Policy);
    }

    // ---------------------------------------------------------------- in other hands

    private void ScheduleUnlessFollowed(Talk talk, long now)
    {
        if (!talk.Followed)
        {
            Schedule(talk, now);
        }
    }

    private void Schedule(Talk talk, long now)
    {
        var hand = talk.Hand;
        var course = courses.GetValueOrDefault(talk.Conversation);
        if (!talk.Opened)
        {
            ScheduleOpening(talk, course, now);
        }

        if (course is { NeverHad: true })
        {
            At(now + Math.Max(0, UsualTalk - talk.Spent), at => Does(talk, hand, new Step(0, null, null), at));
        }
        else if (course is not null && talk.Steps < course.Steps.Count)
        {
            var step = course.Steps[talk.Steps];
            At(now + Math.Max(0, step.After - talk.Spent), at => Does(talk, hand, step, at));
        }
    }

    private void ScheduleOpening(Talk talk, Course? course, long now)
    {
        var hand = talk.Hand;
        var opens = course is { NeverHad: true } ? 0 : course?.LetLieBy.Contains(talk.Owner!.Value) == true ? null : course?.OpenedAfter;
        if (rules.Policy.OfferSeconds is { } seconds && (opens is null || opens > seconds * 1000))
        {
            At(now + (seconds * 1000), at => IsMissed(talk, hand, at));
        }
        else if (opens is { } after)
        {
            At(now + after, _ =>
            {
                if (talk.Hand == hand && talk.Owner is not null)
                {
                    other.OpenedBy(talk);
                }
            });
        }
    }

    private void IsMissed(Talk talk, int hand, long now)
    {
        if (talk.Hand != hand || talk.Owner is not { } owner || talk.Opened)
        {
            return;
        }

        other.Return(talk, AssignmentNote.Missed, null, now);
        if (other.Missed(owner) >= rules.Policy.MissesUntilAway)
        {
            rules.SetAway(owner);
            other.ForgetMisses(owner);
        }

        Settle(now);
    }

    private void Does(Talk talk, int hand, Step step, long now)
    {
        if (talk.Hand != hand || talk.Owner is null)
        {
            return;
        }

        if (step.IsEnd)
        {
            other.End(talk, now);
        }
        else if (step.Agent is { } agent)
        {
            HandOn(talk, agent, now, followed: false);
        }
        else
        {
            talk.Steps++;
            other.Return(talk, AssignmentNote.Sent, step.Department, now);
        }

        Settle(now);
    }

    /// <summary>To a colleague who is there; else it stays where it is and goes on.</summary>
    private void HandOn(Talk talk, Guid receiver, long now, bool followed)
    {
        talk.Steps++;
        if (rules.Agent(receiver, now) is { MayChat: true } there && (followed ? !scenario.Staff.Any(s => s.Name is null && s.Agent == receiver && s.Holds(now)) : there is { Here: true, Transfer: true }))
        {
            other.Give(talk, receiver, now, followed: followed && !HandsDiffer(now));
            ScheduleUnlessFollowed(talk, now);
            return;
        }

        talk.Followed = false;
        talk.Spent += Math.Max(0, now - talk.HandAt);
        talk.HandAt = now;
        Schedule(talk, now);
    }

    /// <summary>Whoever did not come back holds nothing any more; what is as in reality goes back when it really did.</summary>
    private void GraceEnds(Guid agent, int contact, long now)
    {
        if (contacts[agent] != contact)
        {
            return;
        }

        foreach (var talk in other.Open.Where(talk => talk.Owner == agent && !talk.Followed).OrderBy(talk => talk.Conversation).ToList())
        {
            other.Return(talk, AssignmentNote.Gone, null, now);
        }

        Settle(now);
    }

    private void TakeBackFromBarred(long now)
    {
        foreach (var talk in other.Open.Where(talk => talk is { Owner: not null, Followed: false }).OrderBy(talk => talk.Conversation).ToList())
        {
            // Somebody added who is gone by now finishes what is held.
            var owner = talk.Owner!.Value;
            if (facts.Agents.GetValueOrDefault(owner)?.MayChat != true && !scenario.Staff.Any(s => s.Added is not null && s.Agent == owner))
            {
                other.Return(talk, AssignmentNote.Barred, null, now);
            }
        }
    }

    private void LosesPatience(Talk talk, long now)
    {
        if (talk is { HadHands: false, IsWaiting: true } && other.Find(talk.Conversation) == talk && real.Find(talk.Conversation) is not { IsWaiting: true })
        {
            other.End(talk, now);
        }
        else if (talk is { HadHands: false, IsWaiting: true } && other.Find(talk.Conversation) == talk)
        {
            // As long as it really waited, at least.
            At(now + 1000, at => LosesPatience(talk, at));
        }
    }

    // ---------------------------------------------------------------- the clock

    private void At(long at, Action<long> deed) => timers.Enqueue(deed, (at, order++));

    /// <summary>What is due until then, and before the end.</summary>
    private void Ring(long until)
    {
        while (timers.TryPeek(out var deed, out var due) && due.At <= until && due.At < to)
        {
            timers.Dequeue();
            deed(due.At);
        }
    }
}
