using Genkan.Administration;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

internal sealed record ChangeMeRequest
{
    public string? Name { get; init; }

    /// <summary>null or empty takes it away.</summary>
    public string? Nickname
    {
        get;
        init => (field, NicknameGiven) = (value, true);
    }

    /// <summary>null follows the browser.</summary>
    public string? Language
    {
        get;
        init => (field, LanguageGiven) = (value, true);
    }

    public bool? Sound { get; init; }

    internal bool NicknameGiven { get; private init; }

    internal bool LanguageGiven { get; private init; }
}

/// <summary><c>PATCH /api/me</c>: name, nickname, language and sound are one's own to choose.</summary>
internal sealed class ChangeMe(IStorage storage, ISessions sessions, IAudit audit, ITexts texts)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPatch("/api/me", (ChangeMeRequest request, StaffCaller caller, ChangeMe useCase) => useCase.Handle(caller, request))
        .ForStaff().Audited(AuditKinds.AgentChanged);

    private async Task<IResult> Handle(StaffCaller caller, ChangeMeRequest request)
    {
        var checkedOne = Check(request);
        await storage.Write(caller.Organisation, async tx =>
        {
            var before = await AgentStore.FindToChange(tx, caller.Agent) ?? throw Refusal.NotFound();
            var after = checkedOne(before);
            if (after != before)
            {
                await AgentStore.Update(tx, after);
            }

            if (!after.LooksLike(before))
            {
                tx.Append(AgentEvents.Changed(Actor.Agent(caller.Agent), after));
                await audit.Note(tx, AgentAudit.Of(AuditKinds.AgentChanged, AuditBy.Of(caller), before, after));
            }

            return after;
        });
        return TypedResults.Json(await sessions.Show(caller), Wire.Json);
    }

    private Func<AgentRow, AgentRow> Check(ChangeMeRequest request)
    {
        var check = new FieldCheck();
        var name = request.Name is null ? null : check.Text("name", request.Name, AgentFields.LongestName);
        var nickname = check.Optional("nickname", request.Nickname, AgentFields.LongestName);
        var language = string.IsNullOrEmpty(request.Language) ? null : texts.Find(request.Language);
        if (language is null && !string.IsNullOrEmpty(request.Language))
        {
            check.Wrong("language", "language_unknown");
        }

        check.Done();
        return agent => agent with
        {
            Name = name ?? agent.Name,
            Nickname = request.NicknameGiven ? nickname : agent.Nickname,
            Language = request.LanguageGiven ? language : agent.Language,
            Sound = request.Sound is { } sound ? (sound ? 1 : 0) : agent.Sound,
        };
    }
}
