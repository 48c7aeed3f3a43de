namespace Genkan.Routing.Replay;

/// <summary>
/// What really became of a conversation, for when other hands have it: how long it was talked, when in the talk it was transferred and to whom,
/// how soon it was opened, who let it lie.
/// </summary>
internal sealed class Course
{
    private readonly List<Step> steps = [];
    private Guid? owner;
    private long handAt;
    private long talked;
    private bool hadHands;

    /// <summary>Transfers and the end, by the milliseconds talked until then.</summary>
    public IReadOnlyList<Step> Steps => steps;

    /// <summary>Milliseconds from getting it to looking at it; null where nobody ever did.</summary>
    public long? OpenedAfter { get; private set; }

    public HashSet<Guid> LetLieBy { get; } = [];

    /// <summary>Milliseconds talked; null where it is not over, or nobody ever had it.</summary>
    public long? Talked { get; private set; }

    /// <summary>Its visitor went away before anybody had it.</summary>
    public bool NeverHad { get; private set; }

    public bool IsOver { get; private set; }

    public void Hear(LogRow row)
    {
        switch (row.Kind)
        {
            case LogRow.Given or LogRow.Taken or LogRow.Held:
                Hand(row);
                break;
            case LogRow.Transferred when owner is not null:
                Out(row.At, counts: true);
                steps.Add(new Step(talked, row.By, null));
                Hand(row);
                break;
            case LogRow.Opened when owner is not null:
                OpenedAfter ??= Math.Max(0, row.At - handAt);
                break;
            case LogRow.Missed when owner is not null:
                LetLieBy.Add(owner.Value);
                Out(row.At, counts: false);
                break;
            case LogRow.Sent when owner is not null:
                Out(row.At, counts: true);
                steps.Add(new Step(talked, null, Guid.Parse(row.Body!)));
                break;
            case LogRow.Gone or LogRow.Barred when owner is not null:
                Out(row.At, counts: true);
                break;
            case LogRow.Ended or LogRow.Left when !IsOver:
                End(row.At);
                break;
        }
    }

    private void Hand(LogRow row)
    {
        owner = row.By;
        handAt = row.At;
        hadHands = true;
        if (row.Kind == LogRow.Taken || (row.Kind == LogRow.Held && row.Body is not null))
        {
            OpenedAfter ??= 0;
        }
    }

    private void Out(long at, bool counts)
    {
        talked += counts ? Math.Max(0, at - handAt) : 0;
        owner = null;
    }

    private void End(long at)
    {
        if (owner is not null)
        {
            Out(at, counts: true);
        }

        IsOver = true;
        NeverHad = !hadHands;
        if (hadHands)
        {
            Talked = talked;
            steps.Add(new Step(talked, null, null));
        }
    }
}

/// <summary>After so many milliseconds of talk: to this agent, to this department, or, with neither, the end.</summary>
internal sealed record Step(long After, Guid? Agent, Guid? Department)
{
    public bool IsEnd => Agent is null && Department is null;
}
