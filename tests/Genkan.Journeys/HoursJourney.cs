using System.Text;

namespace Genkan.Journeys;

/// <summary>Business hours in the management centre: a week, holidays from a file, who keeps it, open or closed now.</summary>
public sealed class HoursJourney(Browsers browsers) : NorasShop
{
    [Theory]
    [InlineData("en", 1280, ColorScheme.Light)]
    [InlineData("tr", 1280, ColorScheme.Dark)]
    [InlineData("ja", 390, ColorScheme.Light)]
    public async Task An_admin_keeps_a_calendar_with_the_keyboard_alone(string language, int width, ColorScheme look)
    {
        var words = Words.In(language);
        await using var context = await browsers.Chromium.NewContextAsync(new() { Locale = language, ColorScheme = look, TimezoneId = "Europe/Istanbul", ViewportSize = new() { Width = width, Height = 900 } });
        (await context.APIRequest.PostAsync($"{Server.Url}api/session", new() { DataObject = new { email = Email, password = Password } })).Status.ShouldBe(200);
        (await context.APIRequest.PostAsync($"{Server.Url}api/sites", new() { DataObject = new { id = Guid.CreateVersion7(), name = "Tea shop" } })).Status.ShouldBe(201);
        (await context.APIRequest.PostAsync($"{Server.Url}api/departments", new() { DataObject = new { id = Guid.CreateVersion7(), name = "Sales" } })).Status.ShouldBe(201);
        var page = await context.NewPageAsync();
        await page.GotoAsync($"{Server.Url}console/manage/hours");
        await Assertions.Expect(page.GetByText(words["manage.hours_none"])).ToBeVisibleAsync();
        await page.Shoot($"hours/none-{language}-{width}");

        await page.GetByRole(AriaRole.Link, new() { Name = words["manage.hours_add"] }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Textbox, new() { Name = words["manage.its_name"], Exact = true }).FillAsync("Çayhane");
        await Choose(page, words["manage.hours_sites"], "Tea shop");
        await Choose(page, words["manage.hours_departments"], "Sales");
        var saturday = page.Locator("fieldset").Nth(5);
        await saturday.GetByRole(AriaRole.Button).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await saturday.Locator("input[type=time]").First.FillAsync("20:00");
        await saturday.Locator("input[type=time]").Last.FillAsync("02:00");
        await page.SetInputFilesAsync("input[type=file]", new FilePayload { Name = "holidays.ics", MimeType = "text/calendar", Buffer = Encoding.UTF8.GetBytes(Holidays) });
        await Assertions.Expect(page.GetByRole(AriaRole.Status).Filter(new() { HasText = "2" })).ToBeVisibleAsync();

        // The end comes before the beginning: said there, and nothing is sent.
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.hours_add"], Exact = true }).ClickAsync();
        await Assertions.Expect(saturday.GetByRole(AriaRole.Alert)).ToContainTextAsync(words["field.hours_end_before_begin"]);
        await page.Shoot($"hours/refused-{language}-{width}");
        await saturday.GetByRole(AriaRole.Checkbox).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.ShouldBeAccessible("a new calendar");
        await page.GetByRole(AriaRole.Button, new() { Name = words["manage.hours_add"], Exact = true }).ClickAsync();

        var row = page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Çayhane" });
        await Assertions.Expect(row).ToContainTextAsync("Tea shop, Sales");
        await page.Shoot($"hours/list-{language}-{width}");
        await page.ShouldBeAccessible("the list of calendars");
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await Assertions.Expect(page.Locator("fieldset").Nth(5).GetByRole(AriaRole.Checkbox)).ToBeCheckedAsync();
        await Assertions.Expect(page.Locator("input[type=date]")).ToHaveCountAsync(2);
        await page.Shoot($"hours/calendar-{language}-{width}");
    }

    private static readonly string Holidays = string.Join("\r\n", [
        "BEGIN:VCALENDAR", "VERSION:2.0",
        "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20991029", "DTEND;VALUE=DATE:20991030", "SUMMARY:Cumhuriyet Bayramı", "END:VEVENT",
        "BEGIN:VEVENT", "DTSTART;VALUE=DATE:20990101", "SUMMARY:Yılbaşı", "END:VEVENT",
        "END:VCALENDAR"]);

    private static async Task Choose(IPage page, string label, string what)
    {
        var field = page.GetByRole(AriaRole.Combobox, new() { Name = label });
        await field.FocusAsync();
        await field.FillAsync(what);
        await page.Keyboard.PressAsync("ArrowDown");
        await page.Keyboard.PressAsync("Enter");
        await page.Keyboard.PressAsync("Escape");
    }
}
