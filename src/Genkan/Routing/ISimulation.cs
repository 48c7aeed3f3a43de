using System.Globalization;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>What would have been: a recorded time, distributed anew under changed limits, staffing, hours or policy.</summary>
public interface ISimulation
{
    /// <summary>Reads the log of the organisation and lets the time pass again. The same store and order give the same report.</summary>
    /// <exception cref="StartRefusedException">A sentence for the operator: nothing was recorded, or what the policy says cannot be.</exception>
    Task<SimulationReport> Run(IReadTx tx, SimulationOrder order);
}

/// <summary>Which time, and what is otherwise in it.</summary>
/// <param name="From">UTC milliseconds.</param>
/// <param name="To">No longer in it.</param>
/// <param name="Policy">The JSON of what is otherwise; null: nothing.</param>
public sealed record SimulationOrder(long From, long To, string? Policy);

/// <summary>What was and what would have been.</summary>
/// <param name="From">UTC milliseconds.</param>
/// <param name="To">No longer in it.</param>
/// <param name="RecordedFrom">When the log begins.</param>
/// <param name="Really">As it was.</param>
/// <param name="WhatIf">As it would have been.</param>
/// <param name="Same">Every conversation went to the same agents at the same milliseconds.</param>
/// <param name="WaitedLonger">Requests served in reality that wait longer in the what-if, or are still waiting at its end.</param>
/// <param name="Invented">Requests whose visitors really left before anybody had them and are served in the what-if: their talks are taken to last as long as the middle one of all.</param>
/// <param name="UsualTalkMs">How long that is.</param>
/// <param name="Agents">By name.</param>
public sealed record SimulationReport(
    long From,
    long To,
    long RecordedFrom,
    SimulationFigures Really,
    SimulationFigures WhatIf,
    bool Same,
    long WaitedLonger,
    long Invented,
    long UsualTalkMs,
    IReadOnlyList<SimulationAgent> Agents);

/// <summary>Of the requests made in that time.</summary>
/// <param name="Requests">How many.</param>
/// <param name="Served">Came into an agent's hands before the end.</param>
/// <param name="Left">Their visitors left while they waited.</param>
/// <param name="TurnedAway">Not let in: nobody was there, or the queue was full. In reality they do not appear.</param>
/// <param name="StillWaiting">Neither at the end.</param>
/// <param name="Wait">How long those who were served waited; null where nobody was.</param>
/// <param name="Missed">Offers that were let lie.</param>
/// <param name="CameBack">Conversations that came back to the queue because their agent was gone.</param>
public sealed record SimulationFigures(long Requests, long Served, long Left, long TurnedAway, long StillWaiting, SimulationWait? Wait, long Missed, long CameBack);

/// <summary>Milliseconds. Percentiles by nearest rank: the smallest wait that so many of a hundred did not exceed.</summary>
public sealed record SimulationWait(long Mean, long P50, long P90, long P99, long Longest);

/// <summary>An agent's load. <paramref name="Added"/>: there in the what-if alone.</summary>
public sealed record SimulationAgent(Guid Id, string Name, bool Added, SimulationLoad Really, SimulationLoad WhatIf);

/// <summary>How much somebody had in that time.</summary>
/// <param name="Conversations">Came into these hands.</param>
/// <param name="MostAtOnce">At a time.</param>
/// <param name="TalkedMs">Milliseconds held, each conversation for itself.</param>
public sealed record SimulationLoad(long Conversations, long MostAtOnce, long TalkedMs);

/// <summary>Times as an operator types them.</summary>
public static class Instants
{
    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFK"];

    /// <summary>ISO 8601 with its zone, or a date alone, which is 00:00 UTC: UTC milliseconds. Null where it is neither; a time without a zone could mean any.</summary>
    public static long? Read(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return new DateTimeOffset(date.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeMilliseconds();
        }

        var hasZone = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        return hasZone && DateTimeOffset.TryParseExact(text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUnixTimeMilliseconds() : null;
    }
}
