namespace Genkan.Routing.Decision;

/// <summary>
/// May one more wait? A department's queue has a limit; beyond it its overflow takes over, and where that leads nowhere the
/// visitor is led to the message form.
/// </summary>
/// <param name="IsFull">Every department that might serve is full.</param>
/// <param name="Department">The department it overflows to; null where the own scope has room.</param>
internal sealed record Admission(bool IsFull, Guid? Department)
{
    private static readonly Admission Welcome = new(false, null);

    public static Admission Of(Request asked, RoutingState state)
    {
        var scope = Scope.Of(asked, state.Of(asked.Site), state.Policy);
        if (scope.Departments.Count == 0 || scope.Departments.Any(d => HasRoom(d, state)))
        {
            return Welcome;
        }

        return scope.Departments.Select(d => Beyond(d, state)).FirstOrDefault(d => d is not null) is { } other
            ? new Admission(false, other)
            : new Admission(true, null);
    }

    /// <summary>Circles are refused where they are set; one that came about all the same ends after as many steps as there are departments.</summary>
    private static Guid? Beyond(Guid department, RoutingState state)
    {
        var at = state.Departments.GetValueOrDefault(department)?.Overflow;
        for (var steps = 0; at is { } next && steps <= state.Departments.Count; steps++)
        {
            if (HasRoom(next, state))
            {
                return next;
            }

            at = state.Departments.GetValueOrDefault(next)?.Overflow;
        }

        return null;
    }

    private static bool HasRoom(Guid department, RoutingState state) =>
        state.Departments.GetValueOrDefault(department)?.QueueLimit is not { } limit
        || state.Waiting.Count(r => Scope.Of(r, state.Of(r.Site), state.Policy).Departments.Contains(department)) < limit;
}
