using Genkan.Agents;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.LeftMessages;

/// <summary>
/// The visitor's side of an answer: part of the next visit (OM-09), and <c>PUT /visitor/leftmessages/{id}/seen</c> once it was
/// before the eyes. Only windows get it, never the weak token of the page around.
/// </summary>
internal sealed class Answers(IStorage storage, ISites sites, IAgents agents) : IVisitAnswerPart
{
    /// <summary>What was seen is shown again for a week, to look something up in.</summary>
    private const long ShownAgain = 7L * 24 * 3_600_000;

    /// <summary>A visitor leaves at most twenty a day; who has more answers than this reads the newest.</summary>
    private const int Most = 10;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPut("/visitor/leftmessages/{id:guid}/seen", async (Guid id, VisitorCaller caller, Answers answers) =>
        {
            await answers.Saw(caller, id);
            return TypedResults.NoContent();
        })
        .ForVisitors(Reach.Talk);

    public async Task Fill(VisitAnswer answer, VisitorCaller visitor, SiteProfile site) => answer.Answers = await Of(visitor);

    public async Task<IReadOnlyList<LeftAnswer>> Of(VisitorCaller caller)
    {
        if (caller is not { Reach: Reach.Talk, Visitor: { } visitor })
        {
            return [];
        }

        return await storage.Read(caller.Organisation, async tx =>
        {
            var answers = new List<LeftAnswer>();
            foreach (var row in await LeftMessageStore.AnsweredOf(tx, visitor, tx.Now - ShownAgain, Most))
            {
                answers.Add(await AsSeen(tx, agents, sites, row));
            }

            return answers;
        });
    }

    public async Task Saw(VisitorCaller caller, Guid message)
    {
        var visitor = caller.Visitor ?? throw new Refusal(StatusCodes.Status401Unauthorized, "token_invalid");
        await storage.Write(caller.Organisation, async tx =>
        {
            var row = await LeftMessageStore.FindToChange(tx, message);
            if (row is not { ReplyId: not null } || row.Visitor != visitor)
            {
                throw Refusal.NotFound();
            }

            if (row.SeenAt is null)
            {
                await LeftMessageStore.Seen(tx, message);
                await LeftMessageStore.Note(tx, message, LeftStep.Seen, null);
                tx.Append(LeftMessageEvents.Changed(Actor.Visitor(visitor), row.Opened(tx), (row with { SeenAt = tx.Now }).Opened(tx)));
            }

            return true;
        });
    }

    /// <summary>The agent as visitors see one: nickname, else the site's name; never the login (W-31).</summary>
    public static async Task<LeftAnswer> AsSeen(IReadTx tx, IAgents agents, ISites sites, LeftMessageRow row)
    {
        var agent = await agents.Find(tx, row.RepliedBy!.Value);
        var nickname = agent?.Nickname ?? await sites.NameOf(tx, row.Site) ?? "";
        return new LeftAnswer(row.Id, row.Wording, row.At, row.ReplyWording!, row.RepliedAt!.Value, nickname, agent?.Avatar, row.SeenAt);
    }
}
