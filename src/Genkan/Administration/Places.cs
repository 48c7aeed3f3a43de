using System.Globalization;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Knows from where an account has come before.</summary>
internal sealed class Places(IStorage storage, ISeal seal, Devices devices)
{
    /// <summary>A quarter: who has not come from there for longer may as well be a stranger.</summary>
    private static readonly TimeSpan Remembered = TimeSpan.FromDays(90);

    public async Task<Place> Of(HttpContext context, Guid? account)
    {
        if (account is not { } known)
        {
            return new Place(KeyOf(context), Known: false);
        }

        return await storage.ReadInstallation(async tx =>
        {
            if (await devices.Find(tx, context) is { } device && device.Row.Account == known && device.Standing != DeviceStanding.Old)
            {
                return new Place($"device:{device.Row.Id}", Known: true);
            }

            var key = KeyOf(context);
            var seen = await tx.One<long?>("SELECT seen_at FROM administration_places WHERE account = @known AND place = @key", new { known, key });
            return new Place(key, seen > tx.Now - Remembered.TotalMilliseconds);
        });
    }

    /// <summary>Somebody has signed in from here.</summary>
    public Task Remember(ITx tx, HttpContext context, Guid account) => tx.Run(
        """
        INSERT INTO administration_places (account, place, seen_at) VALUES (@account, @key, @now)
        ON CONFLICT (account, place) DO UPDATE SET seen_at = excluded.seen_at
        """,
        new { account, key = KeyOf(context), now = tx.Now });

    public static Task<int> Sweep(ITx tx) =>
        tx.Run("DELETE FROM administration_places WHERE seen_at < @before", new { before = tx.Now - (long)Remembered.TotalMilliseconds });

    public static Task Drop(ITx tx, Guid account) => tx.Run("DELETE FROM administration_places WHERE account = @account", new { account });

    /// <summary>What stands for a name nobody has.</summary>
    public string KeyOfName(string name) => seal.Mark("administration.name", Texts.Folded.Key(name), null)!;

    private string KeyOf(HttpContext context)
    {
        var (high, low) = FailureLimit.AddressOf(context);
        return seal.Mark("administration_places.place", string.Create(CultureInfo.InvariantCulture, $"{high:x16}{low:x16}"), null)!;
    }
}
