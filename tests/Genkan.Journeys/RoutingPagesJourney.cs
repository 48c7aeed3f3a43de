using System.Text.Json.Nodes;
using Genkan.Tests.Cast;

namespace Genkan.Journeys;

/// <summary>
/// An admin says who serves a site, tries it, and lets visitors choose; a visitor chooses, and the agent reads why. With a telephone, in the
/// dark and in other languages.
/// </summary>
public sealed class RoutingPagesJourney(Browsers browsers)
{
    [Theory]
    [InlineData("en", 1440, ColorScheme.Light)]
    [InlineData("ja", 390, ColorScheme.Dark)]
    [Requirement("AD-41", "AD-42", "AD-43", "AD-44", "CF-29", "Q-29", "Q-32", "W-10", "W-11", "E-18", "E-20")]
    public async Task An_admin_says_who_serves_tries_it_and_lets_visitors_choose(string language, int width, ColorScheme look)
    {
        var words = Words.In(language);
        await using var house = await House.Open();
        var elif = await house.Elif("online");
        var (sales, care) = (await Department(elif, "Sales"), await Department(elif, "After-sales"));
        var name = (await elif.Patch($"/api/agents/{elif.Id}", new { departments = new[] { sales } })).Should(200)["name"]!.GetValue<string>();
        await using var desk = await Desk.SignedIn(browsers, house, words, size: new() { Width = width, Height = 900 }, look: look);

        await LimitsAQueue(desk, house, words, (language, width));
        await SaysWhoServes(desk, house, words, (language, width));
        await Tries(desk, name, words, (language, width));
        await using var guest = await Guest.Visits(browsers.Chromium, house, words, size: width < 500 ? new() { Width = width, Height = 800 } : null, look: look);
        await Chooses(guest, elif, care, words, (language, width));
        await ReadsWhy(desk, house, name, words, (language, width));
        guest.Errors.ShouldBeEmpty();
    }

