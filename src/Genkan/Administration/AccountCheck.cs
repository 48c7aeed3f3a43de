using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>What must be true of accounts and what opens doors for them.</summary>
internal sealed class AccountCheck : IStoreCheck
{
    /// <summary>Every organisation there is; rows of another one are nobody's.</summary>
    public static readonly KnownOrganisations Organisations = new("SELECT id AS organisation FROM administration_organisations");

    public IReadOnlyList<StoreRule> Rules { get; } =
    [
        new("The installation belongs to somebody who can sign in",
            """
            SELECT CAST(i.owner AS text) FROM administration_installation i
            WHERE NOT EXISTS (SELECT 1 FROM administration_accounts a WHERE a.id = i.owner)
            """),
        new("Every sign-in is of an account",
            """
            SELECT CAST(s.id AS text) FROM administration_sessions s
            WHERE s.organisation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM administration_accounts a WHERE a.id = s.account)
            """),
        new("Every API key is of an account",
            """
            SELECT CAST(k.id AS text) FROM administration_keys k
            WHERE k.organisation IS NOT NULL AND NOT EXISTS (SELECT 1 FROM administration_accounts a WHERE a.id = k.account)
            """),
    ];
}
