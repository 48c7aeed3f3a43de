namespace Genkan.Agents;

/// <summary>A set of ids as one column keeps it: sorted, so that equal sets are equal texts.</summary>
internal static class IdList
{
    public static string Write(IEnumerable<Guid> ids) => string.Join(' ', ids.Distinct().Select(id => id.ToString()).Order(StringComparer.Ordinal));

    public static IReadOnlyList<Guid> Read(string stored) => [.. stored.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Guid.Parse)];
}
