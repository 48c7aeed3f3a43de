namespace Genkan.Audit;

/// <summary>What an endpoint leaves in the audit trail. A staff endpoint that changes something and declares neither fails the tests.</summary>
/// <param name="Kinds">The kinds of entries it writes; empty where it writes none.</param>
/// <param name="Why">Why it writes none.</param>
public sealed record AuditedDoor(IReadOnlyList<string> Kinds, string? Why);

/// <summary>Declares at an endpoint what it leaves in the trail.</summary>
public static class AuditDeclarations
{
    /// <summary>It writes entries of these kinds.</summary>
    public static T Audited<T>(this T endpoint, params string[] kinds) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AuditedDoor(kinds, null));

    /// <summary>It writes none, and why that is right.</summary>
    public static T NotAudited<T>(this T endpoint, string why) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new AuditedDoor([], why));
}
