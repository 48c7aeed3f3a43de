using System.Globalization;
using Genkan.Administration;
using Genkan.Agents;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.LeftMessages;

/// <summary>The letter that carries an answer: in the site's name and the visitor's language, with the question below.</summary>
internal sealed class ReplyLetter(ISites sites, IAgents agents, ITexts texts, GenkanSettings settings)
{
    public const string Kind = "leftMessageReply";

    public async Task<Letter> Write(IReadTx tx, Guid agent, LeftMessage message)
    {
        var language = texts.Find(message.Language) ?? "en";
        var site = await sites.NameOf(tx, message.Site) ?? "";
        var key = await sites.KeyOf(tx, message.Site);
        var nickname = (await agents.Find(tx, agent))?.Nickname;
        // The visitor's time zone is not known: the day alone is true enough.
        var day = DateTimeOffset.FromUnixTimeMilliseconds(message.At).UtcDateTime.ToString("D", CultureInfo.GetCultureInfo(language));
        return new Letter
        {
            Id = Guid.CreateVersion7(),
            Kind = Kind,
            To = message.Email!,
            ToName = message.Name,
            FromName = site,
            Language = language,
            Subject = texts.Say(language, "letter.reply_subject", [("site", site)]),
            Before =
            [
                texts.Say(language, "letter.hello", [("name", message.Name)]),
                message.Reply!.Text,
                nickname is null ? site : texts.Say(language, "letter.reply_from", [("nickname", nickname), ("site", site)]),
            ],
            Quote = new LetterQuote(texts.Say(language, "letter.reply_wrote", [("day", day)]), message.Text),
            // A site that was removed has no page to write to any more.
            Link = key is null ? null : new LetterLink(texts.Say(language, "letter.reply_again"), $"{settings.PublicUrl}/chat/{key}"),
            After = [texts.Say(language, "letter.reply_why", [("site", site)])],
        };
    }
}
