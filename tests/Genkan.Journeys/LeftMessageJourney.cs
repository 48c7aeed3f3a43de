namespace Genkan.Journeys;

/// <summary>Nobody is there: from the popup to the message, its answer by letter, and the answer in the window on the next visit.</summary>
public sealed class LeftMessageJourney(Browsers browsers) : IAsyncLifetime
{
    private PostBoxes _post = null!;
    private House _house = null!;

    public async ValueTask InitializeAsync()
    {
        _post = await PostBoxes.Open();
        _house = await House.Open(post: _post);
    }

    public async ValueTask DisposeAsync()
    {
        await _house.DisposeAsync();
        await _post.DisposeAsync();
    }

    [Fact, Requirement("E-14", "OM-01", "OM-02", "OM-06", "OM-07", "OM-08", "OM-09", "OM-10", "Q-38", "CF-17")]
    public async Task What_was_left_is_answered_by_who_comes_online_by_letter_and_on_the_next_visit()
    {
        await _house.ChangeSite(new { nobody = new { first = "popup" } });
        var words = Words.In("en");
        await using var mina = await Guest.Visits(browsers.Chromium, _house, words);
        await mina.Opens();
        var popup = mina.Window.GetByRole(AriaRole.Alertdialog);
        await Assertions.Expect(popup).ToContainTextAsync(words["widget.nobody.title"]);
        await mina.Page.Shoot("left/1-popup");
        await mina.Page.ShouldBeAccessible("the popup that nobody is here");
        await OnThePlainPage(mina);
        await mina.Press("widget.nobody.leave");
        await Leave(mina, "Mina", "mia@river.example", "Is the blue teapot back?\nI need two.");
        await Assertions.Expect(mina.Window.GetByText(words["widget.leave.thanks"])).ToBeVisibleAsync();

        await mina.Page.GotoAsync("about:blank");

        // Elif comes online, is told what waits, and answers it at once.
        await using var desk = await Desk.SignedIn(browsers, _house, words);
        await desk.Popup(words["manage.left_waiting_one"]);
        await desk.Page.Locator("[data-tone]").Filter(new() { HasText = words["manage.left_waiting_one"] }).First.ClickAsync();
        await desk.Page.Locator("[data-row]").Filter(new() { HasText = "Is the blue teapot back?" }).ClickAsync();
        await Press(desk, "manage.left_reply");
        var answer = desk.Page.GetByRole(AriaRole.Textbox, new() { Name = words.Say("manage.left_reply_to", ("name", "Mina")) });
        await answer.FillAsync("Yes, since this morning.");
        await desk.Page.Shoot("left/2-answering");
        await desk.Page.ShouldBeAccessible("a left message being answered");
        await Press(desk, "manage.left_reply_save");
        var panel = desk.Page.GetByRole(AriaRole.Complementary, new() { Name = words["manage.left_details"] });
        await Assertions.Expect(panel).ToContainTextAsync(words["manage.left_mail_sent"]);

        var letter = (await _post.For("mia@river.example")).Single();
        letter.Subject.ShouldContain(words.Say("letter.reply_subject", ("site", "")).TrimStart());
        letter.Text.ShouldContain("Yes, since this morning.");
        letter.Text.ShouldContain("> Is the blue teapot back?");

        // The next visit: the window is open again, as it was.
        await mina.Page.GotoAsync(_house.Shop + "/pots");
        await Assertions.Expect(mina.Window.GetByText("Yes, since this morning.")).ToBeVisibleAsync();
        await Assertions.Expect(mina.Window.GetByText("Is the blue teapot back?")).ToBeVisibleAsync();
        await mina.Page.Shoot("left/3-answer");
        await mina.Page.ShouldBeAccessible("the answer in the window");
        await Assertions.Expect(panel).ToContainTextAsync(words["manage.left_step_seen"]);
        await desk.Page.Shoot("left/4-seen");
        await desk.Page.EmulateMediaAsync(new() { ColorScheme = ColorScheme.Dark });
        await desk.Page.Shoot("left/5-seen-dark");
        mina.Errors.ShouldBeEmpty();
    }

