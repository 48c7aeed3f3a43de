using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Notes the server hands out and takes back a little later, sealed: nothing is kept for who never comes back.</summary>
internal sealed class Tickets(ISeal seal, TimeProvider clock)
{
    /// <summary>Longer than sealed notes of ours ever are.</summary>
    private const int Longest = 4096;

    // Nonce, tag and the words around them alone are longer.
    private const int Shortest = 64;

    public string Write<T>(string use, T what, TimeSpan goodFor)
    {
        var note = new Note<T>(what, clock.GetUtcNow().Add(goodFor).ToUnixTimeMilliseconds());
        return seal.Close(PlaceOf(use), JsonSerializer.Serialize(note))!;
    }

    /// <summary>Null where it is forged, for another use, or over.</summary>
    public T? Read<T>(string use, string? ticket) where T : class
    {
        if (ticket is not { Length: >= Shortest and <= Longest })
        {
            return null;
        }

        string plain;
        try
        {
            plain = seal.Open(PlaceOf(use), ticket)!;
        }
        catch (SealBrokenException)
        {
            return null;
        }

        var note = JsonSerializer.Deserialize<Note<T>>(plain)!;
        return note.Until > clock.GetUtcNow().ToUnixTimeMilliseconds() ? note.What : null;
    }

    /// <summary>Takes it, once: false where somebody did before.</summary>
    public static async Task<bool> Spend(ITx tx, string ticket, TimeSpan goodFor) => await tx.Run(
        "INSERT INTO administration_spent (ticket, expires_at) VALUES (@ticket, @until) ON CONFLICT (ticket) DO NOTHING",
        new { ticket = Secret.HashOf(ticket), until = tx.Now + (long)goodFor.TotalMilliseconds }) > 0;

    public static Task<int> SweepSpent(ITx tx) => tx.Run("DELETE FROM administration_spent WHERE expires_at < @now", new { now = tx.Now });

    private static SealedPlace PlaceOf(string use) => SealedPlace.OfInstallation("ticket." + use, Guid.Empty);

    private sealed record Note<T>(T What, long Until);
}
