using System.Text.RegularExpressions;

namespace Genkan.Tests.HouseRules;

/// <summary>Which rooms there are and whom each may call: the table in docs/architecture.md, so that page and rule are one.</summary>
internal sealed class RoomPlan
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Dictionary<string, HashSet<string>> _mayCall = new(StringComparer.Ordinal);

    /// <summary>Rooms whose row says "everyone may call it".</summary>
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);

    public static RoomPlan Of(string markdown)
    {
        var plan = new RoomPlan();
        foreach (Match row in Regex.Matches(
            markdown, @"^\| `(?<room>\w+)/` \|[^|\n]*\| (?<calls>[^|\n]*) \|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, Patience))
        {
            var room = row.Groups["room"].Value;
            var calls = row.Groups["calls"].Value;
            plan._mayCall[room] = [.. Regex.Matches(calls, @"\b[A-Z]\w+", RegexOptions.None, Patience).Select(call => call.Value)];
            if (calls.Contains("(open to all)", StringComparison.Ordinal))
            {
                plan._open.Add(room);
            }
        }

        return plan;
    }

    public IReadOnlyCollection<string> Rooms => _mayCall.Keys;

    public bool Knows(string room) => _mayCall.ContainsKey(room);

    public bool MayCall(string from, string to) => _open.Contains(to) || (_mayCall.TryGetValue(from, out var calls) && calls.Contains(to));
}
