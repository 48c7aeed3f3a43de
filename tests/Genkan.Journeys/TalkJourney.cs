using System.Text.RegularExpressions;

namespace Genkan.Journeys;

/// <summary>A stranger on the shop's page and an agent in the console, from the closed door to the end of the talk.</summary>
public sealed class TalkJourney(Browsers browsers)
{
    /// <summary>What people of each language would say.</summary>
    private sealed record Lines(string Nickname, string Left, string First, string Early, string Question, string Answer, string Better, string Slip, string Draft);

    private static Lines In(string language) => language switch
    {
        "tr" => new("Işıl Çağlar", "Yarın açık mısınız?", "Merhaba, iyi günler", "Kimse var mı?", "Bu kupa ışıkta İznik mavisi mi görünür?", "Evet, gün ışığında öyle.", "Evet, gün ışığında daha koyu.", "yanlış pencere", "Bir de şunu"),
        "ja" => new("山田 花子", "明日は営業していますか。", "こんにちは", "どなたかいらっしゃいますか？", "この湯呑みは電子レンジで使えますか？髙島屋で見ました🍵", "はい、お使いいただけます。", "はい、ただし短時間でお願いします。", "すみません、別の方への返信でした", "もう一つ"),
        "zh-Hans" => new("小林", "明天营业吗？", "你好", "有人吗？", "这个杯子可以进微波炉吗？🍵", "可以的。", "可以，但时间不要太长。", "抱歉，发错了", "还有"),
        "zh-Hant" => new("小林", "明天有營業嗎？", "您好", "請問有人嗎？", "這個杯子可以微波嗎？🍵", "可以的。", "可以，但時間請不要太長。", "抱歉，傳錯了", "還有"),
        _ => new("Mina O'Neil", "Are you open tomorrow?", "Hello there", "Is anybody here?", "Can this mug go into the microwave? 🍵 <b>really</b>", "It can.", "It can, for a short time.", "sorry, wrong window", "One more thing"),
    };

    [Theory]
    [InlineData("en")]
    [InlineData("tr")]
    [InlineData("ja")]
    [InlineData("zh-Hans")]
    [InlineData("zh-Hant")]
    [Requirement("W-01", "W-02", "W-05", "W-12", "W-13", "W-14", "W-15", "W-22", "W-24", "W-26", "W-28", "W-31", "E-01", "E-12", "E-14", "G-01", "G-03", "G-14")]
    [Requirement("RT-01", "RT-03", "RT-04", "RT-05", "RT-06", "RT-07", "RT-18", "RT-20", "RT-21", "Q-08", "Q-09", "AC-16", "AC-20", "N-01", "N-04")]
    [Requirement("LP-01", "LP-02", "LP-03", "LP-04", "LP-05", "LP-07", "ST-01")]
    public async Task A_visitor_and_an_agent_talk(string language)
    {
        var words = Words.In(language);
        var lines = In(language);
        await using var house = await House.Open();
        await house.WaitsInThePool();
        (await (await house.Elif("offline")).Patch("/api/me", new { nickname = "Elif" })).Should(200);
        await house.ChangeSite(new { consent = new { enabled = true, text = new { } } });
        await using var guest = await Guest.Visits(browsers.Chromium, house, words);

        await FindsNobodyAndLeavesAMessage(guest, words, lines);
        await using var desk = await Desk.SignedIn(browsers, house, words);
        await desk.Page.Shoot($"{language}/console-1-quiet");
        await desk.Page.ShouldBeAccessible("the quiet desk");
        await ReadsTheMessage(desk, lines);

        await Asks(guest, lines, words);
        await Answers(desk, guest, lines);
        await Typing(desk, guest, lines);
        await TalkOn(desk, guest, lines);
        await WindowAndPages(desk, guest, lines, language);
        await End(desk, guest, lines);
        guest.Errors.ShouldBeEmpty();
    }

    private static async Task FindsNobodyAndLeavesAMessage(Guest guest, Words words, Lines lines)
    {
        await Assertions.Expect(guest.Button).ToContainTextAsync(words["widget.button.away"]);
        await guest.Page.Shoot($"{words.Language}/shop-1-away");
        await guest.Opens();
        await guest.Window.GetByLabel(words["widget.leave.name"], new() { Exact = true }).FillAsync(lines.Nickname);
        await guest.Window.GetByLabel(words["widget.leave.text"], new() { Exact = true }).FillAsync(lines.Left);
        await guest.Window.GetByLabel(words["widget.leave.email"], new() { Exact = true }).FillAsync("mina@example.com");
        await guest.Page.Shoot($"{words.Language}/shop-2-leave-a-message");
        await guest.Page.ShouldBeAccessible("the form of a message left");
        await guest.Press("widget.leave.send");
        await Assertions.Expect(guest.Window.GetByText(words["widget.leave.thanks"], new() { Exact = true })).ToBeVisibleAsync();
        await guest.Page.Shoot($"{words.Language}/shop-3-left");
        await guest.Press("widget.close");
    }

