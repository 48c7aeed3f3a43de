using System.Globalization;
using System.Text.RegularExpressions;
using Genkan.Conversations;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary>
/// The transcript as a document of its own: it asks for itself again every few seconds while the form beside it, with
/// what is being typed, stays as it is. The newest line comes first in the markup; the style sheet turns the order
/// round and so keeps the newest in sight without script. Internet Explorer 9 shows the newest on top.
/// </summary>
internal sealed partial class PlainTalk(IConversations conversations, ITexts texts, PlainLayout layout, TimeProvider clock)
{
    // Often enough to talk, seldom enough for a hundred such windows to cost nothing.
    private const int SecondsBetween = 4;
    // What a person scrolls back through; older lines are on record.
    private const int MostLines = 200;
    private const long Minute = 60_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;

    public async Task<Html> Draw(PlainRequest request, bool endIsShownAround)
    {
        if (request.Visitor is null || request.Conversation is not { } conversation)
        {
            return Frame(request, Html.None, Html.Of($"""<p class="hint">{texts.Say(request.Language, "plain.ended")}</p>"""));
        }

        var page = await conversations.Messages(request.Visitor, conversation.Id, Math.Max(0, conversation.LastSeq - MostLines), MostLines);
        await MarkRead(request.Visitor, conversation, page);
        var lines = Html.Join(page.Items.Reverse().Select(message => Line(request, message)));
        return Frame(request, request.IsOpen ? Refresh() : Html.None, request.IsOpen || endIsShownAround ? lines : Html.Of($"{Ended(request)}{lines}"));
    }

    /// <summary>What is on the visitor's screen now counts as read, as in the chat window; only what is new costs a write.</summary>
    private async Task MarkRead(VisitorCaller visitor, VisitorConversation conversation, MessagePage<VisitorMessage> page)
    {
        var newest = page.Items.Count == 0 ? 0 : page.Items[^1].Seq;
        if (conversation.Marks.VisitorRead >= newest)
        {
            return;
        }

        try
        {
            await conversations.Mark(visitor, conversation.Id, new MarksRequest(newest, newest));
        }
        catch (Exception fault) when (fault is Refusal or CannotWriteException or OutcomeUnknownException)
        {
            // Reading goes on while nothing can be written.
        }
    }

    private Html Frame(PlainRequest request, Html refresh, Html lines) => layout.Bare(
        request.Language,
        texts.Say(request.Language, "plain.transcript"),
        refresh,
        Html.Of($"""<body class="frame">{With(request)}<div class="lines">{lines}</div></body>"""));

    /// <summary>Who is there stands inside the part that refreshes itself.</summary>
    private Html With(PlainRequest request) => request switch
    {
        { IsOpen: false } => Html.None,
        { Conversation.Agent: { } agent } => Html.Of($"""<p class="with">{texts.Say(request.Language, "plain.with", [("nickname", agent.Nickname)])}</p>"""),
        _ => Html.Of($"""<p class="with">{texts.Say(request.Language, "plain.waiting")}</p>"""),
    };

    private static Html Refresh() => Html.Of($"""<meta http-equiv="refresh" content="{SecondsBetween}">""");

    /// <summary>The page around does not refresh itself: the way on is offered here.</summary>
    private Html Ended(PlainRequest request) => Html.Of($"""
        <p class="system"><a target="_parent" href="{request.Link("", "new=1")}">{texts.Say(request.Language, "plain.new")}</a></p>
        """);

    private Html Line(PlainRequest request, VisitorMessage message) => message.Kind == "system"
        ? Html.Of($"""<p class="system">{SystemWords(request, message)} <span class="at">{When(request, message.At)}</span></p>""")
        : Html.Of($"""
        <div class="line by-{message.From}"><p class="who">{Face(message)}<b>{Who(request, message)}</b> <span class="at">{When(request, message.At)}{Edited(request, message)}</span></p>
        <p class="words" dir="auto">{Words(request, message)}</p></div>
        """);

    private string SystemWords(PlainRequest request, VisitorMessage message) => message.Body switch
    {
        null => message.Text,
        { Code: "visitor_ended" } => texts.Say(request.Language, "plain.you_ended"),
        var body => texts.Say(request.Language, $"line.{body.Code}", [.. body.Values.Select(v => (v.Key, v.Value))]),
    };

    private string Who(PlainRequest request, VisitorMessage message) => message.From == "visitor"
        ? texts.Say(request.Language, "plain.you")
        : message.Nickname ?? request.Site.Name;

    private static Html Face(VisitorMessage message) => message.Avatar is { } avatar
        ? Html.Of($"""<img src="{avatar}" width="24" height="24" alt=""> """)
        : Html.None;

    private string Edited(PlainRequest request, VisitorMessage message) =>
        message.EditedAt is null || message.RetractedAt is not null ? "" : $" · {texts.Say(request.Language, "plain.edited")}";

    private Html Words(PlainRequest request, VisitorMessage message) => message.RetractedAt is not null
        ? Html.Of($"<i>{texts.Say(request.Language, "plain.retracted")}</i>")
        : Linked(message.Text);

    /// <summary>Addresses become links; everything around them stays text.</summary>
    private static Html Linked(string text)
    {
        var pieces = new List<Html>();
        var at = 0;
        foreach (Match address in Addresses().Matches(text))
        {
            pieces.Add(Html.Lines(text[at..address.Index]));
            pieces.Add(Html.Of($"""<a href="{address.Value}" target="_blank" rel="nofollow noopener noreferrer">{address.Value}</a>"""));
            at = address.Index + address.Length;
        }

        pieces.Add(Html.Lines(text[at..]));
        return Html.Join(pieces);
    }

    /// <summary>The server does not know the visitor's clock: near times are told by their distance, which is the same everywhere.</summary>
    private string When(PlainRequest request, long at)
    {
        var ago = Math.Max(0, clock.GetUtcNow().ToUnixTimeMilliseconds() - at);
        return ago switch
        {
            < Minute => texts.Say(request.Language, "plain.just_now"),
            < Hour => texts.Say(request.Language, "plain.minutes_ago", [("count", (ago / Minute).ToString(CultureInfo.InvariantCulture))]),
            < Day => texts.Say(request.Language, "plain.hours_ago", [("count", (ago / Hour).ToString(CultureInfo.InvariantCulture))]),
            _ => DateTimeOffset.FromUnixTimeMilliseconds(at).UtcDateTime.ToString("d", CultureInfo.GetCultureInfo(request.Language)),
        };
    }

    // Ends before what usually closes a sentence or a bracket, in Chinese and Japanese too.
    [GeneratedRegex(@"https?://[^\s<>""'、。，）」』]+[^\s<>""'.,;:!?)\]}、。，！？：；）」』]", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Addresses();
}
