using System.Text.RegularExpressions;
using Genkan.Doors;
using Genkan.Texts;

namespace Genkan.Sites;

/// <summary>What an admin may set of a site. What is absent stays as it is.</summary>
internal abstract partial record SiteFields
{
    private const int LongestName = 80;
    // A greeting or a consent text is read on a phone before the first word; longer belongs on a page of the site.
    private const int LongestText = 2000;
    private const int MostOrigins = 50;
    private static readonly string[] Corners = ["bottom-right", "bottom-left", "top-right", "top-left"];
    private static readonly string[] Moments = ["off", "start", "open", "both"];
    private static readonly string[] Firsts = ["form", "popup"];
    private bool languageGiven;

    public string? Name { get; init; }

    public IReadOnlyList<string?>? Origins { get; init; }

    public string? Corner { get; init; }

    public string? Color { get; init; }

    /// <summary>Null is a value here: the visitor's own language. Absent is something else.</summary>
    public string? Language
    {
        get;
        init
        {
            field = value;
            languageGiven = true;
        }
    }

    public bool? NicknameForm { get; init; }

    public SwitchedText? Consent { get; init; }

    public TimedText? Greeting { get; init; }

    public SwitchedText? Notice { get; init; }

    public NobodyText? Nobody { get; init; }

    public bool? StoreOnlyAfterOpening { get; init; }

    /// <summary>The profile with these fields in it; what is wrong with them is told to <paramref name="check"/>.</summary>
    public SiteProfile ApplyTo(SiteProfile site, ITexts texts, FieldCheck check) => site with
    {
        Name = Name is null && site.Name.Length > 0 ? site.Name : check.Text("name", Name, LongestName),
        Origins = Origins is null ? site.Origins : CheckOrigins(Origins, check),
        Corner = OneOf("corner", Corner, Corners, check) ?? site.Corner,
        Color = CheckColor(check) ?? site.Color,
        Language = languageGiven ? CheckLanguage(texts, check) : site.Language,
        NicknameForm = NicknameForm ?? site.NicknameForm,
        Consent = new SiteConsent { Enabled = Consent?.Enabled ?? site.Consent.Enabled, Text = CheckTexts("consent.text", Consent?.Text, texts, check) ?? site.Consent.Text },
        Greeting = new SiteGreeting { When = OneOf("greeting.when", Greeting?.When, Moments, check) ?? site.Greeting.When, Text = CheckTexts("greeting.text", Greeting?.Text, texts, check) ?? site.Greeting.Text },
        Notice = new SiteNotice { Enabled = Notice?.Enabled ?? site.Notice.Enabled, Text = CheckTexts("notice.text", Notice?.Text, texts, check) ?? site.Notice.Text },
        Nobody = new SiteNobody { First = OneOf("nobody.first", Nobody?.First, Firsts, check) ?? site.Nobody.First, Text = CheckTexts("nobody.text", Nobody?.Text, texts, check) ?? site.Nobody.Text },
        StoreOnlyAfterOpening = StoreOnlyAfterOpening ?? site.StoreOnlyAfterOpening,
    };

    private static List<string> CheckOrigins(IReadOnlyList<string?> typed, FieldCheck check)
    {
        if (typed.Count > MostOrigins)
        {
            check.Wrong("origins", "out_of_range", ("min", "0"), ("max", "50"));
            return [];
        }

        var origins = new List<string>();
        foreach (var text in typed)
        {
            if (!SiteOrigin.TryNormalise(text, out var origin))
            {
                check.Wrong("origins", "origin_invalid");
            }
            else if (!origins.Contains(origin))
            {
                origins.Add(origin);
            }
        }

        return origins;
    }

    private static string? OneOf(string field, string? value, string[] known, FieldCheck check)
    {
        if (value is not null && !known.Contains(value))
        {
            check.Wrong(field, "one_of");
        }

        return value;
    }

    private string? CheckColor(FieldCheck check)
    {
        if (Color is not null && !SixHexDigits().IsMatch(Color))
        {
            check.Wrong("color", "color_invalid");
        }

        return Color?.ToLowerInvariant();
    }

    private string? CheckLanguage(ITexts texts, FieldCheck check)
    {
        if (Language is not null && !texts.Languages.Contains(Language))
        {
            check.Wrong("language", "language_unknown");
        }

        return Language;
    }

    /// <summary>An empty text is none: the product's own words come back.</summary>
    private static Dictionary<string, string>? CheckTexts(string field, IReadOnlyDictionary<string, string?>? given, ITexts texts, FieldCheck check)
    {
        var checkedTexts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (language, text) in given ?? new Dictionary<string, string?>())
        {
            if (!texts.Languages.Contains(language))
            {
                check.Wrong(field, "language_unknown");
            }
            else if (check.Optional($"{field}.{language}", text, LongestText) is { } words)
            {
                checkedTexts[language] = words;
            }
        }

        return given is null ? null : checkedTexts;
    }

    [GeneratedRegex("^#[0-9a-fA-F]{6}$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)]
    private static partial Regex SixHexDigits();
}

/// <summary>A text by language that can be switched off.</summary>
internal sealed record SwitchedText(bool? Enabled = null, IReadOnlyDictionary<string, string?>? Text = null);

/// <summary>A text by language and when it is shown.</summary>
internal sealed record TimedText(string? When = null, IReadOnlyDictionary<string, string?>? Text = null);

/// <summary>A text by language and what comes first.</summary>
internal sealed record NobodyText(string? First = null, IReadOnlyDictionary<string, string?>? Text = null);
