using System.Globalization;
using System.Text;
using Genkan.Routing;

namespace Genkan.Operations;

/// <summary>A simulation's report for people: two columns, as it was and as it would have been. No clock, no culture: the same report reads the same.</summary>
internal sealed class SimulationText(string organisation, SimulationReport report, bool hasPolicy)
{
    private const int Label = 34;
    private const int Column = 14;
    private readonly StringBuilder text = new();

    public override string ToString()
    {
        text.Clear();
        Line($"{organisation}, {Time(report.From)} to {Time(report.To)} UTC");
        if (report.RecordedFrom > report.From)
        {
            Line($"The log begins at {Time(report.RecordedFrom)} UTC; what came before is not in it.");
        }

        Line("");
        Row("", "really", hasPolicy ? "what if" : "replayed");
        Requests(report.Really, report.WhatIf);
        Waits(report.Really.Wait, report.WhatIf.Wait);
        Agents();
        Notes();
        return text.ToString();
    }

    private void Requests(SimulationFigures was, SimulationFigures would)
    {
        Row("requests", was.Requests, would.Requests);
        Row("  served", was.Served, would.Served);
        Row("  left while waiting", Share(was.Left, was.Requests), Share(would.Left, would.Requests));
        Row("  turned away at the door", was.TurnedAway, would.TurnedAway);
        Row("  still waiting at the end", was.StillWaiting, would.StillWaiting);
        Row("offers let lie", was.Missed, would.Missed);
        Row("came back, the agent being gone", was.CameBack, would.CameBack);
    }

    private void Waits(SimulationWait? was, SimulationWait? would)
    {
        Line("");
        Line("waiting time of those served");
        Row("  mean", Seconds(was?.Mean), Seconds(would?.Mean));
        Row("  p50", Seconds(was?.P50), Seconds(would?.P50));
        Row("  p90", Seconds(was?.P90), Seconds(would?.P90));
        Row("  p99", Seconds(was?.P99), Seconds(would?.P99));
        Row("  longest", Seconds(was?.Longest), Seconds(would?.Longest));
    }

    private void Agents()
    {
        Line("");
        Line("load per agent: conversations, most at a time, time talked (each conversation for itself)");
        foreach (var agent in report.Agents)
        {
            Row($"  {agent.Name}{(agent.Added ? " (added)" : "")}", Load(agent.Really), Load(agent.WhatIf), 24);
        }
    }

    private void Notes()
    {
        Line("");
        if (!hasPolicy)
        {
            Line(report.Same ? "Replayed unchanged: every conversation went to the same agents at the same moment." : "Replayed unchanged, and it did not come out as it was: please report this with the log.");
            return;
        }

        Line(report.Same ? "Nothing comes out otherwise: every conversation goes to the same agents at the same moment." : "How it is reckoned:");
        if (report.WaitedLonger > 0)
        {
            Line(Counted($"- Served in reality and waiting longer here: {report.WaitedLonger}. They are taken to stay until they are served (patienceSeconds sets an end to that)."));
        }

        if (report.Invented > 0)
        {
            Line(Counted($"- Gone in reality before anybody had them and served here: {report.Invented}. Their talks are taken to last {Seconds(report.UsualTalkMs)}, as the middle one of all."));
        }

        if (!report.Same)
        {
            Line("- Talks last as long as they really did, whoever has them. Who left while waiting leaves at the same moment, if still waiting then.");
            Line("- Requests refused at the door in reality were never made, and are missing on both sides.");
        }
    }

    private static string Time(long at) => DateTimeOffset.FromUnixTimeMilliseconds(at).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static string Seconds(long? ms) => ms is { } known ? Counted($"{known / 1000.0:0.0} s") : "–";

    private static string Share(long part, long whole) => whole == 0 ? Counted($"{part}") : Counted($"{part} ({100.0 * part / whole:0.0} %)");

    private static string Load(SimulationLoad load) => Counted($"{load.Conversations}, {load.MostAtOnce}, {load.TalkedMs / 60000.0:0.0} min");

    private static string Counted(FormattableString sentence) => sentence.ToString(CultureInfo.InvariantCulture);

    private void Row(string label, long was, long would) => Row(label, Counted($"{was}"), Counted($"{would}"));

    private void Row(string label, string was, string would, int width = Column) => Line($"{label,-Label}{was.PadLeft(width)}{would.PadLeft(width)}".TrimEnd());

    private void Line(string line) => text.Append(line).Append('\n');
}
