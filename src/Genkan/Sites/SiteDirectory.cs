using System.Security.Cryptography;
using System.Text;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Sites;

/// <summary>The face of this room: profiles at hand in memory, their words and their counts.</summary>
internal sealed class SiteDirectory : ISites, ISiteOrigins
{
    public const int KeyLength = 16;
    private const string Changed = "sites.changed";
    private readonly Remembered<string> byKey;
    private readonly Remembered<(OrganisationId, Guid)> byId;
    private readonly IStorage storage;
    private readonly ITexts texts;
    private readonly PublicAddress address;
    private readonly CountEntry entries;
    private readonly IBus bus;

    public SiteDirectory(IStorage storage, ITexts texts, PublicAddress address, CountEntry entries, IBus bus, TimeProvider clock)
    {
        (this.storage, this.texts, this.address, this.entries, this.bus) = (storage, texts, address, entries, bus);
        (byKey, byId) = (new(clock), new(clock));
        bus.Hear<SiteWord>(Changed, ForgetHere);
    }

    public async Task<SiteProfile?> FindByKey(string key) =>
        key.Length == KeyLength && key.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c))
            ? await byKey.Get(key, k => storage.ReadInstallation(tx => SiteStore.FindByKey(tx, k)))
            : null;

    public Task<SiteProfile?> Find(OrganisationId organisation, Guid site) =>
        byId.Get((organisation, site), _ => storage.Read(organisation, tx => SiteStore.Find(tx, site)));

    public async Task<bool> Allows(OrganisationId organisation, Guid site, string origin) =>
        await Find(organisation, site) is { } profile
        && (profile.Origins.Count == 0 || profile.Origins.Contains(origin, StringComparer.OrdinalIgnoreCase));

    public Task<IReadOnlyList<SiteBrief>> All(IReadTx tx) => SiteStore.Briefs(tx);

    public async Task<string?> KeyOf(IReadTx tx, Guid site) => (await SiteStore.Find(tx, site))?.Key;

    public Task<string?> NameOf(IReadTx tx, Guid site) => SiteStore.NameOf(tx, site);

    public string Say(SiteProfile site, SiteText text, string language)
    {
        var own = OwnWords(site, text);
        return own.GetValueOrDefault(language)
            ?? (site.Language is { } usual ? own.GetValueOrDefault(usual) : null)
            ?? texts.Say(language, ProductKey(text));
    }

    public string LanguageFor(SiteProfile site, string? chosen, string? acceptLanguage) =>
        texts.Find(chosen) ?? site.Language ?? texts.LanguageOf(acceptLanguage);

    public VisitorSite Show(SiteProfile site, string language, bool typingPreview) => new(
        site.Name,
        site.Corner,
        site.Color,
        language,
        texts.Languages,
        site.NicknameForm,
        new VisitorConsent(site.Consent.Enabled, Say(site, SiteText.Consent, language), ConsentVersion(site, language)),
        new VisitorGreeting(site.Greeting.When, Say(site, SiteText.Greeting, language)),
        Say(site, SiteText.Nobody, language),
        site.Nobody.First,
        typingPreview,
        address.ChatUrl(site.Key));

    public string ConsentVersion(SiteProfile site, string language)
    {
        var agreed = $"{site.Id}\n{language}\n{Say(site, SiteText.Consent, language)}";
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(agreed)))[..32];
    }

    public async Task<SiteProfile> Add(SiteProfile wanted, Actor by)
    {
        var key = AddSite.NewKey();
        var (site, _) = await storage.Write(wanted.Organisation, tx => AddSite.Once(tx, by, wanted with { Key = key }));
        Forget(site);
        return site;
    }

    public Task CountEntry(SiteProfile site, Guid? visitor, Guid id) => entries.Count(site.Organisation, site.Id, visitor, id);

    public Task CountChat(ITx tx, Guid site) => EntryCounts.AddChatted(tx, site);

    /// <summary>After a change was committed here: the next look reads it. Other nodes are told, and follow at the latest when their memory runs out.</summary>
    public void Forget(SiteProfile site)
    {
        var word = new SiteWord(site.Organisation, site.Id, site.Key);
        ForgetHere(word);
        bus.Say(Changed, word);
    }

    private void ForgetHere(SiteWord site)
    {
        byKey.Forget(site.Key);
        byId.Forget((site.Organisation, site.Site));
    }

    private static IReadOnlyDictionary<string, string> OwnWords(SiteProfile site, SiteText text) => text switch
    {
        SiteText.Greeting => site.Greeting.Text,
        SiteText.Notice => site.Notice.Text,
        SiteText.Nobody => site.Nobody.Text,
        _ => site.Consent.Text,
    };

    private static string ProductKey(SiteText text) => text switch
    {
        SiteText.Greeting => "site.greeting",
        SiteText.Notice => "site.notice",
        SiteText.Nobody => "site.nobody",
        _ => "site.consent",
    };
}

/// <summary>A site was made, changed or removed.</summary>
internal sealed record SiteWord(OrganisationId Organisation, Guid Site, string Key);

internal sealed class SiteNames : ISiteNames
{
    public Task<IReadOnlyList<SiteBrief>> All(IReadTx tx) => SiteStore.Briefs(tx);
}
