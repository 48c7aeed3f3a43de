using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Visitors;

/// <summary>What other rooms may ask about who is on the site.</summary>
public interface IVisitors
{
    /// <summary>Makes a new visitor of a site and the token that proves it.</summary>
    Task<(VisitorCaller Caller, string Token)> Begin(SiteProfile site, Reach reach, string? language);

    /// <summary>The visitor behind a token, or null.</summary>
    Task<VisitorCaller?> Find(string token);

    /// <summary>In touch within the last 60 seconds (RT-31)?</summary>
    bool IsThere(OrganisationId organisation, Guid visitor);

    /// <summary>A sign of life.</summary>
    void Touch(OrganisationId organisation, Guid visitor);

    /// <summary>The page the visitor saw last.</summary>
    Task<PageSeen?> LastPage(IReadTx tx, Guid visitor);
}

/// <summary>Filled by upper rooms: what the answer to a visit carries beside the token.</summary>
public interface IVisitAnswerPart
{
    /// <summary>Adds its members.</summary>
    Task Fill(VisitAnswer answer, VisitorCaller visitor, SiteProfile site);
}