    private static async Task LimitsAQueue(Desk desk, House house, Words words, (string Language, int Width) shot)
    {
        var page = desk.Page;
        await page.GotoAsync($"{house.Url}/console/manage/departments");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.change_named"].Replace("{name}", "Sales", StringComparison.Ordinal), Exact = true }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await dialog.GetByRole(AriaRole.Switch, new() { Name = words["manage.queue_limited"] }).CheckAsync();
        await dialog.GetByRole(AriaRole.Textbox, new() { Name = words["manage.queue_limit"] }).FillAsync("5");
        await page.ShouldBeAccessible("a department's queue");
        await page.Shoot($"routing/queue-{shot.Language}-{shot.Width}");
        await dialog.GetByRole(AriaRole.Button, new() { Name = words["manage.save"] }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
    }

    private static async Task SaysWhoServes(Desk desk, House house, Words words, (string Language, int Width) shot)
    {
        var page = desk.Page;
        await page.GotoAsync($"{house.Url}/console/manage/sites");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Listitem).GetByRole(AriaRole.Link).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = words["manage.serving_open"] }).ClickAsync();
        await page.GetByRole(AriaRole.Radio, new() { Name = words["manage.designation_departments"] }).CheckAsync();
        // A designation that names nobody is refused where it stands.
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(words["field.required"])).ToBeVisibleAsync();
        await Pick(page, page.GetByRole(AriaRole.Combobox, new() { Name = words["manage.designated_departments"] }), "Sales", "After-sales");
        await page.GetByRole(AriaRole.Switch, new() { Name = words["manage.list_mode"] }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.policy_add"] }).ClickAsync();
        await Pick(page, page.GetByRole(AriaRole.Combobox, new() { Name = words["manage.policy_regions"] }), "宁波");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByText(words["field.required"])).ToBeVisibleAsync();
        await page.Shoot($"routing/refused-{shot.Language}-{shot.Width}");
        await Pick(page, page.GetByRole(AriaRole.Combobox, new() { Name = words["manage.policy_departments"], Exact = true }), "Sales");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = words["manage.save"], Exact = true })).ToBeHiddenAsync();
        await page.ShouldBeAccessible("who serves a site");
    }

    private static async Task Tries(Desk desk, string name, Words words, (string Language, int Width) shot)
    {
        var page = desk.Page;
        var panel = page.GetByRole(AriaRole.Complementary, new() { Name = words["try.title"] });
        await Pick(page, panel.GetByRole(AriaRole.Combobox, new() { Name = words["try.place"] }), "Ningbo");
        var answer = panel.GetByRole(AriaRole.Status);
        await Assertions.Expect(answer).ToContainTextAsync(words["try.given"].Replace("{agent}", name, StringComparison.Ordinal));
        await Assertions.Expect(answer).ToContainTextAsync("Ningbo");
        await page.Shoot($"routing/who-serves-{shot.Language}-{shot.Width}");
        await panel.ScrollIntoViewIfNeededAsync();
        await page.Shoot($"routing/try-{shot.Language}-{shot.Width}");
        await page.ShouldBeAccessible("the panel to try it");
    }

    private static async Task Chooses(Guest guest, AgentClient elif, string care, Words words, (string Language, int Width) shot)
    {
        await guest.Opens();
        var list = guest.Window.GetByRole(AriaRole.Group);
        await Assertions.Expect(list.GetByRole(AriaRole.Button)).ToHaveCountAsync(2);
        await Assertions.Expect(list.GetByRole(AriaRole.Button, new() { Name = "After-sales" })).ToBeDisabledAsync();
        await guest.Page.Shoot($"routing/list-{shot.Language}-{shot.Width}");
        await guest.Page.ShouldBeAccessible("the list to choose from");
        // Somebody comes into the department: its light goes on by itself.
        var both = (await elif.Get($"/api/agents/{elif.Id}")).Should(200)["departments"]!.AsArray().Select(d => d!.GetValue<string>()).Append(care);
        (await elif.Patch($"/api/agents/{elif.Id}", new { departments = both })).Should(200);
        await Assertions.Expect(list.GetByRole(AriaRole.Button, new() { Name = "After-sales" })).ToBeEnabledAsync();
        // Their names are hidden: gone from the open window, and back.
        await HidesDepartments(elif, true);
        await Assertions.Expect(guest.Window.GetByText("After-sales")).ToHaveCountAsync(0);
        await HidesDepartments(elif, false);
        await list.GetByRole(AriaRole.Button, new() { Name = "After-sales" }).ClickAsync();
        await Assertions.Expect(guest.Window.GetByRole(AriaRole.Button, new() { Name = words["widget.choose.change"] })).ToBeVisibleAsync();
        await guest.Page.Shoot($"routing/chosen-{shot.Language}-{shot.Width}");
        await guest.Starts("Mina");
        await guest.Say("Hello");
        await guest.Reads("Hello");
    }

    private static async Task HidesDepartments(AgentClient elif, bool hide)
    {
        var site = (await elif.Get("/api/sites")).Should(200)["items"]![0]!["id"]!.GetValue<string>();
        var routing = JsonNode.Parse((await elif.Get($"/api/sites/{site}/routing")).Should(200).Text)!;
        routing["hideDepartments"] = hide;
        (await elif.Put($"/api/sites/{site}/routing", routing)).Should(200);
    }

    private static async Task ReadsWhy(Desk desk, House house, string name, Words words, (string Language, int Width) shot)
    {
        var page = desk.Page;
        await page.GotoAsync($"{house.Url}/console/conversations");
        await desk.Accept("Mina");
        var why = words["why.title"].Replace("{agent}", name, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = why }).ClickAsync();
        var story = page.GetByRole(AriaRole.Dialog, new() { Name = why });
        await Assertions.Expect(story).ToContainTextAsync(words["why.rule_wantedDepartment"].Replace("{departments}", "After-sales", StringComparison.Ordinal));
        await page.Shoot($"routing/why-{shot.Language}-{shot.Width}");
        await page.ShouldBeAccessible("why this agent");
    }

    private static async Task<string> Department(AgentClient elif, string name)
    {
        var id = Guid.CreateVersion7().ToString();
        (await elif.Post("/api/departments", new { id, name, order = name == "Sales" ? 9 : 1 })).Should(201);
        return id;
    }

    private static async Task Pick(IPage page, ILocator field, params string[] what)
    {
        foreach (var one in what)
        {
            await field.FillAsync(one);
            await page.GetByRole(AriaRole.Option).Filter(new() { HasText = one == "宁波" ? "Ningbo" : one }).First.ClickAsync();
        }

        await field.PressAsync("Escape");
    }
}
