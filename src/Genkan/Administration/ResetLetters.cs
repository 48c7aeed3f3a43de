using System.Globalization;
using Genkan.Texts;

namespace Genkan.Administration;

/// <summary>What is written to people who forgot their passwords.</summary>
internal static class ResetLetters
{
    public static Letter Link(ITexts texts, string language, Member member, string email, string url) => new()
    {
        Id = Guid.CreateVersion7(),
        Kind = "password",
        To = email,
        ToName = member.Name,
        Language = language,
        Subject = texts.Say(language, "letter.reset_subject"),
        Before = [texts.Say(language, "letter.hello", [("name", member.Name)]), texts.Say(language, "letter.reset_text")],
        Link = new LetterLink(texts.Say(language, "letter.reset_do"), url),
        After =
        [
            texts.Say(language, "letter.reset_once", [("minutes", Resets.GoodFor.TotalMinutes.ToString(CultureInfo.InvariantCulture))]),
            texts.Say(language, "letter.reset_not_you"),
        ],
    };
}
