namespace Genkan.Doors;

/// <summary>What a member may do. Roles are bundles of these; each member's set is stored and checked at every door.</summary>
public enum Permission
{
    /// <summary>Take and hold own conversations.</summary>
    ConversationsChat,

    /// <summary>Read everybody's conversations.</summary>
    ConversationsAll,

    /// <summary>Read what visitors left while nobody was there.</summary>
    LeftMessagesRead,

    /// <summary>Answer them and say what was dealt with.</summary>
    LeftMessagesReply,

    /// <summary>Add, change, disable and remove agents.</summary>
    AgentsManage,

    /// <summary>Add, change and remove sites.</summary>
    SitesManage,

    /// <summary>Change the organisation's settings.</summary>
    SettingsManage,

    /// <summary>Read the audit trail.</summary>
    AuditRead,
}

/// <summary>The names permissions have on the wire and in storage.</summary>
public static class PermissionNames
{
    private static readonly Dictionary<string, Permission> ByName = new(StringComparer.Ordinal)
    {
        ["conversations.chat"] = Permission.ConversationsChat,
        ["conversations.all"] = Permission.ConversationsAll,
        ["leftMessages.read"] = Permission.LeftMessagesRead,
        ["leftMessages.reply"] = Permission.LeftMessagesReply,
        ["agents.manage"] = Permission.AgentsManage,
        ["sites.manage"] = Permission.SitesManage,
        ["settings.manage"] = Permission.SettingsManage,
        ["audit.read"] = Permission.AuditRead,
    };

    private static readonly Dictionary<Permission, string> ByPermission = ByName.ToDictionary(p => p.Value, p => p.Key);

    /// <summary>Every permission's name.</summary>
    public static IReadOnlyCollection<string> All => ByName.Keys;

    /// <summary>The name of one.</summary>
    public static string Name(this Permission permission) => ByPermission[permission];

    /// <summary>The permission of that name.</summary>
    public static bool TryParse(string name, out Permission permission) => ByName.TryGetValue(name, out permission);
}

/// <summary>How far a visitor's token reaches.</summary>
public enum Reach
{
    /// <summary>The loader's: page views, button state, invitations.</summary>
    Page,

    /// <summary>The chat window's: the own conversation too.</summary>
    Talk,
}

/// <summary>Who may use an endpoint. An endpoint that declares none is refused, and fails the tests.</summary>
public sealed record Access
{
    /// <summary>Anyone, signed in or not.</summary>
    public bool Anyone { get; private init; }

    /// <summary>Members of an organisation, with this permission where one is named.</summary>
    public bool Staff { get; private init; }

    /// <summary>Needed of a member.</summary>
    public Permission? Needs { get; private init; }

    /// <summary>The installation's owner only.</summary>
    public bool InstallationOwner { get; private init; }

    /// <summary>Visitors with a token that reaches at least this far.</summary>
    public Reach? Visitor { get; private init; }

    internal static Access ForAnyone() => new() { Anyone = true };

    internal static Access ForStaff(Permission? needs) => new() { Staff = true, Needs = needs };

    internal static Access ForInstallationOwner() => new() { Staff = true, InstallationOwner = true };

    internal static Access ForVisitor(Reach reach) => new() { Visitor = reach };
}

/// <summary>Declares at an endpoint who may use it.</summary>
public static class AccessDeclarations
{
    /// <summary>Anyone may.</summary>
    public static T OpenToAnyone<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(Access.ForAnyone());

    /// <summary>Members may, those with the permission where one is named.</summary>
    public static T ForStaff<T>(this T endpoint, Permission? needs = null) where T : IEndpointConventionBuilder => endpoint.WithMetadata(Access.ForStaff(needs));

    /// <summary>The installation's owner may.</summary>
    public static T ForInstallationOwner<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(Access.ForInstallationOwner());

    /// <summary>Visitors may whose token reaches that far.</summary>
    public static T ForVisitors<T>(this T endpoint, Reach reach) where T : IEndpointConventionBuilder => endpoint.WithMetadata(Access.ForVisitor(reach));
}
