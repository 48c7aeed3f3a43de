using Genkan.Administration;
using Genkan.Storage;

namespace Genkan.Mail;

/// <summary>Tells the rooms what became of a letter, in the unit in which it is kept.</summary>
internal static class LetterWatches
{
    /// <returns>How many were told.</returns>
    public static async Task<int> Tell(this IEnumerable<ILetterWatch> watches, ITx tx, Guid letter, LetterFate fate, string? why = null)
    {
        var told = 0;
        foreach (var watch in watches)
        {
            await watch.Became(tx, letter, fate, why);
            told++;
        }

        return told;
    }
}
