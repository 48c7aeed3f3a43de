using System.Buffers.Text;
using Genkan.Storage;
using Microsoft.AspNetCore.Identity;

namespace Genkan.Administration;

internal sealed record PasskeyRow
{
    public Guid Id { get; init; }
    public Guid Account { get; init; }
    public string Credential { get; init; } = "";
    public string PublicKey { get; init; } = "";
    public string Name { get; init; } = "";
    public long SignCount { get; init; }
    public string Transports { get; init; } = "";
    public long BackupEligible { get; init; }
    public long BackedUp { get; init; }
    public long CreatedAt { get; init; }
    public long? UsedAt { get; init; }

    public PasskeyAnswer Answer() => new(Id, Name, CreatedAt, UsedAt);

    /// <summary>As the framework's handler wants it. Only keys that verified their user are ever taken; how they attested is not kept.</summary>
    public UserPasskeyInfo Info() => new(
        Base64Url.DecodeFromChars(Credential),
        Base64Url.DecodeFromChars(PublicKey),
        DateTimeOffset.FromUnixTimeMilliseconds(CreatedAt),
        (uint)SignCount,
        Transports.Length == 0 ? [] : Transports.Split(' '),
        isUserVerified: true,
        BackupEligible != 0,
        BackedUp != 0,
        [],
        []);
}

internal sealed record PasskeyAnswer(Guid Id, string Name, long CreatedAt, long? UsedAt);

/// <summary>The passkeys of the accounts.</summary>
internal static class PasskeyStore
{
    /// <summary>A telephone, a laptop, a key on the ring, a spare one: more is somebody filling the table.</summary>
    public const int Most = 20;

    private const string Columns = "id, account, credential, public_key, name, sign_count, transports, backup_eligible, backed_up, created_at, used_at";

    public static Task<IReadOnlyList<PasskeyRow>> Of(IReadTx tx, Guid account) =>
        tx.All<PasskeyRow>($"SELECT {Columns} FROM administration_passkeys WHERE account = @account ORDER BY id", new { account });

    public static Task<long> CountOf(IReadTx tx, Guid account) =>
        tx.One<long>("SELECT COUNT(*) FROM administration_passkeys WHERE account = @account", new { account });

    public static Task<PasskeyRow?> Find(IReadTx tx, byte[] credential) => tx.One<PasskeyRow>(
        $"SELECT {Columns} FROM administration_passkeys WHERE credential = @credential", new { credential = Base64Url.EncodeToString(credential) });

    public static async Task<PasskeyRow> Add(ITx tx, Guid account, string name, UserPasskeyInfo passkey)
    {
        var row = new PasskeyRow
        {
            Id = Guid.CreateVersion7(),
            Account = account,
            Credential = Base64Url.EncodeToString(passkey.CredentialId),
            PublicKey = Base64Url.EncodeToString(passkey.PublicKey),
            Name = name,
            SignCount = passkey.SignCount,
            Transports = string.Join(' ', passkey.Transports ?? []),
            BackupEligible = passkey.IsBackupEligible ? 1 : 0,
            BackedUp = passkey.IsBackedUp ? 1 : 0,
            CreatedAt = tx.Now,
        };
        await tx.Run(
            $"""
            INSERT INTO administration_passkeys ({Columns})
            VALUES (@Id, @Account, @Credential, @PublicKey, @Name, @SignCount, @Transports, @BackupEligible, @BackedUp, @CreatedAt, NULL)
            """,
            row);
        return row;
    }

    /// <summary>It was used. False where its counter did not grow: of two that hold the same key one is a copy (WebAuthn section 7.2, step 22).</summary>
    public static async Task<bool> Use(ITx tx, UserPasskeyInfo passkey) => await tx.Run(
        """
        UPDATE administration_passkeys SET sign_count = @count, backed_up = @backedUp, used_at = @now
        WHERE credential = @credential AND (sign_count < @count OR (sign_count = 0 AND @count = 0))
        """,
        new { credential = Base64Url.EncodeToString(passkey.CredentialId), count = (long)passkey.SignCount, backedUp = passkey.IsBackedUp ? 1L : 0L, now = tx.Now }) > 0;

    public static Task<int> Rename(ITx tx, Guid account, Guid id, string name) =>
        tx.Run("UPDATE administration_passkeys SET name = @name WHERE account = @account AND id = @id", new { account, id, name });

    public static Task<int> Drop(ITx tx, Guid account, Guid id) =>
        tx.Run("DELETE FROM administration_passkeys WHERE account = @account AND id = @id", new { account, id });

    public static Task DropAll(ITx tx, Guid account) => tx.Run("DELETE FROM administration_passkeys WHERE account = @account", new { account });
}
