using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record InvitationRow
{
    public OrganisationId Organisation { get; init; }
    public Guid Agent { get; init; }
    public long ExpiresAt { get; init; }
    public long? UsedAt { get; init; }
}

/// <summary>Links for invited people. What is stored is the token's hash; the fragment (#) keeps the token out of every log on the way.</summary>
internal sealed class Invitations(GenkanSettings settings) : IInvitations
{
    /// <summary>Over a holiday week-end and back.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromDays(7);

    public async Task<Invitation> Invite(ITx tx, Guid agent, Guid? by, bool only)
    {
        if (only)
        {
            await tx.Run(
                "DELETE FROM administration_invitations WHERE organisation = @organisation AND agent = @agent",
                new { organisation = tx.Organisation, agent });
        }

        var (token, expiresAt) = (Secret.New(), tx.Now + (long)GoodFor.TotalMilliseconds);
        await tx.Run(
            """
            INSERT INTO administration_invitations (token, organisation, agent, created_by, created_at, expires_at)
            VALUES (@token, @organisation, @agent, @by, @now, @expiresAt)
            """,
            new { token = Secret.HashOf(token), organisation = tx.Organisation, agent, by, now = tx.Now, expiresAt });
        return new Invitation(token, expiresAt);
    }

    public InvitationLink LinkOf(Invitation invitation, HttpRequest request) =>
        new($"{settings.BaseUrl(request)}/console/join#{invitation.Token}", invitation.ExpiresAt);

    public static async Task<InvitationRow?> Find(IReadTx tx, string? token)
    {
        if (token?.Length != Secret.Length)
        {
            return null;
        }

        var row = await tx.One<InvitationRow>(
            "SELECT organisation, agent, expires_at, used_at FROM administration_invitations WHERE token = @token",
            new { token = Secret.HashOf(token) });
        return row is { UsedAt: null } && row.ExpiresAt > tx.Now ? row : null;
    }

    /// <summary>Takes the invitation, once: of two who hold the link the second finds nothing. All other links of the member end too.</summary>
    public static async Task<bool> Take(ITx tx, string token)
    {
        var taken = await tx.One<InvitationRow>(
            """
            UPDATE administration_invitations SET used_at = @now
            WHERE token = @token AND used_at IS NULL AND expires_at > @now RETURNING organisation, agent, expires_at, used_at
            """,
            new { token = Secret.HashOf(token), now = tx.Now });
        if (taken is null)
        {
            return false;
        }

        await tx.Run(
            "DELETE FROM administration_invitations WHERE organisation = @organisation AND agent = @agent AND used_at IS NULL",
            new { organisation = taken.Organisation, agent = taken.Agent });
        return true;
    }
}
