using System.Buffers.Text;
using System.Security.Cryptography;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record DeviceRow
{
    public Guid Id { get; init; }
    public string Token { get; init; } = "";
    public string? Previous { get; init; }
    public long RotatedAt { get; init; }
    public Guid Account { get; init; }
    public OrganisationId Organisation { get; init; }
    public Guid Agent { get; init; }

    /// <summary>A second factor was shown when it was remembered.</summary>
    public long Second { get; init; }
    public long Automatic { get; init; }

    /// <summary>Signed out by hand: nobody walks in again without a click.</summary>
    public long Paused { get; init; }
    public string? Status { get; init; }
    public string? Browser { get; init; }
    public string? System { get; init; }
    public string? Address { get; init; }
    public long CreatedAt { get; init; }
    public long UsedAt { get; init; }
}

internal enum DeviceStanding
{
    /// <summary>The token it was given last.</summary>
    Current,

    /// <summary>The one before, a moment ago: another tab was faster.</summary>
    JustReplaced,

    /// <summary>One that was replaced long ago: somebody has a copy.</summary>
    Old,
}

internal sealed record FoundDevice(DeviceRow Row, DeviceStanding Standing, string TokenHash);

/// <summary>
/// Browsers that may sign in again without the password (ST-03). The token is changed at each use and signed, so that one of
/// ours that comes back after it was replaced is known to be a copy: then the device ends.
/// </summary>
internal sealed class Devices(Keys keys)
{
    /// <summary>Not used for that long: forgotten.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromDays(180);

    // Two tabs that start together both hold the token of before.
    private static readonly TimeSpan Overlap = TimeSpan.FromSeconds(60);

    private const int PartLength = 16;

    // 48 bytes in base64url.
    private const int TokenLength = 64;

    private const string Columns =
        "id, token, previous, rotated_at, account, organisation, agent, second, automatic, paused, status, browser, system, address, created_at, used_at";

    /// <summary>The device of this request's cookie, whatever its token is worth.</summary>
    public async Task<FoundDevice?> Find(IReadTx tx, HttpContext context)
    {
        if (DeviceCookie.Read(context) is not { } token || IdIn(token) is not { } id || await Find(tx, id) is not { } row)
        {
            return null;
        }

        var hash = Secret.HashOf(token);
        var standing = hash == row.Token ? DeviceStanding.Current
            : hash == row.Previous && tx.Now - row.RotatedAt <= Overlap.TotalMilliseconds ? DeviceStanding.JustReplaced
            : DeviceStanding.Old;
        return tx.Now - row.UsedAt > GoodFor.TotalMilliseconds ? null : new FoundDevice(row, standing, hash);
    }

    public static Task<DeviceRow?> Find(IReadTx tx, Guid id) => tx.One<DeviceRow>(
        $"""
        -- any organisation: the device was found by its signed token
        SELECT {Columns} FROM administration_devices WHERE id = @id
        """,
        new { id });

    public async Task<(Guid Id, string Token)> Make(ITx tx, Member member, EntryWish wish, bool second, ClientName client)
    {
        var id = Guid.CreateVersion7();
        var token = NewToken(id);
        await tx.Run(
            $"""
            INSERT INTO administration_devices ({Columns})
            VALUES (@id, @token, NULL, @now, @account, @organisation, @agent, @second, @automatic, 0, @status, @browser, @system, @address, @now, @now)
            """,
            new
            {
                id,
                token = Secret.HashOf(token),
                account = member.Account,
                organisation = tx.Organisation,
                agent = member.Agent,
                second = second ? 1L : 0L,
                automatic = wish.Automatic ? 1L : 0L,
                status = wish.Status,
                browser = client.Browser,
                system = client.System,
                address = client.Address,
                now = tx.Now,
            });
        return (id, token);
    }

    /// <summary>A new token for the next time; null where another tab was faster and has it.</summary>
    public async Task<string?> Rotate(ITx tx, FoundDevice device, string? status, ClientName client)
    {
        var token = NewToken(device.Row.Id);
        var rotated = await tx.Run(
            """
            UPDATE administration_devices SET token = @token, previous = @before, rotated_at = @now, used_at = @now, paused = 0,
              status = COALESCE(@status, status), browser = @browser, system = @system, address = @address
            WHERE organisation = @organisation AND id = @id AND token = @before
            """,
            new
            {
                organisation = tx.Organisation,
                id = device.Row.Id,
                token = Secret.HashOf(token),
                before = device.TokenHash,
                status,
                browser = client.Browser,
                system = client.System,
                address = client.Address,
                now = tx.Now,
            });
        return rotated > 0 ? token : null;
    }

    /// <summary>Signed out by hand.</summary>
    public static Task Pause(ITx tx, Guid id) => tx.Run(
        "UPDATE administration_devices SET paused = 1 WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    public static Task<IReadOnlyList<DeviceRow>> OfAgent(IReadTx tx, OrganisationId organisation, Guid agent) => tx.All<DeviceRow>(
        $"SELECT {Columns} FROM administration_devices WHERE organisation = @organisation AND agent = @agent ORDER BY used_at DESC",
        new { organisation, agent });

    public static Task<IReadOnlyList<DeviceRow>> OfAccount(IReadTx tx, Guid account) => tx.All<DeviceRow>(
        $"""
        -- any organisation: the account's own
        SELECT {Columns} FROM administration_devices WHERE account = @account ORDER BY used_at DESC
        """,
        new { account });

    public static Task<int> End(ITx tx, Guid account, Guid id) => tx.Run(
        """
        -- any organisation: the account's own
        DELETE FROM administration_devices WHERE account = @account AND id = @id
        """,
        new { account, id });

    public static Task<int> EndOthers(ITx tx, Guid account, Guid? but) => tx.Run(
        """
        -- any organisation: the account's own
        DELETE FROM administration_devices WHERE account = @account AND id <> @but
        """,
        new { account, but = but ?? Guid.Empty });

    public static Task<int> EndAll(ITx tx, OrganisationId organisation, Guid agent) => tx.Run(
        "DELETE FROM administration_devices WHERE organisation = @organisation AND agent = @agent", new { organisation, agent });

    public static Task<int> Sweep(ITx tx) => tx.Run(
        """
        -- any organisation: forgotten everywhere
        DELETE FROM administration_devices WHERE used_at < @before
        """,
        new { before = tx.Now - (long)GoodFor.TotalMilliseconds });

    private string NewToken(Guid id)
    {
        var bytes = new byte[3 * PartLength];
        id.TryWriteBytes(bytes);
        RandomNumberGenerator.Fill(bytes.AsSpan(PartLength, PartLength));
        Sign(bytes.AsSpan(0, 2 * PartLength)).CopyTo(bytes, 2 * PartLength);
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>Null where the token was not made here: a forged one ends nobody's device.</summary>
    private Guid? IdIn(string token)
    {
        if (token.Length != TokenLength || !Base64Url.IsValid(token, out var length) || length != 3 * PartLength)
        {
            return null;
        }

        var bytes = Base64Url.DecodeFromChars(token);
        return CryptographicOperations.FixedTimeEquals(Sign(bytes.AsSpan(0, 2 * PartLength)), bytes.AsSpan(2 * PartLength)) ? new Guid(bytes.AsSpan(0, PartLength)) : null;
    }

    private byte[] Sign(ReadOnlySpan<byte> words) => HMACSHA256.HashData(keys.For("administration.device"), words)[..PartLength];
}
