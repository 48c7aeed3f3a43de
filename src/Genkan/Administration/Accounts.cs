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

/// <summary>The people who can sign in, and their passwords.</summary>
internal sealed class Accounts(Passwords passwords, GuessLimit guesses, CredentialCache cache, ILive live) : IAccounts
{
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

    public Task SetPassword(ITx tx, Guid account, string passwordHash) => SetPassword(tx, account, passwordHash, keep: null);

    /// <summary>A new password, and no browser is remembered any more but the one it was chosen in.</summary>
    public async Task SetPassword(ITx tx, Guid account, string passwordHash, Guid? keep)
    {
        await Devices.EndOthers(tx, account, keep);
        await tx.Run("UPDATE administration_accounts SET password = @passwordHash, failed = 0, locked_until = 0 WHERE id = @account", new { account, passwordHash });
    }

    public async Task Drop(ITx tx, Guid account)
    {
        await SecondFactors.TurnOff(tx, account);
        await PasskeyStore.DropAll(tx, account);
        await Places.Drop(tx, account);
        await Devices.EndOthers(tx, account, null);
        await tx.Run("DELETE FROM administration_accounts WHERE id = @account", new { account });
    }

    public async Task EndSessions(ITx tx, OrganisationId organisation, Guid agent)
    {
        await Devices.EndAll(tx, organisation, agent);
        await SessionStore.EndAll(tx, organisation, agent);
    }

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
    /// Proves an account's password. The try is counted before the password is looked at, so that a hundred tries at once
    /// are five; what is counted belongs to the present password, so that a new one begins without its owner's old mistakes.
    /// </summary>
    /// <param name="storage">The store.</param>
    /// <param name="account">Null for a name nobody has: costs the same time and says no.</param>
    /// <param name="password">As typed.</param>
    /// <param name="place">From where.</param>
    /// <param name="name">What stands for a name nobody has.</param>
    /// <exception cref="Refusal"><c>too_many</c>.</exception>
    public async Task<bool> Prove(IStorage storage, Guid? account, string password, Place place, string name = "")
    {
        var hash = account is { } id ? await storage.ReadInstallation(tx => PasswordOf(tx, id)) : null;
        var what = hash is null ? $"name:{name}" : $"password:{account:N}:{StampOf(hash)}";
        var outcome = await passwords.Prove(await guesses.MayTry(what, place) ? hash : null, password);
        if (outcome == Microsoft.AspNetCore.Identity.PasswordVerificationResult.Failed)
        {
            return false;
        }

        guesses.Forgive(what, place);
        if (outcome == Microsoft.AspNetCore.Identity.PasswordVerificationResult.SuccessRehashNeeded)
        {
            await Renew(storage, account, hash, await passwords.Hash(password));
        }

        return true;
    }

    /// <summary>Another one with each password: what was handed out under the old one ends with it.</summary>
    public static async Task<string> StampOf(IReadTx tx, Guid account) => StampOf(await PasswordOf(tx, account) ?? "");

    private static string StampOf(string hash) => Secret.HashOf(hash)[..16];

    private static Task<string?> PasswordOf(IReadTx tx, Guid account) =>
        tx.One<string>("SELECT password FROM administration_accounts WHERE id = @account", new { account });

    private static Task<int> Renew(IStorage storage, Guid? account, string? hash, string renewed) => storage.WriteInstallation(tx => tx.Run(
        "UPDATE administration_accounts SET password = @renewed WHERE id = @account AND password = @hash", new { account, hash, renewed }));

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
