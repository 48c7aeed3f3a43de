namespace Genkan.Routing.Decision;

/// <summary>Where one who waits stands.</summary>
/// <param name="Place">1 for who is served next.</param>
/// <param name="Capacity">How many conversations those who serve this line have at a time; at least 1.</param>
internal sealed record QueuePlace(int Place, long Capacity);

/// <summary>
/// Everybody's place. Ahead of a visitor are those before in the queue's order whom the same people serve, at least in part:
/// who waits for another department takes nobody's turn here.
/// </summary>
internal static class QueuePlaces
{
    /// <summary>By conversation.</summary>
    public static IReadOnlyDictionary<Guid, QueuePlace> Of(RoutingState state)
    {
        var lines = new Dictionary<(Guid, string, Guid?, string), Line>();
        var all = new List<Line>();
        var places = new Dictionary<Guid, QueuePlace>();
        foreach (var request in Decide.Queue(state.Waiting))
        {
            var scope = Scope.Of(request, state.Of(request.Site), state.Policy);
            var key = (request.Site, scope.Rule, request.WantsAgent, string.Join(' ', scope.Departments));
            if (!lines.TryGetValue(key, out var line))
            {
                lines[key] = line = new Line([.. state.Agents.Where(a => scope.Holds(a, request.Site))], state.Policy, all);
                all.Add(line);
            }

            places[request.Conversation] = new QueuePlace(1 + line.Ahead, line.Capacity);
            line.Waiting++;
        }

        return places;
    }

    /// <summary>Those whom the same people serve.</summary>
    private sealed class Line
    {
        private readonly HashSet<Guid> people;
        private readonly List<Line> shared;

        public Line(List<Candidate> serving, RoutingPolicy policy, List<Line> others)
        {
            people = [.. serving.Select(a => a.Id)];
            Capacity = Math.Max(1, serving.Where(a => a.Here && (a.Automatic || a.Pick || a.Accept)).Sum(a => Places(a, policy)));
            shared = [this, .. others.Where(other => other.people.Overlaps(people))];
            foreach (var other in shared.Skip(1))
            {
                other.shared.Add(this);
            }
        }

        public long Capacity { get; }

        public int Waiting { get; set; }

        public int Ahead => shared.Sum(line => line.Waiting);

        /// <summary>Without any limit as many as are held now.</summary>
        private static long Places(Candidate agent, RoutingPolicy policy) =>
            policy.LimitOf(agent) is var limit && limit < long.MaxValue ? limit : agent.Held;
    }
}
