using Genkan.Storage;

namespace Genkan.PictureCodes;

/// <summary>Tells people from programs at doors that are open to all: a code shown as a picture and spoken.</summary>
public interface IPictureCodes
{
    /// <summary>
    /// Takes the answer to a challenge. Right or wrong, a challenge is used up by it: so the unit must not be rolled back
    /// because the answer was wrong.
    /// </summary>
    Task<bool> Take(ITx tx, string? challenge, string? answer);
}
