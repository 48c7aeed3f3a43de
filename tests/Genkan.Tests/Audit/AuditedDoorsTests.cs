using System.Net.Http.Headers;
using Genkan.Audit;
using Genkan.Doors;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Audit;

/// <summary>
/// Walks every door of the staff that changes something. Each says what it leaves in the trail, and is then used to see that it does:
/// a new door without its entry, or without a scene here, fails.
/// </summary>
[Requirement("SP-14")]
public sealed class AuditedDoorsTests(Shop shop) : IClassFixture<Shop>
{
    private static readonly byte[] Png = Convert.FromBase64String(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");

    /// <summary>How each door is used once, with the entries it declares as the outcome.</summary>
    private static readonly Dictionary<string, Func<Shop, Task>> Scenes = new(StringComparer.Ordinal)
    {
        // Done when the shop opened.
        ["POST /api/setup"] = _ => Task.CompletedTask,
        ["POST /api/session"] = async shop =>
        {
            await shop.Agent("session-begun");
            (await shop.TriesToSignIn(new { email = "session-begun@shop.example", password = "not the password" })).Should(401);
        },
        ["DELETE /api/session"] = async shop => (await (await shop.Agent("session-ended")).Delete("/api/session")).ShouldSucceed(),
        ["PUT /api/me/password"] = async shop =>
            (await (await shop.Agent("password")).Put("/api/me/password", new { current = Shop.Password, password = "another password 71" })).ShouldSucceed(),
        ["POST /api/keys"] = async shop => (await shop.Nora.Post("/api/keys", new { name = "Orders" })).Should(201),
        ["DELETE /api/keys/{id:guid}"] = async shop =>
            (await shop.Nora.Delete($"/api/keys/{(await shop.Nora.Post("/api/keys", new { name = "Orders" })).Should(201).Id}")).ShouldSucceed(),
        ["POST /api/organisations"] = shop => shop.TheRivals(),
        ["PATCH /api/organisation"] = async shop => (await shop.Nora.Patch("/api/organisation", new { name = "The Shop" })).Should(200),
        ["POST /api/invitations/accept"] = async shop =>
        {
            var (_, token) = await shop.Nora.Invites("ivy", "ivy@shop.example");
            (await new AgentClient(shop.Server.Url).Post("/api/invitations/accept", new { token, password = Shop.Password })).Should(200);
        },
        ["POST /api/agents"] = shop => shop.Agent("added"),
        ["PATCH /api/agents/{id:guid}"] = async shop => (await shop.Nora.Patch($"/api/agents/{(await shop.Walt()).Id}", new { disabled = true })).Should(200),
        ["DELETE /api/agents/{id:guid}"] = async shop => (await shop.Nora.Delete($"/api/agents/{(await shop.Agent("removed")).Id}")).ShouldSucceed(),
        ["POST /api/agents/{id:guid}/invitation"] = async shop =>
            (await shop.Nora.Post($"/api/agents/{(await shop.Nora.Invites("ike", "ike@shop.example")).Agent}/invitation")).Should(201),
        ["PATCH /api/me"] = async shop => (await (await shop.Ada()).Patch("/api/me", new { nickname = "Addie" })).Should(200),
        ["PUT /api/me/avatar"] = async shop => (await (await shop.Ada()).Put("/api/me/avatar", Picture())).Should(200),
        ["DELETE /api/me/avatar"] = async shop =>
        {
            (await (await shop.Ada()).Put("/api/me/avatar", Picture())).Should(200);
            (await (await shop.Ada()).Delete("/api/me/avatar")).Should(200);
        },
        ["PUT /api/agents/{id:guid}/avatar"] = async shop => (await shop.Nora.Put($"/api/agents/{(await shop.Ada()).Id}/avatar", Picture())).Should(200),
        ["DELETE /api/agents/{id:guid}/avatar"] = async shop =>
        {
            (await shop.Nora.Put($"/api/agents/{(await shop.Ada()).Id}/avatar", Picture())).Should(200);
            (await shop.Nora.Delete($"/api/agents/{(await shop.Ada()).Id}/avatar")).Should(200);
        },
        ["POST /api/departments"] = shop => shop.ADepartment("Added"),
        ["PATCH /api/departments/{id:guid}"] = async shop => (await shop.Nora.Patch($"/api/departments/{await shop.ADepartment("Changed")}", new { order = 5 })).Should(200),
        ["DELETE /api/departments/{id:guid}"] = async shop => (await shop.Nora.Delete($"/api/departments/{await shop.ADepartment("Removed")}")).ShouldSucceed(),
        ["POST /api/statuses"] = shop => shop.AStatus("Added"),
        ["PATCH /api/statuses/{key}"] = async shop => (await shop.Nora.Patch("/api/statuses/busy", new { transfer = false })).Should(200),
        ["DELETE /api/statuses/{key}"] = async shop => (await shop.Nora.Delete($"/api/statuses/{await shop.AStatus("Removed")}")).ShouldSucceed(),
        ["PUT /api/settings/agents"] = async shop => (await shop.Nora.Put("/api/settings/agents", new { initialStatus = "busy" })).Should(200),
        ["PUT /api/settings/routing"] = async shop => (await shop.Nora.Put("/api/settings/routing", new { chat = "pool", choice = "inTurn" })).Should(200),
        ["PUT /api/sites/{site:guid}/routing"] = async shop => (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", new { skills = new[] { "kilns" } })).Should(200),
        ["PUT /api/departments/{department:guid}/routing"] = async shop =>
            (await shop.Nora.Put($"/api/departments/{await shop.ADepartment("Queued")}/routing", new { queueLimit = 5 })).Should(200),
        ["POST /api/conversations/{conversation:guid}/close"] = async shop =>
            (await shop.Nora.Post($"/api/conversations/{(await shop.AVisitorIsWaiting((await shop.NewSite("Hanging")).Key)).Conversation}/close")).Should(200),
        ["PUT /api/settings/conversations"] = async shop => (await shop.Nora.Put("/api/settings/conversations", new { typingPreview = false })).Should(200),
        ["PUT /api/settings/leftmessages"] = async shop => (await shop.Nora.Put("/api/settings/leftmessages", new { answeredBy = "admins" })).Should(200),
        ["PUT /api/settings/security"] = async shop =>
        {
            (await shop.Nora.Put("/api/settings/security", new { secondFactorRequired = true })).Should(200);
            (await shop.Nora.Put("/api/settings/security", new { secondFactorRequired = false })).Should(200);
        },
        ["POST /api/me/second-factor/confirm"] = async shop => await (await shop.Agent("factor-on")).SetsUpASecondFactor(shop),
        ["DELETE /api/me/second-factor"] = async shop =>
        {
            var person = await shop.Agent("factor-off");
            await person.SetsUpASecondFactor(shop);
            await person.ProvesThemselves();
            (await person.Delete("/api/me/second-factor")).ShouldSucceed();
        },
        ["POST /api/me/recovery-codes"] = async shop =>
        {
            var person = await shop.Agent("codes");
            await person.SetsUpASecondFactor(shop);
            await person.ProvesThemselves();
            (await person.Post("/api/me/recovery-codes")).ShouldSucceed();
        },
        ["POST /api/session/second"] = async shop =>
        {
            var (app, _) = await (await shop.Agent("second-step")).SetsUpASecondFactor(shop);
            var door = new AgentClient(shop.Server.Url);
            var ticket = await door.TakesTheFirstStep("second-step@shop.example");
            (await door.Post("/api/session/second", new { ticket, code = app.Code() })).Should(200);
        },
        ["POST /api/session/second/confirm"] = async shop =>
        {
            await shop.Agent("led");
            (await shop.Nora.Put("/api/settings/security", new { secondFactorRequired = true })).Should(200);
            var door = new AgentClient(shop.Server.Url);
            var ticket = await door.TakesTheFirstStep("led@shop.example", "second_factor_setup");
            var begun = (await door.Post("/api/session/second/setup", new { ticket })).Should(200);
            var app = new Authenticator(begun["secret"]!.GetValue<string>(), shop.Clock);
            (await door.Post("/api/session/second/confirm", new { ticket, code = app.Code() })).Should(200);
            (await shop.Nora.Put("/api/settings/security", new { secondFactorRequired = false })).Should(200);
        },
        ["DELETE /api/agents/{id:guid}/second-factor"] = async shop =>
        {
            var person = await shop.Agent("factor-reset");
            await person.SetsUpASecondFactor(shop);
            await shop.Nora.ProvesThemselves();
            (await shop.Nora.Delete($"/api/agents/{person.Id}/second-factor")).ShouldSucceed();
        },
        ["DELETE /api/agents/{id:guid}/sessions"] = async shop => (await shop.Nora.Delete($"/api/agents/{(await shop.Agent("shown-out")).Id}/sessions")).ShouldSucceed(),
        ["DELETE /api/me/sessions"] = async shop =>
        {
            await shop.Agent("elsewhere");
            (await (await shop.Agent("elsewhere")).Delete("/api/me/sessions")).ShouldSucceed();
        },
        ["DELETE /api/me/sessions/{id:guid}"] = async shop =>
        {
            await shop.Agent("one-elsewhere");
            var here = await shop.Agent("one-elsewhere");
            var other = (await here.Get("/api/me/security")).Should(200)["sessions"]!.AsArray().First(s => s!["current"]?.GetValue<bool>() != true)!;
            (await here.Delete($"/api/me/sessions/{other["id"]}")).ShouldSucceed();
        },
        ["POST /api/session/device"] = async shop =>
        {
            await shop.Agent("remembered");
            var laptop = new AgentClient(shop.Server.Url);
            (await laptop.Post("/api/session", new { email = "remembered@shop.example", password = Shop.Password, remember = true })).Should(200);
            // The browser still holds the session this one takes the place of.
            (await laptop.Post("/api/session/device", new { })).Should(200);
        },
        ["POST /api/me/passkeys"] = shop => AKey(shop, "key-added"),
        ["DELETE /api/me/passkeys/{id:guid}"] = async shop =>
        {
            var person = await AKey(shop, "key-removed");
            var key = (await person.Get("/api/me/security")).Should(200)["passkeys"]![0]!["id"]!.GetValue<string>();
            (await person.Delete($"/api/me/passkeys/{key}")).ShouldSucceed();
        },
        ["POST /api/session/passkey"] = async shop =>
        {
            using var key = new SecurityKey(shop.Server.Url.GetLeftPart(UriPartial.Authority));
            await AKey(shop, "key-used", key);
            var door = new AgentClient(shop.Server.Url);
            var asked = (await door.Post("/api/session/passkey/options")).Should(200);
            (await door.Post("/api/session/passkey", new { ticket = asked["ticket"]!.GetValue<string>(), credential = key.Answer(asked["options"]!) })).Should(200);
        },
        ["PUT /api/settings/signin"] = async shop =>
        {
            (await shop.Nora.Put("/api/settings/signin", new { by = "email" })).Should(200);
            (await shop.Nora.Put("/api/settings/signin", new { by = "both" })).Should(200);
        },
        ["PATCH /api/installation"] = async shop =>
        {
            (await shop.Nora.Patch("/api/installation", new { registration = true })).Should(200);
            (await shop.Nora.Patch("/api/installation", new { registration = false })).Should(200);
        },
        ["POST /api/passwords/reset"] = async shop =>
        {
            var person = await shop.Agent("forgetful");
            var account = Guid.Parse((await shop.Stored($"SELECT CAST(account AS text) FROM agents_agents WHERE id = '{person.Id}'")).Single());
            var token = await shop.Server.Services.GetRequiredService<Genkan.Storage.IStorage>().WriteInstallation(tx => Genkan.Administration.Resets.Make(tx, account));
            (await new AgentClient(shop.Server.Url).Post("/api/passwords/reset", new { token, password = "an entirely new one 42" })).ShouldSucceed();
        },
        // Needs a mail server, and leaves its entry in the new organisation's trail: RegisterTests looks there.
        ["POST /api/registrations/confirm"] = _ => Task.CompletedTask,
        ["POST /api/sites"] = shop => shop.NewSite("Added"),
        ["PATCH /api/sites/{id:guid}"] = async shop => (await shop.Nora.Patch($"/api/sites/{shop.Site}", new { greeting = new { text = new { tr = "Merhaba" } } })).Should(200),
        ["POST /api/calendars"] = async shop => (await shop.Nora.Post("/api/calendars", Hours.CalendarTests.Office())).Should(201),
        ["PATCH /api/calendars/{id:guid}"] = async shop =>
            (await shop.Nora.Patch($"/api/calendars/{(await shop.Nora.Post("/api/calendars", Hours.CalendarTests.Office())).Should(201).Id}", new { name = "Other hours" })).Should(200),
        ["DELETE /api/calendars/{id:guid}"] = async shop =>
            (await shop.Nora.Delete($"/api/calendars/{(await shop.Nora.Post("/api/calendars", Hours.CalendarTests.Office())).Should(201).Id}")).ShouldSucceed(),
        ["PUT /api/departments/{id:guid}/hours"] = async shop =>
        {
            var department = (await shop.Nora.Post("/api/departments", new { id = Ids.New(), name = "Open at times" })).Should(201).Id;
            var calendar = (await shop.Nora.Post("/api/calendars", Hours.CalendarTests.Office())).Should(201).Id;
            (await shop.Nora.Put($"/api/departments/{department}/hours", new { calendar })).Should(200);
        },
        ["PUT /api/sites/{id:guid}/hours"] = async shop =>
            (await shop.Nora.Put($"/api/sites/{shop.Site}/hours", new { calendar = (await shop.Nora.Post("/api/calendars", Hours.CalendarTests.Office())).Should(201).Id })).Should(200),
        ["DELETE /api/sites/{id:guid}"] = async shop => (await shop.Nora.Delete($"/api/sites/{(await shop.NewSite("Removed")).Id}")).ShouldSucceed(),
    };

    [Fact]
    public void Every_door_of_the_staff_that_changes_something_says_what_it_leaves_in_the_trail() =>
        Doors().Where(door => door.Audited is null || (door.Audited.Kinds.Count == 0 && string.IsNullOrWhiteSpace(door.Audited.Why))).Select(door => door.Name).ShouldBeEmpty();

    [Fact]
    public void There_are_doors_to_look_at() => Doors().Count(door => door.Audited?.Kinds.Count > 0).ShouldBeGreaterThan(20);

    [Fact]
    public async Task Each_leaves_what_it_says()
    {
        var silent = new List<string>();
        foreach (var door in Doors().Where(door => door.Audited?.Kinds.Count > 0))
        {
            if (!Scenes.TryGetValue(door.Name, out var scene))
            {
                silent.Add($"{door.Name} has no scene in AuditedDoorsTests");
                continue;
            }

            // So many people signing in from one address in one minute would be asked to wait.
            shop.Clock.Advance(TimeSpan.FromMinutes(1));
            var from = door.Name == "POST /api/setup" ? 0 : await Head();
            await scene(shop);
            var kinds = await KindsSince(from);
            silent.AddRange(door.Audited!.Kinds.Where(kind => !kinds.Contains(kind) && kind != AuditKinds.OrganisationFounded).Select(kind => $"{door.Name} left no {kind}"));
        }

        silent.ShouldBeEmpty();
        (await shop.Nora.Get("/api/audit/check")).Should(200)["whole"]!.GetValue<bool>().ShouldBeTrue();
        // Founding stands at the beginning of each trail.
        var rivals = (await (await shop.TheRivals()).Rita.Get("/api/audit?kind=organisation.founded")).Should(200)["items"]!.AsArray();
        rivals.Single()!["seq"]!.GetValue<long>().ShouldBe(1);
    }

    [Fact]
    public void Every_kind_is_one_some_door_leaves_or_the_restore() =>
        AuditKinds.All.Except(Doors().SelectMany(door => door.Audited?.Kinds ?? []), StringComparer.Ordinal).ShouldBe([AuditKinds.BackupRestored]);

    private async Task<long> Head() => (await shop.Nora.Get("/api/audit?limit=1")).Should(200)["entries"]!.GetValue<long>();

    private async Task<IReadOnlyList<string>> KindsSince(long seq) =>
        [.. (await shop.Nora.Get("/api/audit?limit=200")).Should(200)["items"]!.AsArray().Where(e => e!["seq"]!.GetValue<long>() > seq).Select(e => e!["kind"]!.GetValue<string>())];

    private IReadOnlyList<(string Name, AuditedDoor? Audited)> Doors() =>
        [.. from endpoint in shop.Server.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            let access = endpoint.Metadata.GetMetadata<Access>()
            where access is { Staff: true } || (access is { Anyone: true } && endpoint.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal))
            from method in endpoint.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? []
            where method is not ("GET" or "HEAD")
            select ($"{method} {endpoint.RoutePattern.RawText}", endpoint.Metadata.GetMetadata<AuditedDoor>())];

    private static async Task<AgentClient> AKey(Shop shop, string userName, SecurityKey? held = null)
    {
        var person = await shop.Agent(userName);
        await person.ProvesThemselves();
        var asked = (await person.Post("/api/me/passkeys/options")).Should(200);
        using var own = held is null ? new SecurityKey(shop.Server.Url.GetLeftPart(UriPartial.Authority)) : null;
        var credential = (held ?? own!).Make(asked["options"]!);
        (await person.Post("/api/me/passkeys", new { name = "Telephone", ticket = asked["ticket"]!.GetValue<string>(), credential })).Should(201);
        return person;
    }

    private static ByteArrayContent Picture()
    {
        var content = new ByteArrayContent(Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }
}
