using System.Text.RegularExpressions;

namespace Genkan.Journeys;

/// <summary>From an empty folder to a staffed desk, in the browser alone.</summary>
public sealed class PeopleJourney(Browsers browsers)
{
    private const string Password = "a quiet river at night";

    [Fact, Requirement("AD-03", "AD-04", "AD-11", "ST-01", "ST-22", "LP-05")]
    public async Task The_first_one_sets_up_invites_another_and_both_sign_in()
    {
        var words = Words.In("en");
        await using var server = await ServerProcess.Start(ServerProcess.FreePort(), []);
        await using var owner = await Desk.AtTheDoor(browsers, $"{server.Url}console/", words);
        var code = Regex.Match(server.Said, @"\b[A-Z0-9]{5}(-[A-Z0-9]{5})+\b", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Value;
        code.ShouldNotBeEmpty(server.Said);
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["console.setup_code"] }).FillAsync(code);
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["console.organisation"], Exact = true }).FillAsync("Riverside Shoes");
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["console.your_name"], Exact = true }).FillAsync("Nora");
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["console.email"], Exact = true }).FillAsync("nora@shoes.example");
        await owner.Page.Locator("input[type=password]").FillAsync(Password);
        await owner.Page.Shoot("people/1-setup");
        await owner.Page.ShouldBeAccessible("the set-up");
        await owner.Page.GetByRole(AriaRole.Button, new() { Name = words["console.setup_do"] }).ClickAsync();
        await Assertions.Expect(owner.List).ToBeVisibleAsync();
        await owner.Page.Shoot("people/2-empty-desk");

        var invitation = await Invite(owner, server);
        await using var walt = await Desk.AtTheDoor(browsers, invitation, words);
        await walt.Page.Locator("input[type=password]").FillAsync(Password);
        await walt.Page.Shoot("people/4-join");
        await walt.Page.GetByRole(AriaRole.Button, new() { Name = words["console.join_do"] }).ClickAsync();
        await Assertions.Expect(walt.List).ToBeVisibleAsync();
        await Assertions.Expect(walt.Page.GetByRole(AriaRole.Link, new() { Name = words["console.manage"] })).ToHaveCountAsync(0);

        // The link is used up.
        await using var stranger = await Desk.AtTheDoor(browsers, invitation, words);
        await Assertions.Expect(stranger.Page.GetByText(words["console.join_invalid_title"])).ToBeVisibleAsync();
    }

    [Fact, Requirement("Q-10", "Q-09", "N-01", "N-05")]
    public async Task Of_two_agents_who_take_the_same_visitor_one_is_told_politely()
    {
        var words = Words.In("en");
        await using var house = await House.Open();
        await house.WaitsInThePool();
        var others = (await (await house.Elif("offline")).Get("/api/agents")).Should(200)["items"]!.AsArray();
        var email = others.Select(agent => agent!["email"]!.GetValue<string>()).First(address => address != "elif@saka.example");
        await using var elif = await Desk.SignedIn(browsers, house, words);
        await using var other = await Desk.SignedIn(browsers, house, words, email);
        await using var guest = await Guest.Visits(browsers.Chromium, house, words);
        await guest.Opens();
        await guest.Starts("Mina");
        await guest.Say("who takes me?");
        await elif.Popup("Mina");
        await other.Popup("Mina");
        await elif.Page.Shoot("people/5-waiting");

        await Task.WhenAll(Tries(elif), Tries(other));

        await Until.True(
            async () => await elif.Composer.CountAsync() + await other.Composer.CountAsync() == 1
                && await elif.Row("Mina").CountAsync() + await other.Row("Mina").CountAsync() == 1,
            () => "one has the talk, and it is in no other list");
        var (winner, loser) = await elif.Composer.CountAsync() == 1 ? (elif, other) : (other, elif);
        await winner.Say("I do");
        await guest.Reads("I do");
        await loser.Page.Shoot("people/6-too-late");
    }

    /// <summary>The row of the one who is slower may be gone before the click lands.</summary>
    private static async Task Tries(Desk desk)
    {
        try
        {
            await desk.Row("Mina").ClickAsync(new() { Timeout = 5_000 });
        }
        catch (TimeoutException)
        {
            await Assertions.Expect(desk.Row("Mina")).ToHaveCountAsync(0);
        }
    }

    private static async Task<string> Invite(Desk owner, ServerProcess server)
    {
        var words = owner.Words;
        await owner.Page.GotoAsync($"{server.Url}console/manage/agents/new");
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.name"], Exact = true }).FillAsync("Walt");
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.user_name"], Exact = true }).FillAsync("walt");
        await owner.Page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.email"], Exact = true }).FillAsync("walt@shoes.example");
        await owner.Page.Shoot("people/3-invite");
        await owner.Page.Locator("form button[type=submit]").ClickAsync();
        var link = owner.Page.Locator("code").Filter(new() { HasText = "/join#" });
        await Assertions.Expect(link).ToBeVisibleAsync();
        return (await link.InnerTextAsync()).Trim();
    }
}
