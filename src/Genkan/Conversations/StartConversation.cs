using Genkan.Doors;
using Genkan.Live;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Texts;
using Genkan.Visitors;

namespace Genkan.Conversations;

/// <summary>A visitor asks for a talk: it waits, greeted, with consent and nickname kept.</summary>
internal sealed class StartConversation(
    IStorage storage,
    ConversationStore store,
    ConversationViews views,
    ISites sites,
    IVisitors visitors,
    IDistribution distribution,
    ILive live,
    ITexts texts)
{
    private const int LongestNickname = 40;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/visitor/conversations", async (StartConversationRequest request, VisitorCaller visitor, StartConversation start) =>
        {
            var (conversation, isNew) = await start.Handle(visitor, request);
            return isNew ? Results.Json(conversation, Wire.Json, statusCode: 201) : Results.Json(conversation, Wire.Json);
        })
        .ForVisitors(Reach.Talk).At(Pace.Starts)
        .Produces<VisitorConversation>(201)
        .Produces<VisitorConversation>();

    public async Task<(VisitorConversation Conversation, bool IsNew)> Handle(VisitorCaller visitor, StartConversationRequest request)
    {
        var site = await sites.Find(visitor.Organisation, visitor.Site) ?? throw Refusal.NotFound();
        var language = sites.LanguageFor(site, texts.Find(request.Language), null);
        var answer = await storage.Write(visitor.Organisation, tx => Begin(tx, visitor, request, site, language));
        TellItsLight(visitor, request.Id);
        return answer;
    }

    /// <summary>The desks learn whether the visitor is there with the new row, not only at the next change (RT-21).</summary>
    private void TellItsLight(VisitorCaller visitor, Guid conversation) => live.StandAgents(
        visitor.Organisation,
        null,
        "presence",
        conversation.ToString(),
        new PresenceValue(conversation, visitors.IsThere(visitor.Organisation, visitor.Visitor!.Value)));

    private async Task<(VisitorConversation, bool)> Begin(ITx tx, VisitorCaller visitor, StartConversationRequest request, SiteProfile site, string language)
    {
        await distribution.Before(tx);
        var running = await store.RunningOf(tx, visitor.Visitor!.Value);
        // In this order: each statement on PostgreSQL reads what is committed by then, and the running one may be the same start, sent twice at once.
        if (await store.Find(tx, request.Id) is { } earlier)
        {
            // It may have been accepted since: the repeat shows by whom.
            return (ConversationViews.ForVisitor(SameOrRefuse(earlier, visitor, request), await views.OwnerFor(tx, earlier)), false);
        }

        var nickname = Check(request, site, language);
        if (running is not null)
        {
            throw Refusal.Conflict("conversation_open", new Dictionary<string, object?> { ["conversation"] = running.Id });
        }

        var asked = new NewRequest
        {
            Conversation = request.Id,
            Site = site.Id,
            Visitor = visitor.Visitor!.Value,
            Language = language,
            Department = request.Department,
            Agent = request.Agent,
            Address = visitor.Address,
            LastAgent = await store.LastAgentOf(tx, visitor.Visitor!.Value),
        };
        var queue = await distribution.Admit(tx, asked);
        await Add(tx, visitor, request, site, language, nickname);
        await queue();
        var begun = (await store.Find(tx, request.Id))!;
        return (ConversationViews.ForVisitor(begun, await views.OwnerFor(tx, begun)), true);
    }

    private static Conversation SameOrRefuse(Conversation earlier, VisitorCaller visitor, StartConversationRequest request) =>
        earlier.Visitor == visitor.Visitor && earlier.Nickname == Named(request.Nickname) ? earlier : throw Refusal.Conflict("id_taken");

    private static string? Named(string? nickname) => string.IsNullOrWhiteSpace(nickname) ? null : nickname.Trim();

    private string? Check(StartConversationRequest request, SiteProfile site, string language)
    {
        var check = new FieldCheck();
        check.Id("id", request.Id);
        var nickname = site.NicknameForm
            ? check.Text("nickname", request.Nickname, LongestNickname)
            : check.Optional("nickname", request.Nickname, LongestNickname);
        check.Optional("language", request.Language, 35);
        check.Optional("page", request.Page, 2000);
        if (site.Consent.Enabled && !string.Equals(request.Consent?.Version, sites.ConsentVersion(site, language), StringComparison.Ordinal))
        {
            check.Wrong("consent", "required");
        }

        check.Done();
        return nickname;
    }

    private async Task Add(ITx tx, VisitorCaller visitor, StartConversationRequest request, SiteProfile site, string language, string? nickname)
    {
        var page = request.Page is { } url ? new PageSeen { Url = url.Trim() } : await visitors.LastPage(tx, visitor.Visitor!.Value);
        var begun = new Conversation
        {
            Id = request.Id,
            Site = site.Id,
            Visitor = visitor.Visitor!.Value,
            Number = await store.FreeNumber(tx),
            Nickname = nickname,
            Language = language,
            StartedAt = tx.Now,
            QueuedAt = tx.Now,
            PageUrl = page?.Url,
            PageTitle = page?.Title,
            ConsentAt = site.Consent.Enabled ? tx.Now : null,
            ConsentVersion = site.Consent.Enabled ? request.Consent!.Version : null,
            ConsentText = site.Consent.Enabled ? sites.Say(site, SiteText.Consent, language) : null,
        };
        var actor = Actor.Visitor(begun.Visitor);
        tx.Append(ConversationAudiences.Changed(ConversationChanged.Started, begun, actor, agent: null));
        if (site.Greeting.When is "start" or "both")
        {
            begun = await SystemLines.Say(tx, store, begun, "greeting", sites.Say(site, SiteText.Greeting, language));
        }

        await store.Add(tx, begun);
    }
}
