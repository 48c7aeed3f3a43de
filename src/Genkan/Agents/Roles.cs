using Genkan.Doors;

namespace Genkan.Agents;

/// <summary>The two roles are bundles to begin with; what counts is the set of permissions stored for each member.</summary>
internal static class Roles
{
    public const string Admin = "admin";
    public const string Agent = "agent";

    private static readonly Permission[] Everything = Enum.GetValues<Permission>();
    private static readonly Permission[] ChatWork = [Permission.ConversationsChat, Permission.LeftMessagesRead, Permission.LeftMessagesReply];

    public static bool IsOne(string role) => role is Admin or Agent;

    public static IReadOnlySet<Permission> PermissionsOf(string role) => (role == Admin ? Everything : ChatWork).ToHashSet();

    /// <summary>The stored form: names in alphabetical order, so that equal sets are equal texts.</summary>
    public static string Write(IEnumerable<Permission> permissions) => string.Join(' ', Names(permissions));

    public static IReadOnlyList<string> Names(IEnumerable<Permission> permissions) => [.. permissions.Select(p => p.Name()).Order(StringComparer.Ordinal)];

    /// <summary>Names nobody knows any more are left out.</summary>
    public static IReadOnlySet<Permission> Read(string stored) => stored.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(name => PermissionNames.TryParse(name, out var permission) ? permission : (Permission?)null)
        .OfType<Permission>().ToHashSet();
}
