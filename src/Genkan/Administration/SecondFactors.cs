using System.Security.Cryptography;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record FactorRow
{
    public string Secret { get; init; } = "";
    public long? ConfirmedAt { get; init; }
    public long LastStep { get; init; }
}

/// <summary>What is shown once, while the authenticator app is set up.</summary>
internal sealed record NewFactor(string Secret, string Address, QrDrawing Qr);

/// <summary>The second factor of an account: an authenticator app, and the recovery codes that stand in for it.</summary>
internal static class SecondFactors
{
    private const string Issuer = "Genkan";

    /// <summary>Kept sealed: who reads the database alone has no codes.</summary>
    public static readonly SealedColumn SecretColumn = new("administration_factors", "secret") { Row = "account", OfOrganisation = false };

    public static async Task<bool> IsOn(IReadTx tx, Guid account) => (await Find(tx, account))?.ConfirmedAt is not null;

    public static Task<FactorRow?> Find(IReadTx tx, Guid account) => tx.One<FactorRow>(
        "SELECT secret, confirmed_at, last_step FROM administration_factors WHERE account = @account", new { account });

    /// <summary>A fresh secret. It asks for nothing until a code of it was given.</summary>
    /// <exception cref="Refusal"><c>second_factor_on</c>.</exception>
    public static async Task<NewFactor> Begin(ITx tx, Guid account, string person)
    {
        var secret = RandomNumberGenerator.GetBytes(Totp.SecretLength);
        var begun = await tx.Run(
            """
            INSERT INTO administration_factors (account, secret, created_at) VALUES (@account, @secret, @now)
            ON CONFLICT (account) DO UPDATE SET secret = excluded.secret, created_at = excluded.created_at
            WHERE administration_factors.confirmed_at IS NULL
            """,
            new { account, secret = tx.Seal.Close(PlaceOf(account), Totp.Written(secret)), now = tx.Now });
        if (begun == 0)
        {
            throw Refusal.Conflict("second_factor_on");
        }

        var address = Totp.Address(secret, Issuer, person);
        return new NewFactor(Totp.Written(secret), address, QrDrawing.Of(address));
    }

    /// <summary>The first code shows that the app has the secret; from then on it counts. Answers the recovery codes, or null for a wrong code.</summary>
    public static async Task<IReadOnlyList<string>?> Confirm(ITx tx, Guid account, string code)
    {
        var factor = await Find(tx, account);
        if (factor is not { ConfirmedAt: null } || StepOf(tx, factor, account, code) is not { } step)
        {
            return null;
        }

        await tx.Run(
            "UPDATE administration_factors SET confirmed_at = @now, last_step = @step WHERE account = @account AND confirmed_at IS NULL",
            new { account, step, now = tx.Now });
        return await RecoveryCodes.Make(tx, account);
    }

    /// <summary>A code of the app, each once, or one of the recovery codes.</summary>
    public static async Task<bool> Prove(ITx tx, Guid account, string code)
    {
        var factor = await Find(tx, account);
        if (factor is not { ConfirmedAt: not null })
        {
            return false;
        }

        return StepOf(tx, factor, account, code) is { } step ? await TakeStep(tx, account, step) : await RecoveryCodes.Take(tx, account, code);
    }

    public static async Task TurnOff(ITx tx, Guid account)
    {
        await tx.Run("DELETE FROM administration_factors WHERE account = @account", new { account });
        await RecoveryCodes.Drop(tx, account);
    }

    /// <summary>Of two who send the same code the second is refused: the step only ever grows (RFC 6238 section 5.2).</summary>
    private static async Task<bool> TakeStep(ITx tx, Guid account, long step) => await tx.Run(
        "UPDATE administration_factors SET last_step = @step WHERE account = @account AND last_step < @step", new { account, step }) > 0;

    private static long? StepOf(IReadTx tx, FactorRow factor, Guid account, string code)
    {
        var digits = code.Replace(" ", "", StringComparison.Ordinal);
        if (digits.Length != Totp.Digits || !digits.All(char.IsAsciiDigit))
        {
            return null;
        }

        return Totp.StepOf(Totp.Read(tx.Seal.Open(PlaceOf(account), factor.Secret)!), digits, tx.Now);
    }

    private static SealedPlace PlaceOf(Guid account) => SealedPlace.OfInstallation(SecretColumn.Name, account);
}
