using System.Security.Cryptography;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Ten codes that each stand in once for the authenticator app. Shown when they are made; kept as keyed hashes.</summary>
internal static class RecoveryCodes
{
    public const int Count = 10;

    /// <summary>50 bits: far out of reach of guesses that are counted.</summary>
    private const int Length = 10;

    // Crockford's letters: none that is taken for another when written down.
    private const string Letters = "0123456789abcdefghjkmnpqrstvwxyz";

    /// <summary>Fresh ones; those before are worth nothing from then on.</summary>
    public static async Task<IReadOnlyList<string>> Make(ITx tx, Guid account)
    {
        await Drop(tx, account);
        var codes = Enumerable.Range(0, Count).Select(_ => RandomNumberGenerator.GetString(Letters, Length)).ToList();
        foreach (var code in codes)
        {
            await tx.Run("INSERT INTO administration_recovery (account, code) VALUES (@account, @code)", new { account, code = HashOf(tx, account, code) });
        }

        return [.. codes.Select(c => $"{c[..5]}-{c[5..]}")];
    }

    /// <summary>Takes a code, once.</summary>
    public static async Task<bool> Take(ITx tx, Guid account, string code) => Plain(code) is { } plain
        && await tx.Run("DELETE FROM administration_recovery WHERE account = @account AND code = @code", new { account, code = HashOf(tx, account, plain) }) > 0;

    public static Task<long> LeftOf(IReadTx tx, Guid account) =>
        tx.One<long>("SELECT COUNT(*) FROM administration_recovery WHERE account = @account", new { account });

    public static Task Drop(ITx tx, Guid account) => tx.Run("DELETE FROM administration_recovery WHERE account = @account", new { account });

    /// <summary>As people type what they wrote down: with or without the dash, capitals, O for 0, I and L for 1.</summary>
    private static string? Plain(string code)
    {
        var plain = new string([.. code.ToLowerInvariant().Where(c => c is not ('-' or ' ')).Select(Meant)]);
        return plain.Length == Length && plain.All(Letters.Contains) ? plain : null;
    }

    private static char Meant(char typed) => typed switch
    {
        'o' => '0',
        'i' or 'l' => '1',
        _ => typed,
    };

    /// <summary>Keyed: 50 bits are few for who holds the table and may guess at leisure.</summary>
    private static string HashOf(IReadTx tx, Guid account, string code) => tx.Seal.Mark("administration_recovery.code", $"{account:N} {code}", null)!;
}
