using Genkan.Storage;

namespace Genkan.Sites;

/// <summary>The look, words and rules of one site, as the admin set them. Missing texts fall back to the product's own words.</summary>
public sealed record SiteProfile
{
    /// <summary>Whose.</summary>
    public required OrganisationId Organisation { get; init; }

    /// <summary>Its id.</summary>
    public required Guid Id { get; init; }

    /// <summary>Its name, shown to visitors until an agent has joined.</summary>
    public required string Name { get; init; }

    /// <summary>Public key: 16 characters of [a-z0-9].</summary>
    public string Key { get; init; } = "";

    /// <summary>Exact origins that may carry the widget; empty means any.</summary>
    public IReadOnlyList<string> Origins { get; init; } = [];

    /// <summary><c>bottom-right</c>, <c>bottom-left</c>, <c>top-right</c> or <c>top-left</c>.</summary>
    public string Corner { get; init; } = "bottom-right";

    /// <summary><c>#rrggbb</c>.</summary>
    public string Color { get; init; } = "#2f4b8a";

    /// <summary>Fixed language, or null for the visitor's own.</summary>
    public string? Language { get; init; }

    /// <summary>Is a nickname asked first (E-01)?</summary>
    public bool NicknameForm { get; init; } = true;

    /// <summary>Consent before the chat (E-12).</summary>
    public SiteConsent Consent { get; init; } = new();

    /// <summary>Greeting (G-01, G-02, G-14).</summary>
    public SiteGreeting Greeting { get; init; } = new();

    /// <summary>The word to those who write before an agent has come (G-03).</summary>
    public SiteNotice Notice { get; init; } = new();

    /// <summary>What is said when nobody is there (E-14).</summary>
    public SiteNobody Nobody { get; init; } = new();

    /// <summary>Nothing is stored in the visitor's browser before the chat is opened (W-25).</summary>
    public bool StoreOnlyAfterOpening { get; init; }

    /// <summary>When it was made, UTC milliseconds.</summary>
    public long CreatedAt { get; init; }
}

/// <summary>Consent before the chat: texts by language.</summary>
public sealed record SiteConsent { public bool Enabled { get; init; } public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>(); }

/// <summary>Greeting: <c>off</c>, <c>start</c>, <c>open</c> or <c>both</c>; texts by language.</summary>
public sealed record SiteGreeting { public string When { get; init; } = "both"; public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>(); }

/// <summary>Notice while waiting: texts by language.</summary>
public sealed record SiteNotice { public bool Enabled { get; init; } = true; public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>(); }

/// <summary>Nobody here: <c>form</c> shows the message form at once, <c>popup</c> says it first and leads there (CF-17); texts by language.</summary>
public sealed record SiteNobody { public string First { get; init; } = "form"; public IReadOnlyDictionary<string, string> Text { get; init; } = new Dictionary<string, string>(); }

/// <summary>Which of a site's texts.</summary>
public enum SiteText
{
    /// <summary>Greeting.</summary>
    Greeting,

    /// <summary>Notice while waiting.</summary>
    Notice,

    /// <summary>Nobody here.</summary>
    Nobody,

    /// <summary>Consent.</summary>
    Consent,
}

/// <summary>What a visitor's browser may know of a site; texts already in one language.</summary>
public sealed record VisitorSite(
    string Name,
    string Corner,
    string Color,
    string Language,
    IReadOnlyList<string> Languages,
    bool NicknameForm,
    VisitorConsent Consent,
    VisitorGreeting Greeting,
    string Nobody,
    string NobodyFirst,
    bool TypingPreview,
    string ChatUrl);

/// <summary>Consent text and the version (a hash of site, language and text) that is agreed to.</summary>
public sealed record VisitorConsent(bool Enabled, string Text, string Version);

/// <summary>When and what.</summary>
public sealed record VisitorGreeting(string When, string Text);

/// <summary>Id and name; removed ones keep theirs for history and are offered nowhere.</summary>
public sealed record SiteBrief(Guid Id, string Name, bool Removed);

/// <summary>The sites by name, without the store: for commands beside a running server.</summary>
public interface ISiteNames
{
    /// <summary>All sites, removed ones too.</summary>
    Task<IReadOnlyList<SiteBrief>> All(IReadTx tx);
}

/// <summary>What other rooms may ask about sites. Profiles are kept in memory and follow changes at once.</summary>
public interface ISites
{
    /// <summary>The site of a public key, whichever organisation it belongs to.</summary>
    Task<SiteProfile?> FindByKey(string key);

    /// <summary>One site of an organisation.</summary>
    Task<SiteProfile?> Find(OrganisationId organisation, Guid site);

    /// <summary>Adds a site as an admin would; its key is made here. The same id again answers the site that is there.</summary>
    Task<SiteProfile> Add(SiteProfile wanted, Actor by);

    /// <summary>All sites, for the console; removed ones too, so that old conversations keep their site's name.</summary>
    Task<IReadOnlyList<SiteBrief>> All(IReadTx tx);

    /// <summary>A site's name, also of one that was removed.</summary>
    Task<string?> NameOf(IReadTx tx, Guid site);

    /// <summary>A site's public key; null where it was removed.</summary>
    Task<string?> KeyOf(IReadTx tx, Guid site);

    /// <summary>The site's own words in that language, else in the site's language, else the product's words.</summary>
    string Say(SiteProfile site, SiteText text, string language);

    /// <summary>The language this visitor is served in: the chosen one, else the site's, else what the browser asks for.</summary>
    string LanguageFor(SiteProfile site, string? chosen, string? acceptLanguage);

    /// <summary>What the visitor's browser may know.</summary>
    VisitorSite Show(SiteProfile site, string language, bool typingPreview);

    /// <summary>Version of the consent text in that language, as agreed to and stored (E-13).</summary>
    string ConsentVersion(SiteProfile site, string language);

    /// <summary>Counts, once per <paramref name="id"/>, that the nickname screen was opened (E-02).</summary>
    Task CountEntry(SiteProfile site, Guid? visitor, Guid id);

    /// <summary>Counts in this unit that somebody went on to chat (E-03). Once per conversation.</summary>
    Task CountChat(ITx tx, Guid site);
}
