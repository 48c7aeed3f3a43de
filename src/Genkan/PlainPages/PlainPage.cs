using Genkan.LeftMessages;
using Genkan.Routing;
using Genkan.Sites;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary>The page itself: what can be done now, and what went wrong with what was tried.</summary>
internal sealed class PlainPage(ITexts texts, ISites sites, IRouting routing, ILeftMessages leftMessages, PlainLayout layout)
{
    /// <summary>The view the address asks for besides the usual one.</summary>
    public sealed record View(bool New = false, bool AskEnd = false, bool Left = false, bool Leave = false);

    public async Task<Html> Draw(PlainRequest request, PlainForm form, PlainTrouble? trouble, View view)
    {
        if (view.Left)
        {
            return layout.Page(request, Left(request));
        }

        if (request.IsOpen)
        {
            return layout.Page(request, Talk(request, form, trouble, view.AskEnd));
        }

        if (request.Conversation is not null && !view.New)
        {
            return layout.Page(request, Ended(request, form, trouble));
        }

        var answers = await Answered(request);
        if (await routing.For(request.Onlooker) != Availability.Away)
        {
            return layout.Page(request, Html.Of($"{answers}{StartForm(request, form, trouble, await routing.ChoicesFor(request.Onlooker))}"));
        }

        var first = request.Site.Nobody.First == "popup" && !view.Leave ? Popup(request) : LeaveForm(request, form, trouble);
        return layout.Page(request, Html.Of($"{answers}{first}"));
    }

    /// <summary>Told when somebody has come while the message form is open; it stands in a document of its own that asks for itself again.</summary>
    public async Task<Html> DrawHere(PlainRequest request)
    {
        var here = await routing.For(request.Onlooker) != Availability.Away;
        var words = here ? Html.Of($"""<p class="with">{Say(request, "plain.here_now")}</p>""") : Html.None;
        return layout.Bare(request.Language, Say(request, "plain.look"), Html.None, Html.Of($"""<body class="here">{words}</body>"""));
    }

    /// <summary>Is the nickname screen what this visitor would see (E-02)?</summary>
    public async Task<bool> OpensEntryScreen(PlainRequest request, View view) =>
        !view.Left && request.Site.NicknameForm && (request.Conversation is null || (view.New && !request.IsOpen))
        && await routing.For(request.Onlooker) != Availability.Away;

    /// <summary>What was answered since, question and answer (OM-09).</summary>
    private async Task<Html> Answered(PlainRequest request)
    {
        var answers = request.Visitor is null ? [] : await leftMessages.Answers(request.Visitor);
        return answers.Count == 0 ? Html.None : Html.Of($"""
            <div class="answers"><p class="lead good">{Say(request, "plain.answered")}</p>{Html.Join(answers.Select(answer => Answer(request, answer)))}</div>
            """);
    }

    private Html Answer(PlainRequest request, LeftAnswer answer) => Html.Of($"""
        <div class="line by-visitor"><p class="who"><b>{Say(request, "plain.you")}</b></p><p class="words" dir="auto">{Html.Lines(answer.Text)}</p></div>
        <div class="line by-agent"><p class="who"><b>{answer.Nickname}</b></p><p class="words" dir="auto">{Html.Lines(answer.Reply)}</p></div>
        """);

    /// <summary>Nobody is here; the way to the form is one step (E-14, CF-17).</summary>
    private Html Popup(PlainRequest request) => Html.Of($"""
        <div class="popup"><p class="lead">{Html.Lines(sites.Say(request.Site, SiteText.Nobody, request.Language))}</p>
        <p><a class="do" href="{request.Link("", "leave=1")}">{Say(request, "plain.leave_open")}</a></p></div>
        """);