    [Fact, Requirement("E-14", "OM-09")]
    public async Task In_Japanese_on_a_telephone_somebody_comes_while_the_message_is_being_written()
    {
        var words = Words.In("ja");
        var phone = new ViewportSize { Width = 390, Height = 844 };
        await using var mina = await Guest.Visits(browsers.Chromium, _house, words, size: phone, look: ColorScheme.Dark);
        await mina.Opens();
        await mina.Window.GetByLabel(words["widget.leave.text"], new() { Exact = true }).FillAsync("急須の在庫はありますか。");
        var elif = await _house.Elif("online");
        await Assertions.Expect(mina.Window.GetByText(words["widget.here.now"])).ToBeVisibleAsync();
        await Assertions.Expect(mina.Window.GetByLabel(words["widget.leave.text"], new() { Exact = true })).ToHaveValueAsync("急須の在庫はありますか。");
        await mina.Page.Shoot("left/6-here-ja-phone-dark");
        await mina.Page.ShouldBeAccessible("the message form when somebody has come, in Japanese");
        await elif.Status("away");
        await Leave(mina, "美奈", "mia@river.example", "急須の在庫はありますか。");
        await Assertions.Expect(mina.Window.GetByText(words["widget.leave.thanks"])).ToBeVisibleAsync();

        // Answered on a telephone, in Turkish, found by two characters of the question.
        var tr = Words.In("tr");
        (await elif.Patch("/api/me", new { language = "tr" })).Should(200);
        await using var desk = await Desk.AtTheDoor(browsers, $"{_house.Url}/console/messages?q=%E5%9C%A8%E5%BA%AB", tr, phone);
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = tr["console.email"], Exact = true }).FillAsync("elif@saka.example");
        await desk.Page.Locator("input[type=password]").FillAsync(_house.Password);
        await desk.Page.GetByRole(AriaRole.Button, new() { Name = tr["console.sign_in"], Exact = true }).ClickAsync();
        var row = desk.Page.Locator("[data-row]").Filter(new() { HasText = "急須" });
        await Assertions.Expect(row).ToBeVisibleAsync();
        await desk.Page.Shoot("left/7-list-tr-phone");
        await desk.Page.ShouldBeAccessible("the list of left messages in Turkish on a telephone");
        await row.ClickAsync();
        await Press(desk, "manage.left_reply");
        await desk.Page.GetByRole(AriaRole.Textbox, new() { Name = tr.Say("manage.left_reply_to", ("name", "美奈")) }).FillAsync("はい、ございます。");
        await desk.Page.Shoot("left/8-answering-tr-phone");
        await Press(desk, "manage.left_reply_save");
        var letter = (await _post.For("mia@river.example")).Single();
        letter.Subject.ShouldContain("お問い合わせへの回答");
        await Assertions.Expect(mina.Window.GetByText("はい、ございます。")).ToBeVisibleAsync();
        await mina.Page.Shoot("left/9-answer-ja-phone");
        await mina.Page.ShouldBeAccessible("the answer in the window, in Japanese");
        mina.Errors.ShouldBeEmpty();
    }

    /// <summary>The same without script, in Turkish.</summary>
    private async Task OnThePlainPage(Guest guest)
    {
        var words = Words.In("tr");
        var key = (await (await _house.Elif("offline")).Get("/api/sites")).Should(200)["items"]![0]!["key"]!.GetValue<string>();
        var page = await guest.Page.Context.NewPageAsync();
        await page.GotoAsync($"{_house.Url}/plain/{key}?lang=tr");
        await page.Shoot("left/10-plain-popup-tr");
        await page.ShouldBeAccessible("the plain page when nobody is here");
        await page.GetByRole(AriaRole.Link, new() { Name = words["plain.leave_open"] }).ClickAsync();
        await Assertions.Expect(page.GetByLabel(words["plain.message"])).ToBeVisibleAsync();
        await page.Shoot("left/11-plain-form-tr");
        await page.CloseAsync();
    }

    private static async Task Leave(Guest guest, string name, string email, string text)
    {
        await guest.Window.GetByLabel(guest.Words["widget.leave.name"], new() { Exact = true }).FillAsync(name);
        await guest.Window.GetByLabel(guest.Words["widget.leave.text"], new() { Exact = true }).FillAsync(text);
        await guest.Window.GetByLabel(guest.Words["widget.leave.email"], new() { Exact = true }).FillAsync(email);
        await guest.Press("widget.leave.send");
    }

    private static Task Press(Desk desk, string key) =>
        desk.Page.GetByRole(AriaRole.Button, new() { Name = desk.Words[key], Exact = true }).ClickAsync();
}
