using Genkan.Storage;

namespace Genkan.PictureCodes;

/// <summary>Makes challenges and takes their answers.</summary>
internal sealed class PictureCodeBook(Keys keys) : IPictureCodes
{
    /// <summary>Long enough to listen twice and write a form, too short to sell on.</summary>
    public static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private readonly byte[] key = keys.For("picture-codes");

    public (string Token, long ExpiresAt) New(long now)
    {
        var challenge = Challenge.New(now + (long)GoodFor.TotalMilliseconds);
        return (challenge.Seal(key), challenge.ExpiresAt);
    }

    /// <summary>A challenge that can still be answered as far as the token says; null for any other.</summary>
    public Challenge? Open(string token, long now) => Challenge.Open(key, token) is { } challenge && challenge.ExpiresAt > now ? challenge : null;

    public async Task<bool> Take(ITx tx, string? challenge, string? answer)
    {
        var found = challenge is null ? null : Open(challenge, tx.Now);
        if (found is null)
        {
            return false;
        }

        await tx.Run("DELETE FROM picturecodes_answered WHERE expires_at < @now", new { now = tx.Now });
        var first = await tx.Run(
            "INSERT INTO picturecodes_answered (id, expires_at) VALUES (@Id, @ExpiresAt) ON CONFLICT (id) DO NOTHING", new { found.Id, found.ExpiresAt });
        return first > 0 && found.IsAnsweredBy(answer);
    }
}
