using Genkan.Doors;
using Genkan.Live;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

internal sealed record AccountRow
{
    public Guid Id { get; init; }
    public string? Email { get; init; }
    public string? Password { get; init; }
    public long Owner { get; init; }

    public AccountBrief Brief(ISeal seal) => new(Id, seal.Open(Accounts.EmailPlace(Id), Email), Password is not null, Owner != 0);
}

/// <summary>The people who can sign in, their passwords and the lock against guessing.</summary>
internal sealed class Accounts(Passwords passwords, CredentialCache cache, ILive live) : IAccounts
{
    // ASP.NET Core Identity's own values (LockoutOptions): five failures, five minutes.
    public const int MostFailures = 5;
    public static readonly TimeSpan LockTime = TimeSpan.FromMinutes(5);

    private const string Columns =
        "a.id, a.email, a.password, CASE WHEN i.owner IS NULL THEN 0 ELSE 1 END AS owner FROM administration_accounts a LEFT JOIN administration_installation i ON i.owner = a.id";

    public Task<string> HashPassword(string password) => passwords.Hash(password);

    public void CheckPassword(FieldCheck check, string field, string? password, string? email, string? userName) =>
        PasswordRule.Check(check, field, password, email, userName);

    public async Task<AccountBrief?> FindByEmail(IReadTx tx, string email) =>
        (await tx.One<AccountRow>($"SELECT {Columns} WHERE a.email_key = @key", new { key = KeyOf(tx, email) }))?.Brief(tx.Seal);

    public async Task<AccountBrief?> Find(IReadTx tx, Guid account) =>
        (await tx.One<AccountRow>($"SELECT {Columns} WHERE a.id = @account", new { account }))?.Brief(tx.Seal);

    public async Task<Guid> Make(ITx tx, string? email, string? passwordHash)
    {
        await RefuseTakenEmail(tx, email, Guid.Empty);
        var id = Guid.CreateVersion7();
        await tx.Run(
            "INSERT INTO administration_accounts (id, email, email_key, password, created_at) VALUES (@id, @email, @key, @passwordHash, @now)",
            new { id, email = tx.Seal.Close(EmailPlace(id), email), key = KeyOf(tx, email), passwordHash, now = tx.Now });
        return id;
    }

    public async Task SetEmail(ITx tx, Guid account, string? email)
    {
        await RefuseTakenEmail(tx, email, account);
        await tx.Run(
            "UPDATE administration_accounts SET email = @email, email_key = @key WHERE id = @account",
            new { account, email = tx.Seal.Close(EmailPlace(account), email), key = KeyOf(tx, email) });
    }

    public Task SetPassword(ITx tx, Guid account, string passwordHash) => tx.Run(
        "UPDATE administration_accounts SET password = @passwordHash, failed = 0, locked_until = 0 WHERE id = @account",
        new { account, passwordHash });

    public Task Drop(ITx tx, Guid account) => tx.Run("DELETE FROM administration_accounts WHERE id = @account", new { account });

    public Task EndSessions(ITx tx, OrganisationId organisation, Guid agent) => SessionStore.EndAll(tx, organisation, agent);

    public async Task EndKeysAndInvitations(ITx tx, OrganisationId organisation, Guid agent)
    {
        await tx.Run("DELETE FROM administration_keys WHERE organisation = @organisation AND agent = @agent", new { organisation, agent });
        await tx.Run("DELETE FROM administration_invitations WHERE organisation = @organisation AND agent = @agent", new { organisation, agent });
    }

    public void ShowOut(OrganisationId organisation, Guid agent, string? reason)
    {
        cache.Forget();
        if (reason is not null)
        {
            live.CloseAgent(organisation, agent, null, reason);
        }
    }

    /// <summary>
    /// Proves an account's password with Identity's lockout. The try is counted before the password is looked at, in one
    /// statement, so that a hundred tries at once are five tries; a right password sets the count back.
    /// </summary>
    public async Task<bool> Prove(IStorage storage, Guid? account, string password)
    {
        var hash = account is { } id ? await storage.WriteInstallation(tx => BeginTry(tx, id)) : null;
        var outcome = await passwords.Prove(hash, password);
        if (outcome == Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed)
        {
            return false;
        }

        var renewed = outcome == Microsoft.AspNetCore.Identity.PasswordVerificationResult.SuccessRehashNeeded ? await passwords.Hash(password) : hash;
        await storage.WriteInstallation(tx => tx.Run(
            "UPDATE administration_accounts SET failed = 0, locked_until = 0, password = CASE WHEN password = @hash THEN @renewed ELSE password END WHERE id = @account",
            new { account, hash, renewed }));
        return true;
    }

    /// <summary>The hash to hold the password against, or null while the account is locked.</summary>
    private static Task<string?> BeginTry(ITx tx, Guid account) => tx.One<string>(
        """
        UPDATE administration_accounts SET
          failed = CASE WHEN failed + 1 >= @most THEN 0 ELSE failed + 1 END,
          locked_until = CASE WHEN failed + 1 >= @most THEN @until ELSE 0 END
        WHERE id = @account AND locked_until <= @now RETURNING password
        """,
        new { account, most = (long)MostFailures, now = tx.Now, until = tx.Now + (long)LockTime.TotalMilliseconds });

    /// <summary>The installation's row is locked first: of two who want one address at the same moment the second must see the first.</summary>
    private static async Task RefuseTakenEmail(ITx tx, string? email, Guid but)
    {
        await Installation.Lock(tx);
        if (email is not null && await tx.One<long>(
            "SELECT COUNT(*) FROM administration_accounts WHERE email_key = @key AND id <> @but", new { key = KeyOf(tx, email), but }) > 0)
        {
            throw Refusal.Invalid("email", "email_taken");
        }
    }

    internal static SealedPlace EmailPlace(Guid account) => SealedPlace.OfInstallation("administration_accounts.email", account);

    /// <summary>The address itself is sealed: it is found, and kept unique, by this.</summary>
    private static string? KeyOf(IReadTx tx, string? email) => tx.Seal.Mark("administration_accounts.email_key", email is null ? null : Folded.Key(email), null);
}
