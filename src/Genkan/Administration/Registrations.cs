using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>What somebody gave who wants to found an organisation. The password as its hash.</summary>
internal sealed record Registration(string Organisation, string Name, string Email, string PasswordHash, string Language);

internal sealed record RegistrationRow
{
    public Guid Id { get; init; }
    public string Content { get; init; } = "";
    public long ExpiresAt { get; init; }
}

/// <summary>Organisations whose founder's mail address is not proved yet. Sealed, behind the hash of the mailed token, for a day.</summary>
internal static class Registrations
{
    public const string Table = "administration_registrations";

    /// <summary>Who registers in the evening confirms in the morning.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromHours(24);

    /// <summary>The id becomes the organisation's: confirmed twice, there is one.</summary>
    public static async Task<string> Add(ITx tx, Guid id, Registration wanted)
    {
        await tx.Run("DELETE FROM administration_registrations WHERE expires_at < @now", new { now = tx.Now });
        var token = Secret.New();
        await tx.Run(
            "INSERT INTO administration_registrations (id, token, content, created_at, expires_at) VALUES (@id, @hash, @content, @now, @expiresAt)",
            new
            {
                id,
                hash = Secret.HashOf(token),
                content = tx.Seal.Close(Place(id), JsonSerializer.Serialize(wanted, Wire.Json)),
                now = tx.Now,
                expiresAt = tx.Now + (long)GoodFor.TotalMilliseconds,
            });
        return token;
    }

    /// <summary>While the link is good. Looking changes nothing.</summary>
    public static async Task<(Guid Id, Registration Wanted)?> Find(IReadTx tx, string? token)
    {
        if (token?.Length != Secret.Length)
        {
            return null;
        }

        var row = await tx.One<RegistrationRow>(
            "SELECT id, content, expires_at FROM administration_registrations WHERE token = @hash", new { hash = Secret.HashOf(token) });
        return row is not null && row.ExpiresAt > tx.Now
            ? (row.Id, JsonSerializer.Deserialize<Registration>(tx.Seal.Open(Place(row.Id), row.Content)!, Wire.Json)!)
            : null;
    }

    /// <summary>Takes the link, once.</summary>
    public static async Task<bool> Take(ITx tx, Guid id) => await tx.Run("DELETE FROM administration_registrations WHERE id = @id", new { id }) > 0;

    private static SealedPlace Place(Guid id) => SealedPlace.OfInstallation($"{Table}.content", id);
}