    private static async Task ReadsTheMessage(Desk desk, Lines lines)
    {
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = desk.Words["console.messages"] }).First.ClickAsync();
        await Assertions.Expect(desk.Page.GetByText(lines.Left).First).ToBeVisibleAsync();
        await desk.Page.Shoot($"{desk.Words.Language}/console-2-messages");
        await desk.Page.ShouldBeAccessible("the messages left");
        await desk.Page.GetByRole(AriaRole.Link, new() { Name = desk.Words["console.conversations"] }).First.ClickAsync();
    }

    private static async Task Asks(Guest guest, Lines lines, Words words)
    {
        await Assertions.Expect(guest.Button).ToContainTextAsync(words["widget.button.waiting"]);
        await guest.Opens();
        await Assertions.Expect(guest.Window.GetByText(words["demo.greeting"]).First).ToBeVisibleAsync();
        await Assertions.Expect(guest.Window.GetByRole(AriaRole.Button, new() { Name = words["widget.form.start"] })).ToBeDisabledAsync();
        await guest.Page.Shoot($"{words.Language}/shop-4-form");
        await guest.Page.ShouldBeAccessible("the nickname form");
        await guest.Starts(lines.Nickname, consent: true);
        await guest.Say(lines.First);
        await guest.Reads(lines.First);
        await guest.Say(lines.Early);
        await Assertions.Expect(guest.Timeline.GetByText(words["site.notice"], new() { Exact = true })).ToHaveCountAsync(1);
        await Assertions.Expect(guest.Timeline.GetByText(words["widget.bubble.sent"]).Last).ToBeVisibleAsync();
        await guest.Page.Shoot($"{words.Language}/shop-5-waiting");
    }

    private static async Task Answers(Desk desk, Guest guest, Lines lines)
    {
        await desk.Popup(lines.Nickname);
        await Assertions.Expect(desk.Row(lines.Nickname)).ToContainTextAsync(lines.Early);
        await desk.Page.Shoot($"{desk.Words.Language}/console-3-waiting");
        await desk.Accept(lines.Nickname);
        await desk.Reads(lines.First);
        await desk.Reads(lines.Early);
        await Assertions.Expect(desk.Page.GetByRole(AriaRole.Region, new() { Name = lines.Nickname }).GetByRole(AriaRole.Heading).First).ToContainTextAsync(new Regex(@"\d{6}", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(desk.List.GetByText(desk.Words["console.visitor_here"])).ToBeAttachedAsync();
        await Assertions.Expect(guest.Window.Locator("header strong")).ToHaveTextAsync("Elif");
    }

    private static async Task Typing(Desk desk, Guest guest, Lines lines)
    {
        await guest.Composer.PressSequentiallyAsync(lines.Question[..4]);
        await Assertions.Expect(desk.Page.GetByText(desk.Words.Say("console.preview_typing", ("visitor", lines.Nickname)))).ToBeVisibleAsync();
        await Assertions.Expect(desk.Page.GetByText(lines.Question[..4], new() { Exact = true })).ToBeVisibleAsync();
        await desk.Page.Shoot($"{desk.Words.Language}/console-4-preview");
        await guest.Composer.EvaluateAsync("() => window.dispatchEvent(new Event('blur'))");
        await Assertions.Expect(desk.Page.GetByText(desk.Words.Say("console.preview_entered", ("visitor", lines.Nickname)))).ToBeVisibleAsync();
        await guest.Say(lines.Question);
        await desk.Reads(lines.Question);

        await desk.Composer.PressSequentiallyAsync(lines.Answer[..2]);
        await Assertions.Expect(guest.Timeline.GetByText(guest.Words.Say("widget.other.typing", ("name", "Elif")))).ToBeVisibleAsync();
        await guest.Page.Shoot($"{desk.Words.Language}/shop-6-agent-types");
        await desk.Composer.FillAsync("");
    }

    private static async Task TalkOn(Desk desk, Guest guest, Lines lines)
    {
        await desk.Say(lines.Answer);
        await guest.Reads(lines.Answer);
        await Assertions.Expect(desk.Timeline.GetByText(desk.Words["console.fate_seen"])).ToBeVisibleAsync();
        await Assertions.Expect(guest.Timeline.GetByText(guest.Words["widget.bubble.seen"]).Last).ToBeVisibleAsync();

        await desk.Act(lines.Answer, "console.edit");
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = desk.Words["console.edit_message"], Exact = true }).FillAsync(lines.Better);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = desk.Words["console.save"], Exact = true }).ClickAsync();
        await guest.Reads(lines.Better);
        await Assertions.Expect(guest.Timeline.GetByText(guest.Words["widget.bubble.edited"]).First).ToBeVisibleAsync();

        await desk.Say(lines.Slip);
        await guest.Reads(lines.Slip);
        await desk.Act(lines.Slip, "console.retract");
        await guest.Reads(guest.Words["widget.bubble.retracted"]);
        await Assertions.Expect(guest.Timeline.Locator(".bubble").Filter(new() { HasText = lines.Slip })).ToHaveCountAsync(0);

        await guest.Say("https://example.com/a?b=1 javascript:alert(1)");
        var link = desk.Timeline.Locator("a[href='https://example.com/a?b=1']");
        await Assertions.Expect(link).ToHaveAttributeAsync("rel", new Regex("noopener", RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(desk.Timeline.Locator("a[href^='javascript']")).ToHaveCountAsync(0);
        await guest.Page.Shoot($"{desk.Words.Language}/shop-7-talk");
        await desk.Page.Shoot($"{desk.Words.Language}/console-5-talk");
        await desk.Page.ShouldBeAccessible("the talk in the console");
        await guest.Page.ShouldBeAccessible("the talk in the widget");
    }

    private static async Task WindowAndPages(Desk desk, Guest guest, Lines lines, string language)
    {
        await guest.Press("widget.minimise");
        await Assertions.Expect(guest.Iframe).ToBeHiddenAsync();
        await guest.Button.ClickAsync();
        await Assertions.Expect(guest.Iframe).ToBeVisibleAsync();
        await guest.Press("widget.maximise");
        await Assertions.Expect(guest.Window.GetByRole(AriaRole.Button, new() { Name = guest.Words["widget.restore"] })).ToBeVisibleAsync();
        await guest.Page.Shoot($"{language}/shop-8-maximised");
        await guest.Press("widget.restore");

        await guest.Composer.FillAsync(lines.Draft);
        await guest.Page.GotoAsync(new Uri(new Uri(guest.Page.Url), "/pots").ToString());
        await guest.Reads(lines.Question);
        await Assertions.Expect(guest.Composer).ToHaveValueAsync(lines.Draft);
        await guest.Page.ReloadAsync();
        await guest.Reads(lines.Better);
        await Assertions.Expect(guest.Composer).ToHaveValueAsync(lines.Draft);
        await Assertions.Expect(desk.Row(lines.Nickname)).ToHaveCountAsync(1);

        var other = Words.In(language == "tr" ? "ja" : "tr");
        var here = guest.Words;
        await guest.Window.GetByRole(AriaRole.Combobox).SelectOptionAsync(other.Language);
        guest.Words = other;
        await Assertions.Expect(guest.Composer).ToHaveValueAsync(lines.Draft);
        await guest.Reads(lines.Better);
        await guest.Window.GetByRole(AriaRole.Combobox).SelectOptionAsync(language);
        guest.Words = here;
        await Assertions.Expect(guest.Composer).ToHaveValueAsync(lines.Draft);
    }

    private static async Task End(Desk desk, Guest guest, Lines lines)
    {
        await guest.Composer.FillAsync("");
        await guest.Press("widget.end");
        await guest.Page.Shoot($"{desk.Words.Language}/shop-9-end-question");
        await guest.Window.GetByRole(AriaRole.Alertdialog).GetByRole(AriaRole.Button, new() { Name = guest.Words["widget.end"], Exact = true }).ClickAsync();
        await Assertions.Expect(guest.Window.GetByText(guest.Words["widget.ended"])).ToBeVisibleAsync();
        await guest.Page.Shoot($"{desk.Words.Language}/shop-10-ended");
        await Assertions.Expect(desk.Page.GetByText(desk.Words["console.ended_by_visitor"])).ToBeVisibleAsync();
        await desk.Page.Shoot($"{desk.Words.Language}/console-6-ended");
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = desk.Words["console.close_now"], Exact = true }).ClickAsync();
        await Assertions.Expect(desk.Row(lines.Nickname)).ToHaveCountAsync(0);
    }
}
