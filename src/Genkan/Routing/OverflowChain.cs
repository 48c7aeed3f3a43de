using Genkan.Routing.Decision;

namespace Genkan.Routing;

/// <summary>The way from one department's queue to the next.</summary>
internal static class OverflowChain
{
    /// <summary>Does the way from one come back to the department?</summary>
    public static bool LeadsTo(Guid department, Guid from, IReadOnlyDictionary<Guid, DepartmentRouting> known)
    {
        var seen = new HashSet<Guid>();
        for (Guid? at = from; at is { } here && seen.Add(here); at = known.GetValueOrDefault(here)?.Overflow)
        {
            if (here == department)
            {
                return true;
            }
        }

        return false;
    }
}
