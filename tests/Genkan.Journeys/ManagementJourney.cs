using Deque.AxeCore.Playwright;

namespace Genkan.Journeys;

/// <summary>The management centre as an admin sees it, and as who is none does not.</summary>
public sealed class ManagementJourney(Browsers browsers) : NorasShop
{
    // One point of one colour: the smallest picture that is one.
    private static readonly byte[] Picture = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    [Theory, Requirement("AD-03", "AD-04", "AD-05", "AD-06", "AD-07", "AD-09", "AD-11", "SP-14")]
    [InlineData("en", 1280)]
    [InlineData("tr", 1280)]
    [InlineData("ja", 390)]
    public async Task An_admin_adds_finds_changes_and_deletes_an_agent(string language, int width)
    {
        var words = Words.In(language);
        await using var context = await SignedIn(language, width, Email, Password);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Server.Url}console/manage/agents");

        await AddAtTheTopRight(page, words, width);
        await page.GetByLabel(words["manage.name"], new() { Exact = false }).First.FillAsync("Çiğdem Işık");
        await page.GetByLabel(words["manage.nickname"]).FillAsync("Çiğdem");
        await page.GetByLabel(words["manage.user_name"]).FillAsync("cigdem");
        await page.GetByLabel(words["manage.password_by_admin"]).CheckAsync();
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.password"] }).FillAsync("yellow cups 7");
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "face.png", MimeType = "image/png", Buffer = Picture });
        await page.Shoot($"manage/new-agent-{language}-{width}");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.add_agent"] }).ClickAsync();
        await Assertions.Expect(page.Locator("img[src^='/avatars/']")).ToBeVisibleAsync();
        (await SignIn("cigdem", "yellow cups 7")).ShouldBe(200);

        await page.GetByRole(AriaRole.Searchbox).FillAsync("isik");
        await page.GetByRole(AriaRole.Link, new() { Name = "Çiğdem Işık" }).ClickAsync();
        await page.GetByLabel(words["manage.nickname"]).FillAsync("Çiğdem H.");
        await page.GetByLabel(words["manage.permission_sites.manage"]).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(words["manage.unsaved"])).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByLabel(words["manage.nickname"])).ToHaveValueAsync("Çiğdem H.");
        await Assertions.Expect(page.GetByLabel(words["manage.permission_sites.manage"])).ToBeCheckedAsync();
        await ReadsWell(page);
        await page.Shoot($"manage/agent-{language}-{width}");

        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.delete_agent"] }).ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = words["manage.delete"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Searchbox)).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = "Çiğdem Işık" })).ToHaveCountAsync(0);
        (await SignIn("cigdem", "yellow cups 7")).ShouldBe(401);
        await TheTrailTellsAllOfIt(page, words);
        await page.Shoot($"manage/audit-{language}-{width}");
    }

    [Theory, Requirement("AD-08", "AD-17", "AD-18", "AD-19", "AC-38", "CF-07", "CF-08", "ST-17", "ST-20", "ST-21", "ST-25")]
    [InlineData("en", 1280)]
    [InlineData("ja", 390)]
    public async Task Departments_and_statuses_are_made_used_and_taken_away(string language, int width)
    {
        var words = Words.In(language);
        await using var context = await SignedIn(language, width, Email, Password);
        var page = await context.NewPageAsync();
        await TwoDepartments(page, words);
        await ReadsWell(page);
        await page.Shoot($"manage/departments-{language}-{width}");

        var me = (await (await context.APIRequest.GetAsync($"{Server.Url}api/session")).JsonAsync())!.Value.GetProperty("agent").GetProperty("id").GetString();
        await page.GotoAsync($"{Server.Url}console/manage/agents/{me}");
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.limit"] }).FillAsync("4");
        var departments = page.GetByRole(AriaRole.Combobox, new() { Name = words["manage.departments"] });
        await departments.FillAsync("Pre-");
        await departments.PressAsync("ArrowDown");
        await departments.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(words["manage.unsaved"])).ToBeHiddenAsync();
        await ReadsWell(page);

        await AStatusOfTheirOwn(page, words);
        await ReadsWell(page);
        await page.Shoot($"manage/statuses-{language}-{width}");
        await page.Locator("header button[data-status], footer button[data-status]").First.ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Lunch" }).ClickAsync();
        await page.GotoAsync($"{Server.Url}console/manage/agents/{me}");
        await Assertions.Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Lunch" })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.limit"] })).ToHaveValueAsync("4");
        await page.Shoot($"manage/agent-work-{language}-{width}");

        await page.GotoAsync($"{Server.Url}console/manage/departments");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.delete_named"].Replace("{name}", "Pre-sales", StringComparison.Ordinal) }).ClickAsync();
        var asks = page.GetByRole(AriaRole.Dialog);
        await asks.GetByRole(AriaRole.Button, new() { Name = words["manage.delete"], Exact = true }).ClickAsync();
        await Assertions.Expect(asks.GetByText(words["problem.department_in_use"])).ToBeVisibleAsync();
        await asks.GetByRole(AriaRole.Combobox, new() { Name = words["manage.department_move_to"] }).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "After-sales" }).ClickAsync();
        await page.Shoot($"manage/department-goes-{language}-{width}");
        await asks.GetByRole(AriaRole.Button, new() { Name = words["manage.delete"], Exact = true }).ClickAsync();
        var left = page.GetByRole(AriaRole.Table, new() { Name = words["manage.departments"] }).Locator("tbody tr");
        await Assertions.Expect(left).ToHaveCountAsync(1);
        await Assertions.Expect(left.GetByRole(AriaRole.Cell).Nth(2)).ToHaveTextAsync("1");
    }

    private async Task TwoDepartments(IPage page, Words words)
    {
        await page.GotoAsync($"{Server.Url}console/manage/departments");
        foreach (var (name, order) in new[] { ("Pre-sales", "10"), ("After-sales", "20") })
        {
            await page.GetByRole(AriaRole.Button, new() { Name = words["manage.add_department"] }).ClickAsync();
            var form = page.GetByRole(AriaRole.Dialog);
            await form.GetByRole(AriaRole.Textbox, new() { Name = words["manage.its_name"] }).FillAsync(name);
            await form.GetByRole(AriaRole.Textbox, new() { Name = words["manage.department_order"] }).FillAsync(order);
            await form.GetByRole(AriaRole.Button, new() { Name = words["manage.add_department"] }).ClickAsync();
            await Assertions.Expect(form).ToHaveCountAsync(0);
        }

        // The larger number is further up.
        await Assertions.Expect(page.Locator("tbody tr").First).ToContainTextAsync("After-sales");
    }

    private async Task AStatusOfTheirOwn(IPage page, Words words)
    {
        await page.GotoAsync($"{Server.Url}console/manage/statuses");
        var add = page.GetByRole(AriaRole.Button, new() { Name = words["manage.add_status"] });
        await page.Locator("form").Filter(new() { Has = add }).GetByRole(AriaRole.Textbox).FillAsync("Lunch");
        await add.ClickAsync();
        await page.GetByRole(AriaRole.Switch, new() { Name = $"Lunch: {words["manage.lets_transfer"]}" }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(words["manage.unsaved"])).ToBeHiddenAsync();
        await page.ReloadAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Switch, new() { Name = $"Lunch: {words["manage.lets_transfer"]}" })).ToBeCheckedAsync();
    }

    private async Task TheTrailTellsAllOfIt(IPage page, Words words)
    {
        await page.GotoAsync($"{Server.Url}console/manage/audit");
        var trail = page.GetByRole(AriaRole.Table, new() { Name = words["manage.audit"] });
        var removed = trail.GetByRole(AriaRole.Row).Filter(new() { HasText = words["manage.audit_kind_agent.removed"] });
        await Assertions.Expect(removed).ToContainTextAsync("Çiğdem Işık");
        var changed = trail.GetByRole(AriaRole.Row).Filter(new() { HasText = words["manage.audit_kind_agent.changed"] }).First;
        await changed.Locator("summary").FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(changed.Locator("ins", new() { HasText = "Çiğdem H." })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.audit_check"] }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = words["manage.audit_whole"].Split("{count}")[^1] })).ToBeVisibleAsync();
        await ReadsWell(page);
    }

    [Fact, Requirement("AD-01")]
    public async Task Who_only_chats_neither_sees_management_nor_gets_in_by_address()
    {
        var words = Words.In("en");
        await using (var admin = await SignedIn("en", 1280, Email, Password))
        {
            var added = await admin.APIRequest.PostAsync($"{Server.Url}api/agents", new()
            {
                DataObject = new { id = Guid.CreateVersion7(), name = "Walt", userName = "walt", email = "walt@shop.example", password = "green leaves 9", role = "agent" },
            });
            added.Status.ShouldBe(201);
        }

        await using var context = await SignedIn("en", 1280, "walt@shop.example", "green leaves 9");
        var page = await context.NewPageAsync();
        var asked = new List<string>();
        page.Request += (_, request) => asked.Add(new Uri(request.Url).AbsolutePath);
        foreach (var path in (string[])["manage", "manage/agents", "manage/sites/new", "manage/settings", "manage/organisations"])
        {
            await page.GotoAsync($"{Server.Url}console/{path}");
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = words["manage.not_yours_title"] })).ToBeVisibleAsync();
        }

        await Assertions.Expect(page.GetByRole(AriaRole.Link, new() { Name = words["console.manage"] })).ToHaveCountAsync(0);
        asked.ShouldNotContain("/api/agents");
        asked.ShouldNotContain("/api/organisations");
        await page.Shoot("manage/not-yours");
    }

    [Fact, Requirement("AD-26")]
    public async Task A_site_shows_what_the_visitor_will_see_and_gives_its_code()
    {
        var words = Words.In("en");
        await using var context = await SignedIn("en", 1440, Email, Password);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Server.Url}console/manage/sites/new");
        await page.GetByLabel(words["manage.site_name"]).FillAsync("Tea shop");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.add_site"] }).ClickAsync();
        await Assertions.Expect(page.Locator("code").First).ToContainTextAsync("/widget.js");
        await Assertions.Expect(page.GetByText(words["manage.embed_code_means"])).ToBeVisibleAsync();

        var origins = page.GetByRole(AriaRole.Combobox, new() { Name = words["manage.origins"] });
        await origins.FillAsync("https://Shop.example/basket?x=1");
        await origins.PressAsync("Enter");
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.greeting"], Exact = true }).FillAsync("Hello, tea lover!");
        var preview = page.GetByRole(AriaRole.Complementary, new() { Name = words["manage.preview"] });
        await preview.GetByText(words["manage.scene_talk"], new() { Exact = true }).ClickAsync();
        await Assertions.Expect(preview.GetByText("Hello, tea lover!")).ToBeVisibleAsync();
        await ReadsWell(page);
        await page.Shoot("manage/site");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(words["manage.unsaved"])).ToBeHiddenAsync();

        await page.ReloadAsync();
        await Assertions.Expect(page.GetByText("https://shop.example", new() { Exact = true })).ToBeVisibleAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.greeting"], Exact = true })).ToHaveValueAsync("Hello, tea lover!");
    }

    [Fact]
    public async Task Unsaved_changes_are_not_lost_by_a_link_or_a_step_back()
    {
        var words = Words.In("en");
        await using var context = await SignedIn("en", 1280, Email, Password);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Server.Url}console/manage/agents");
        await page.GetByRole(AriaRole.Link, new() { Name = words["manage.settings"] }).ClickAsync();
        var name = page.GetByLabel(words["manage.organisation_name"]);
        await name.FillAsync("Tea & Co");

        await page.GetByRole(AriaRole.Link, new() { Name = words["manage.sites"], Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.leave_no"] }).ClickAsync();
        await Assertions.Expect(name).ToHaveValueAsync("Tea & Co");

        await page.EvaluateAsync("history.back()");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.leave_no"] }).ClickAsync();
        await Assertions.Expect(name).ToHaveValueAsync("Tea & Co");

        await page.EvaluateAsync("history.back()");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.leave_yes"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = words["manage.agents"] })).ToBeVisibleAsync();
    }

    private static async Task AddAtTheTopRight(IPage page, Words words, int width)
    {
        var add = page.GetByRole(AriaRole.Link, new() { Name = words["manage.add_agent"] });
        await Assertions.Expect(page.GetByRole(AriaRole.Table)).ToBeVisibleAsync();
        await page.Shoot($"manage/agents-{words.Language}-{width}");
        if (width > 600)
        {
            var (button, list) = ((await add.BoundingBoxAsync())!, (await page.GetByRole(AriaRole.Table).BoundingBoxAsync())!);
            (button.X + button.Width).ShouldBe(list.X + list.Width, 4);
            (button.Y + button.Height).ShouldBeLessThan(list.Y);
        }

        await add.ClickAsync();
    }

    private static async Task ReadsWell(IPage page)
    {
        var found = (await page.RunAxe()).Violations.Where(violation => violation.Impact is "serious" or "critical");
        found.Select(violation => $"{violation.Id}: {violation.Nodes[0].Html}").ShouldBeEmpty();
    }

    private async Task<IBrowserContext> SignedIn(string language, int width, string email, string password)
    {
        var context = await browsers.Chromium.NewContextAsync(new() { Locale = language, ViewportSize = new() { Width = width, Height = 900 } });
        var answer = await context.APIRequest.PostAsync($"{Server.Url}api/session", new() { DataObject = new { email, password } });
        answer.Status.ShouldBe(200);
        return context;
    }

    private async Task<int> SignIn(string userName, string password)
    {
        await using var context = await browsers.Chromium.NewContextAsync();
        var answer = await context.APIRequest.PostAsync($"{Server.Url}api/session", new() { DataObject = new { organisation = "shop-example", userName, password } });
        return answer.Status;
    }
}
