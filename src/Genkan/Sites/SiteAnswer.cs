namespace Genkan.Sites;

/// <summary>A site as those see it who manage it.</summary>
internal sealed record SiteAnswer(
    Guid Id,
    string Name,
    string Key,
    string EmbedCode,
    string ChatUrl,
    IReadOnlyList<string> Origins,
    string Corner,
    string Color,
    string? Language,
    bool NicknameForm,
    SiteConsent Consent,
    SiteGreeting Greeting,
    SiteNotice Notice,
    SiteNobody Nobody,
    bool StoreOnlyAfterOpening,
    long CreatedAt)
{
    public static SiteAnswer Of(SiteProfile site, PublicAddress address) => new(
        site.Id,
        site.Name,
        site.Key,
        address.EmbedCode(site.Key),
        address.ChatUrl(site.Key),
        site.Origins,
        site.Corner,
        site.Color,
        site.Language,
        site.NicknameForm,
        site.Consent,
        site.Greeting,
        site.Notice,
        site.Nobody,
        site.StoreOnlyAfterOpening,
        site.CreatedAt);
}
