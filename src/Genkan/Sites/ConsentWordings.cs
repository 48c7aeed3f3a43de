using Genkan.Storage;

namespace Genkan.Sites;

/// <summary>Each wording anybody ever agreed to, kept under its version: a conversation stores the version alone (E-13).</summary>
internal static class ConsentWordings
{
    public static Task Keep(ITx tx, string version, Guid site, string language, string wording) => tx.Run(
        """
        INSERT INTO sites_consents (organisation, version, site, language, wording, first_agreed_at)
        VALUES (@organisation, @version, @site, @language, @wording, @now)
        ON CONFLICT (organisation, version) DO NOTHING
        """,
        new { organisation = tx.Organisation, version, site, language, wording, now = tx.Now });

    public static Task<string?> Find(IReadTx tx, string version) => tx.One<string>(
        "SELECT wording FROM sites_consents WHERE organisation = @organisation AND version = @version",
        new { organisation = tx.Organisation, version });
}
