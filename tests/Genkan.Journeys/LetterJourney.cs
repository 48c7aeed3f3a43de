namespace Genkan.Journeys;

/// <summary>What goes by letter: a forgotten password, an organisation that registers itself. From the page to the mailbox and back.</summary>
public sealed class LetterJourney(Browsers browsers) : IAsyncLifetime
{
    private const string Owner = "nora@shop.example";
    private const string Password = "teapot blue 42";
    private const string NewPassword = "an entirely new password";
    private PostBoxes _post = null!;
    private ServerProcess _server = null!;

    private string Console => $"{_server.Url}console/";

    public async ValueTask InitializeAsync()
    {
        _post = await PostBoxes.Open();
        _server = await _post.StartServer(new()
        {
            ["GENKAN_SETUP_EMAIL"] = Owner,
            ["GENKAN_SETUP_PASSWORD"] = Password,
        });
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _post.DisposeAsync();
    }

    [Fact, Requirement("ST-07", "ST-08", "CF-30", "SP-08")]
    public async Task A_forgotten_password_in_Turkish_on_a_telephone()
    {
        var nora = await new AgentClient(_server.Url).SignIn(Owner, Password);
        (await nora.Patch("/api/me", new { language = "tr" })).Should(200);
        var words = Words.In("tr");
        await using var desk = await Desk.AtTheDoor(browsers, Console, words, new ViewportSize { Width = 390, Height = 844 });
        var page = desk.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = words["console.forgot_link"] }).ClickAsync();

        // Wrong digits use the picture up: another one takes its place, and what was typed beside them stays.
        await Email(page, words).FillAsync(Owner);
        var first = await page.ReadPicture(_server);
        await page.GetByLabel(words["console.code_digits"]).FillAsync(first == "000000" ? "111111" : "000000");
        await page.Shoot("letters/1-forgotten-tr-phone");
        await page.ShouldBeAccessible("the page of a forgotten password");
        var mayCome = new TaskCompletionSource();
        await page.RouteAsync("**/api/picturecodes", async route =>
        {
            await mayCome.Task;
            await route.ContinueAsync();
        });
        await Press(page, words["console.forgot_do"]);
        await Assertions.Expect(page.GetByText(words["field.code_wrong"])).ToBeVisibleAsync();
        // Until the next one is there, none is: the digits of the one used up would be refused again.
        await Assertions.Expect(page.Locator("img[src^='/api/picturecodes/']")).ToHaveCountAsync(0);
        mayCome.SetResult();
        await Assertions.Expect(Email(page, words)).ToHaveValueAsync(Owner);
        await Assertions.Expect(page.GetByLabel(words["console.code_digits"])).ToHaveValueAsync("");
        await page.GetByLabel(words["console.code_digits"]).FillAsync(await page.ReadPicture(_server));
        await Press(page, words["console.forgot_do"]);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = words["console.forgot_sent_title"] })).ToBeVisibleAsync();
        await page.Shoot("letters/2-sent-tr-phone");

        var letter = (await _post.For(Owner)).Single();
        letter.Subject.ShouldBe(words["letter.reset_subject"]);
        var link = $"{Console}reset#{letter.Token}";
        letter.Text.ShouldContain(link);
        await page.GotoAsync(link);
        await page.GetByLabel(words["console.new_password"]).FillAsync(NewPassword);
        await page.Shoot("letters/3-new-password-tr-phone");
        await page.ShouldBeAccessible("the page of a new password");
        await Press(page, words["console.reset_do"]);
        await Assertions.Expect(page.GetByText(words["console.reset_done_text"])).ToBeVisibleAsync();
        (await nora.Get("/api/session")).Should(401);

        // A second time the link opens nothing, in this browser or in another.
        await using var stranger = await Desk.AtTheDoor(browsers, link, words, new ViewportSize { Width = 390, Height = 844 });
        await Assertions.Expect(stranger.Page.GetByText(words["problem.reset_invalid"])).ToBeVisibleAsync();
        await stranger.Page.Shoot("letters/4-spent-tr-phone");

        await page.GetByRole(AriaRole.Link, new() { Name = words["console.sign_in"] }).ClickAsync();
        await Email(page, words).FillAsync(Owner);
        await page.Locator("input[type=password]").FillAsync(NewPassword);
        await Press(page, words["console.sign_in"]);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();
        (await _post.For(Owner, 2))[1].Subject.ShouldBe(words["letter.changed_subject"]);
    }

    [Fact, Requirement("AD-69")]
    public async Task An_organisation_registers_itself_in_Japanese_and_sees_its_embed_code()
    {
        var nora = await new AgentClient(_server.Url).SignIn(Owner, Password);
        (await nora.Patch("/api/installation", new { registration = true })).Should(200);
        var words = Words.In("ja");
        await using var desk = await Desk.AtTheDoor(browsers, Console, words);
        var page = desk.Page;
        await page.GetByRole(AriaRole.Link, new() { Name = words["console.register_link"] }).ClickAsync();
        await page.GetByLabel(words["console.organisation"]).FillAsync("川の靴店");
        await page.GetByLabel(words["console.your_name"]).FillAsync("森 美亜");
        await Email(page, words).FillAsync("mia@river.example");
        await page.Locator("input[type=password]").FillAsync(NewPassword);
        await page.GetByLabel(words["console.code_digits"]).FillAsync(await page.ReadPicture(_server));
        await page.Shoot("letters/5-register-ja");
        await page.ShouldBeAccessible("the page of registration");
        await Press(page, words["console.register_do"]);
        await Assertions.Expect(page.GetByText(words.Say("console.register_sent_text", ("email", "mia@river.example")))).ToBeVisibleAsync();

        var letter = (await _post.For("mia@river.example")).Single();
        letter.Subject.ShouldBe(words["letter.register_subject"]);
        await page.GotoAsync($"{Console}confirm#{letter.Token}");
        await Assertions.Expect(page.GetByText(words.Say("console.confirm_title", ("organisation", "川の靴店")))).ToBeVisibleAsync();
        await page.Shoot("letters/6-confirm-ja");
        await Press(page, words["console.confirm_do"]);

        // Inside, before the code that goes into the website.
        await page.WaitForURLAsync("**/console/manage/sites/*");
        await Assertions.Expect(page.GetByText("/widget.js").First).ToBeVisibleAsync();
        await page.Shoot("letters/7-embed-code-ja");
        await page.GotoAsync(Console);
        await Assertions.Expect(desk.List).ToBeVisibleAsync();
        (await new AgentClient(_server.Url).SignIn("mia@river.example", NewPassword)).OrganisationSlug.ShouldNotBe(nora.OrganisationSlug);
    }

    private static ILocator Email(IPage page, Words words) => page.GetByRole(AriaRole.Textbox, new() { Name = words["console.email"], Exact = true });

    private static Task Press(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();
}
