namespace Genkan.Audit;

/// <summary>Every kind of entry, each worded by <c>audit.kind.…</c> in the reader's language.</summary>
public static class AuditKinds
{
    /// <summary>Somebody signed in.</summary>
    public const string SessionBegun = "session.begun";

    /// <summary>A sign-in was refused: the account is known, the proof was wrong.</summary>
    public const string SessionRefused = "session.refused";

    /// <summary>Somebody signed out, or was signed out.</summary>
    public const string SessionEnded = "session.ended";

    /// <summary>A person changed the own password.</summary>
    public const string PasswordChanged = "password.changed";

    /// <summary>A person set a second factor up.</summary>
    public const string SecondFactorOn = "secondFactor.on";

    /// <summary>A person turned the own second factor off.</summary>
    public const string SecondFactorOff = "secondFactor.off";

    /// <summary>An admin took a person's second factor and passkeys away.</summary>
    public const string SecondFactorReset = "secondFactor.reset";

    /// <summary>A person made new recovery codes.</summary>
    public const string RecoveryCodesMade = "recoveryCodes.made";

    /// <summary>A person added a passkey.</summary>
    public const string PasskeyAdded = "passkey.added";

    /// <summary>A person removed a passkey.</summary>
    public const string PasskeyRemoved = "passkey.removed";

    /// <summary>An API key was made.</summary>
    public const string KeyMade = "key.made";

    /// <summary>An API key was withdrawn.</summary>
    public const string KeyEnded = "key.ended";

    /// <summary>The organisation began.</summary>
    public const string OrganisationFounded = "organisation.founded";

    /// <summary>A member of this organisation, who owns the installation, founded another one.</summary>
    public const string OrganisationAdded = "organisation.added";

    /// <summary>The organisation's own fields.</summary>
    public const string OrganisationChanged = "organisation.changed";

    /// <summary>A person was added.</summary>
    public const string AgentAdded = "agent.added";

    /// <summary>A person's fields, role, permissions, password or picture.</summary>
    public const string AgentChanged = "agent.changed";

    /// <summary>A person was removed.</summary>
    public const string AgentRemoved = "agent.removed";

    /// <summary>A fresh invitation was made.</summary>
    public const string AgentInvited = "agent.invited";

    /// <summary>An invited person has come.</summary>
    public const string AgentJoined = "agent.joined";

    /// <summary>A department was added.</summary>
    public const string DepartmentAdded = "department.added";

    /// <summary>A department's name or order.</summary>
    public const string DepartmentChanged = "department.changed";

    /// <summary>A department was removed.</summary>
    public const string DepartmentRemoved = "department.removed";

    /// <summary>A status of the organisation's own was added.</summary>
    public const string StatusAdded = "status.added";

    /// <summary>What a status lets through, or its name.</summary>
    public const string StatusChanged = "status.changed";

    /// <summary>A status of the organisation's own was removed.</summary>
    public const string StatusRemoved = "status.removed";

    /// <summary>A site was added.</summary>
    public const string SiteAdded = "site.added";

    /// <summary>A site's settings.</summary>
    public const string SiteChanged = "site.changed";

    /// <summary>A site was removed.</summary>
    public const string SiteRemoved = "site.removed";

    /// <summary>A conversation that hung was ended from above.</summary>
    public const string ConversationClosed = "conversation.closed";

    /// <summary>A backup was put in the place of what was there: the trail goes on from where it stood then.</summary>
    public const string BackupRestored = "backup.restored";

    /// <summary>A calendar of opening hours was added.</summary>
    public const string CalendarAdded = "calendar.added";

    /// <summary>A calendar's hours, name or time zone.</summary>
    public const string CalendarChanged = "calendar.changed";

    /// <summary>A calendar was removed.</summary>
    public const string CalendarRemoved = "calendar.removed";

    /// <summary>Which calendar a site or department keeps.</summary>
    public const string HoursKept = "calendar.kept";

    /// <summary>Settings of the organisation.</summary>
    public const string SettingsChanged = "settings.changed";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. typeof(AuditKinds).GetFields().Where(f => f.IsLiteral).Select(f => (string)f.GetRawConstantValue()!).Order(StringComparer.Ordinal),
    ];
}