    private Html StartForm(PlainRequest request, PlainForm form, PlainTrouble? trouble, VisitorChoices? choices) => Html.Of($"""
        {Greeting(request)}{Sentence(trouble)}
        <form method="post" action="{request.Link("/start")}" accept-charset="utf-8">{Hidden(request, form)}
        {(choices is null ? Html.None : Choices(request, form, trouble, choices))}
        {(request.Site.NicknameForm ? Input(request, "nickname", "plain.nickname", form.Nickname, trouble, 40) : Html.None)}
        {(request.Site.Consent.Enabled ? Consent(request, form, trouble) : Html.None)}
        {(string.IsNullOrWhiteSpace(form.Text) ? Html.None : Html.Of($"""<input type="hidden" name="first" value="{form.First}">{Area(request, form, trouble)}"""))}
        <p><button type="submit" class="do">{Say(request, "plain.start")}</button></p></form>
        """);

    /// <summary>A department or an agent, each with its light (W-10, W-11), or whoever is free first.</summary>
    private Html Choices(PlainRequest request, PlainForm form, PlainTrouble? trouble, VisitorChoices choices)
    {
        var chosen = choices.Items.FirstOrDefault(one => one.Online && one.Id == form.Choice)?.Id;
        return Html.Of($"""
            <fieldset class="choices"><legend>{Say(request, $"widget.choose.{choices.Kind}")}</legend><input type="hidden" name="choiceOf" value="{choices.Kind}">
            {Wrong(trouble?.For("agent") ?? trouble?.For("department"))}{Html.Join(choices.Items.Select(one => Choice(request, one, one.Id == chosen)))}
            <p><label><input type="radio" name="choice" value=""{Checked(chosen is null)}> {Say(request, "widget.choose.any")}</label></p></fieldset>
            """);
    }

    private Html Choice(PlainRequest request, VisitorChoice one, bool chosen) => Html.Of($"""
        <p{(one.Online ? Html.None : Html.Of($""" class="off" """))}><label><input type="radio" name="choice" value="{one.Id}"{Checked(chosen)}{(one.Online ? Html.None : Html.Of($" disabled"))}>
        {(one.Avatar is null ? Html.None : Html.Of($"""<img src="{one.Avatar}" width="24" height="24" alt=""> """))}<b dir="auto">{one.Name}</b>{(one.Department is null ? Html.None : Html.Of($""" <span class="who" dir="auto">{one.Department}</span>"""))}
        <span class="light">{Say(request, one.Online ? "widget.choose.online" : "widget.choose.offline")}</span></label></p>
        """);

    private static Html Checked(bool isChecked) => isChecked ? Html.Of($" checked") : Html.None;

    private Html Greeting(PlainRequest request) => request.Site.Greeting.When is "open" or "both"
        ? Html.Of($"""<p class="lead">{Html.Lines(sites.Say(request.Site, SiteText.Greeting, request.Language))}</p>""")
        : Html.None;

    private Html Consent(PlainRequest request, PlainForm form, PlainTrouble? trouble) => Html.Of($"""
        <div class="consent"><p>{Html.Lines(sites.Say(request.Site, SiteText.Consent, request.Language))}</p>
        <input type="hidden" name="version" value="{sites.ConsentVersion(request.Site, request.Language)}">
        <p><label><input type="checkbox" name="consent" value="yes"{Checked(form.Agrees)}> {Say(request, "plain.consent")}</label>{Wrong(trouble?.For("consent"))}</p></div>
        """);

    private Html LeaveForm(PlainRequest request, PlainForm form, PlainTrouble? trouble) => Html.Of($"""
        <p class="lead">{Html.Lines(sites.Say(request.Site, SiteText.Nobody, request.Language))}</p>{Sentence(trouble)}
        <form method="post" action="{request.Link("/leave")}" accept-charset="utf-8">{Hidden(request, form)}
        {Input(request, "name", "plain.name", form.Name.Length > 0 ? form.Name : form.Nickname, trouble, 80)}
        {Input(request, "email", "plain.email", form.Email, trouble, 254)}
        {Input(request, "phone", "plain.phone", form.Phone, trouble, 40)}
        <p class="hint">{Say(request, "plain.contact_hint")}</p>
        {Area(request, form, trouble)}
        <p><button type="submit" class="do">{Say(request, "plain.leave")}</button></p>
        <iframe class="here" src="{request.Link("/here")}" title="{Say(request, "plain.look")}" frameborder="0"></iframe>
        <p><button type="submit" name="look" value="1">{Say(request, "plain.look")}</button></p></form>
        """);

