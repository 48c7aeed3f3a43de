using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

/// <summary>What was done to an account that its owner hears of by mail, each worded by <c>letter.…_subject</c> and <c>letter.…_text</c>.</summary>
/// <param name="Kind">What the letter is about, for those who look after the mail.</param>
/// <param name="Subject">Key of its words.</param>
/// <param name="Text">Key of its words.</param>
/// <param name="Name">Of the passkey.</param>
internal sealed record SecurityNotice(string Kind, string Subject, string Text, string? Name = null)
{
    private const string Security = "security";
    private const string Password = "passwordChanged";

    public static readonly SecurityNotice PasswordReset = new(Password, "letter.changed_subject", "letter.changed_text");
    public static readonly SecurityNotice PasswordChanged = new(Password, "letter.changed_subject", "letter.changed_own_text");
    public static readonly SecurityNotice FactorOn = new(Security, "letter.factor_on_subject", "letter.factor_on_text");
    public static readonly SecurityNotice FactorOff = new(Security, "letter.factor_off_subject", "letter.factor_off_text");
    public static readonly SecurityNotice FactorReset = new(Security, "letter.factor_reset_subject", "letter.factor_reset_text");
    public static readonly SecurityNotice CodesMade = new(Security, "letter.codes_subject", "letter.codes_text");

    public static SecurityNotice PasskeyAdded(string name) => new(Security, "letter.passkey_added_subject", "letter.passkey_added_text", name);

    public static SecurityNotice PasskeyRemoved(string name) => new(Security, "letter.passkey_removed_subject", "letter.passkey_removed_text", name);
}

/// <summary>
/// Tells people by mail what was done to the security of their accounts: whoever did not do it learns of it where a thief at an open
/// screen does not look. In the unit of the deed, to the account's own address, in the member's language.
/// </summary>
internal sealed class SecurityNotices(IMembers members, Accounts accounts, ILetters letters, ITexts texts, GenkanSettings settings)
{
    /// <param name="tx">A unit of the organisation the person is in.</param>
    /// <param name="agent">Whose account.</param>
    /// <param name="notice">What was done.</param>
    /// <param name="by">With what it was done; null where another person did it.</param>
    public async Task Tell(ITx tx, Guid agent, SecurityNotice notice, HttpContext? by)
    {
        if (letters.Ready && await members.Find(tx, tx.Organisation, agent) is { } member && await accounts.Find(tx, member.Account) is { Email: { } email })
        {
            await letters.Queue(tx, Write(member, email, notice, by));
        }
    }

    private Letter Write(Member member, string email, SecurityNotice notice, HttpContext? by)
    {
        // Who never chose a language reads what the browser asks for, if it is the own one.
        var language = member.Language ?? (by is null ? "en" : texts.LanguageOf(by.Request.Headers.AcceptLanguage.ToString()));
        return new Letter
        {
            Id = Guid.CreateVersion7(),
            Kind = notice.Kind,
            To = email,
            ToName = member.Name,
            Language = language,
            Subject = texts.Say(language, notice.Subject),
            Before =
            [
                texts.Say(language, "letter.hello", [("name", member.Name)]),
                texts.Say(language, notice.Text, notice.Name is { } name ? [("name", name)] : []),
                .. by is null ? [] : DoneFrom(language, ClientName.Of(by)),
            ],
            Link = new LetterLink(texts.Say(language, "letter.sign_in"), $"{settings.PublicUrl}/console/"),
            After = [texts.Say(language, "letter.changed_not_you")],
        };
    }

    /// <summary>Nothing rather than half a sentence about a program that does not say what it is.</summary>
    private IEnumerable<string> DoneFrom(string language, ClientName client) => client is { Browser: { } browser, System: { } system, Address: { } address }
        ? [texts.Say(language, "letter.done_from", [("browser", browser), ("system", system), ("address", address)])]
        : [];
}
