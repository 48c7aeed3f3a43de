using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>For those who watch over the whole house: what the distribution knows of who waits and how many an agent may have.</summary>
public interface IRoutingLook
{
    /// <summary>Read on the caller's snapshot: three statements, however many wait.</summary>
    Task<RoutingLook> Read(IReadTx tx);
}

/// <summary>What it knows.</summary>
/// <param name="Scopes">Who may serve, for each running conversation; one that is missing here may be served by everybody.</param>
/// <param name="Ceiling">Nobody holds more; null for any number.</param>
public sealed record RoutingLook(IReadOnlyDictionary<Guid, RequestScope> Scopes, long? Ceiling)
{
    /// <summary>The most an agent with this limit of its own may be given; null for any number.</summary>
    public long? LimitOf(int? own) => own is { } limit ? Math.Min(limit, Ceiling ?? limit) : Ceiling;
}

/// <summary>Who may serve one request.</summary>
/// <param name="Departments">Whose members; empty where it does not go by department.</param>
/// <param name="Named">Certain agents alone.</param>
public sealed record RequestScope(IReadOnlyList<Guid> Departments, bool Named)
{
    /// <summary>Whoever may chat for its site.</summary>
    public static readonly RequestScope Everybody = new([], false);
}
