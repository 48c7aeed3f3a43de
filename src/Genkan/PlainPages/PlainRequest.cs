using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Sites;

namespace Genkan.PlainPages;

/// <summary>One call of a plain page: which site, in which language, by whom, in which conversation.</summary>
internal sealed record PlainRequest
{
    public required SiteProfile Site { get; init; }

    public required string Language { get; init; }

    /// <summary>Chosen by a link; goes along in every link and form, because nothing else remembers it.</summary>
    public required string? ChosenLanguage { get; init; }

    public string? Token { get; init; }

    public VisitorCaller? Visitor { get; init; }

    /// <summary>Where the call came from.</summary>
    public System.Net.IPAddress? Address { get; init; }

    /// <summary>The visitor, or whoever looks without being one yet.</summary>
    public VisitorCaller Onlooker => (Visitor ?? new VisitorCaller { Organisation = Site.Organisation, Site = Site.Id, Reach = Reach.Page }) with { Address = Address };

    public VisitorConversation? Conversation { get; init; }

    public bool IsOpen => Conversation is { State: "waiting" or "inChat" };

    /// <summary>An address of this site's plain pages.</summary>
    public string Link(string page = "", string query = "")
    {
        var all = string.Join('&', new[] { ChosenLanguage is null ? "" : $"lang={ChosenLanguage}", query }.Where(part => part.Length > 0));
        return $"/plain/{Site.Key}{page}" + (all.Length > 0 ? $"?{all}" : "");
    }
}