    private Html Left(PlainRequest request) => Html.Of($"""
        <p class="lead good">{Say(request, "plain.left")}</p>
        <p><a href="{request.Link()}">{Say(request, "plain.left_again")}</a></p>
        """);

    private Html Talk(PlainRequest request, PlainForm form, PlainTrouble? trouble, bool askEnd) => Html.Of($"""
        {Transcript(request)}
        {Sentence(trouble)}
        {(askEnd ? EndQuestion(request, form) : Html.None)}
        <form method="post" action="{request.Link("/say")}" accept-charset="utf-8">{Hidden(request, form)}
        {Area(request, form, trouble)}
        <p><button type="submit" class="do">{Say(request, "plain.send")}</button>
        <a class="quiet" href="{request.Link("", "end=1")}">{Say(request, "plain.end")}</a></p></form>
        <p class="hint">{Say(request, "plain.refreshes")}</p>
        """);

    private Html EndQuestion(PlainRequest request, PlainForm form) => Html.Of($"""
        <form method="post" action="{request.Link("/end")}" class="question">{Hidden(request, form)}
        <p>{Say(request, "plain.end_question")}</p>
        <p><button type="submit">{Say(request, "plain.end_yes")}</button> <a href="{request.Link()}">{Say(request, "plain.back")}</a></p></form>
        """);

    private Html Ended(PlainRequest request, PlainForm form, PlainTrouble? trouble) => Html.Of($"""
        <p class="with">{Say(request, "plain.ended")}</p>
        {Transcript(request)}
        {Sentence(trouble)}{Unsent(request, form)}
        <p><a class="do" href="{request.Link("", "new=1")}">{Say(request, "plain.new")}</a></p>
        """);

    private Html Transcript(PlainRequest request) => Html.Of($"""
        <iframe class="talk" src="{request.Link("/talk", request.IsOpen ? "" : "done=1")}" title="{Say(request, "plain.transcript")}" frameborder="0"></iframe>
        """);

    /// <summary>Words for which there is no form any more are not thrown away.</summary>
    private Html Unsent(PlainRequest request, PlainForm form) => string.IsNullOrWhiteSpace(form.Text) ? Html.None : Html.Of($"""
        <p><label for="unsent">{Say(request, "plain.unsent")}</label><br><textarea id="unsent" rows="3" readonly>
        {form.Text}</textarea></p>
        """);

    private static Html Hidden(PlainRequest request, PlainForm form) => Html.Of($"""
        <input type="hidden" name="id" value="{form.Id}"><input type="hidden" name="proof" value="{(request.Token is null ? "" : PlainCookie.ProofOf(request.Token))}">
        """);

    private Html Input(PlainRequest request, string name, string label, string value, PlainTrouble? trouble, long longest) => Html.Of($"""
        <p><label for="{name}">{Say(request, label)}</label><br>
        <input type="text" id="{name}" name="{name}" maxlength="{longest}" value="{value}"{Marked(trouble, name)}>{Wrong(trouble?.For(name))}</p>
        """);

    // HTML drops one line break after the tag: without one of ours it would eat the visitor's own.
    private Html Area(PlainRequest request, PlainForm form, PlainTrouble? trouble) => Html.Of($"""
        <p><label for="text">{Say(request, "plain.message")}</label><br>
        <textarea id="text" name="text" rows="4" maxlength="4000"{Marked(trouble, "text")}>
        {form.Text}</textarea>{Wrong(trouble?.For("text"))}</p>
        """);

    private static Html Marked(PlainTrouble? trouble, string field) => trouble?.For(field) is null ? Html.None : Html.Of($""" class="bad" aria-invalid="true" """);

    private static Html Wrong(string? sentence) => sentence is null ? Html.None : Html.Of($"""<br><span class="wrong">{sentence}</span>""");

    private static Html Sentence(PlainTrouble? trouble) => trouble is null ? Html.None : Html.Of($"""<p class="wrong" role="alert">{trouble.Sentence}</p>""");

    private string Say(PlainRequest request, string key) => texts.Say(request.Language, key);
}
