using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record ResetRow
{
    public Guid Account { get; init; }
    public long ExpiresAt { get; init; }
}

/// <summary>Links to choose a new password: each for one account, once, for half an hour. Stored is the token's hash.</summary>
internal static class Resets
{
    /// <summary>Long enough for slow post, short enough for a letter that lies about.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(30);

    /// <summary>Rows stay a while longer than the links are good, to count them by.</summary>
    private const long KeptFor = 86_400_000;

    public static async Task<string> Make(ITx tx, Guid account)
    {
        await tx.Run("DELETE FROM administration_resets WHERE created_at < @old", new { old = tx.Now - KeptFor });
        var token = Secret.New();
        await tx.Run(
            "INSERT INTO administration_resets (token, account, created_at, expires_at) VALUES (@hash, @account, @now, @expiresAt)",
            new { hash = Secret.HashOf(token), account, now = tx.Now, expiresAt = tx.Now + (long)GoodFor.TotalMilliseconds });
        return token;
    }

    public static Task<long> CountSince(IReadTx tx, Guid account, long since) => tx.One<long>(
        "SELECT COUNT(*) FROM administration_resets WHERE account = @account AND created_at > @since", new { account, since });

    /// <summary>The account a link is for, while it is good. Looking changes nothing.</summary>
    public static async Task<Guid?> Find(IReadTx tx, string? token)
    {
        if (token?.Length != Secret.Length)
        {
            return null;
        }

        var row = await tx.One<ResetRow>("SELECT account, expires_at FROM administration_resets WHERE token = @hash", new { hash = Secret.HashOf(token) });
        return row is not null && row.ExpiresAt > tx.Now ? row.Account : null;
    }

    /// <summary>Takes the link, once; the account's other links end with it, but go on counting.</summary>
    public static async Task<Guid?> Take(ITx tx, string token)
    {
        var taken = await tx.One<ResetRow>(
            "UPDATE administration_resets SET expires_at = 0 WHERE token = @hash AND expires_at > @now RETURNING account, expires_at",
            new { hash = Secret.HashOf(token), now = tx.Now });
        if (taken is null)
        {
            return null;
        }

        await tx.Run("UPDATE administration_resets SET expires_at = 0 WHERE account = @account", new { account = taken.Account });
        return taken.Account;
    }
}
