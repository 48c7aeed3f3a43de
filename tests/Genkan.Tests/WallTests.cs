using System.Net;
using Genkan.Doors;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests;

/// <summary>Two organisations on one installation: through no door does one reach the other.</summary>
[Requirement("SP-07", "SP-09")]
public sealed class WallTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task No_endpoint_opens_with_an_id_of_the_other_organisation()
    {
        var rivals = await shop.TheRivals();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var message = (await shop.Nora.Say(visitor.Conversation, "Ours alone")).Should(201).Id;
        var left = await ALeftMessage();
        var ids = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["conversations"] = visitor.Conversation,
            ["messages"] = message,
            ["sites"] = shop.Site,
            ["agents"] = shop.Nora.Id,
            ["leftmessages"] = left,
            ["departments"] = await shop.ADepartment("Ours alone"),
            ["statuses"] = await shop.AStatus("Ours alone"),
            ["keys"] = (await shop.Nora.Post("/api/keys", new { name = "ours" })).Should(201).Id,
        };

        var tried = 0;
        foreach (var (method, path, template) in StaffDoorsWithIds(ids))
        {
            tried++;
            var answer = await rivals.Rita.Send(new HttpMethod(method), path, DoorMap.BodyFor(method, template));
            ((int)answer.Status).ShouldBeOneOf([404, 422], $"{template}: {answer}");
            answer.Text.ShouldNotContain("Ours alone");
        }

        tried.ShouldBeGreaterThan(15);
        (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["state"]!.GetValue<string>().ShouldBe("inChat");
        (await shop.Nora.Messages(visitor.Conversation)).Should(200).Text.ShouldContain("Ours alone");
        (await shop.Nora.Get("/api/sites")).Should(200).Text.ShouldContain(shop.SiteKey);
    }

    [Fact]
    public async Task Lists_and_streams_hold_only_ones_own()
    {
        var rivals = await shop.TheRivals();
        await using var stream = await rivals.Rita.Listen();
        var visitor = await shop.AVisitorIsWaiting();
        await shop.ADepartment("Ours alone, too");
        await shop.AStatus("Ours alone, too");
        var theirs = await shop.AVisitorOf(rivals);
        (await theirs.Starts("Rosa")).Should(201);
        await stream.Next("conversation.started");

        stream.Heard.ShouldNotContain(frame => frame.Data.ToJsonString().Contains(visitor.Conversation, StringComparison.Ordinal));
        foreach (var path in new[] { "/api/desk", "/api/agents", "/api/sites", "/api/conversations", "/api/leftmessages", "/api/keys", "/api/departments", "/api/statuses" })
        {
            var list = (await rivals.Rita.Get(path)).Should(200).Text;
            list.ShouldNotContain(visitor.Conversation);
            list.ShouldNotContain(shop.Nora.Id);
            list.ShouldNotContain(shop.SiteKey);
            list.ShouldNotContain("Ours alone");
        }
    }

    [Fact]
    public async Task A_visitors_token_opens_no_other_conversation()
    {
        var mina = await shop.NoraIsTalkingToAVisitor();
        var other = await shop.NoraIsTalkingToAVisitor();
        var path = $"/visitor/conversations/{mina.Conversation}";

        (await other.Get(path)).ShouldRefuse(404, "not_found");
        (await other.Get($"{path}/messages")).ShouldRefuse(404, "not_found");
        (await other.Post($"{path}/messages", new { id = Ids.New(), text = "Let me in" })).ShouldRefuse(404, "not_found");
        (await other.Post($"{path}/end")).ShouldRefuse(404, "not_found");
        (await other.Put($"{path}/marks", new { read = 1 })).ShouldRefuse(404, "not_found");
        (await mina.Messages()).Text.ShouldNotContain("Let me in");
    }

    [Fact]
    public async Task A_forged_token_opens_nothing()
    {
        var mina = await shop.NoraIsTalkingToAVisitor();
        var token = mina.Token!;
        foreach (var forged in new[] { "", "x", token[..^2] + (token[^2..] == "aa" ? "bb" : "aa"), token + "a", new string('A', 900) })
        {
            var stranger = new VisitorClient(shop.Server.Url, shop.SiteKey) { Token = forged };
            (await stranger.Get($"/visitor/conversations/{mina.Conversation}")).ShouldRefuse(401, "token_invalid");
        }
    }

    [Fact]
    public async Task Without_a_credential_every_door_that_wants_one_stays_shut()
    {
        var nobody = new AgentClient(shop.Server.Url);
        var doors = shop.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        var tried = 0;
        foreach (var door in doors.Where(door => door.Metadata.GetMetadata<Access>() is { Anyone: false }))
        {
            var method = door.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var path = DoorMap.FillIn(door.RoutePattern.RawText!, new Dictionary<string, string>(StringComparer.Ordinal));
            var answer = await nobody.Send(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : "{}");
            answer.Status.ShouldBe(HttpStatusCode.Unauthorized, $"{method} {path}: {answer}");
            tried++;
        }

        tried.ShouldBeGreaterThan(25);
    }

    [Fact, Requirement("AD-01", "AD-10")]
    public async Task An_agent_gets_into_no_admins_door()
    {
        var walt = await shop.Walt();
        var doors = shop.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>();
        var tried = 0;
        foreach (var door in doors)
        {
            var access = door.Metadata.GetMetadata<Access>();
            if (access is not ({ InstallationOwner: true } or { Needs: Permission.AgentsManage or Permission.SitesManage or Permission.SettingsManage }))
            {
                continue;
            }

            var method = door.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods[0] ?? "GET";
            var path = DoorMap.FillIn(door.RoutePattern.RawText!, new Dictionary<string, string>(StringComparer.Ordinal) { ["agents"] = walt.Id, ["sites"] = shop.Site });
            (await walt.Send(new HttpMethod(method), path, method is "GET" or "DELETE" ? null : "{}")).ShouldRefuse(403, "not_allowed");
            tried++;
        }

        tried.ShouldBeGreaterThan(8);
    }

    [Fact]
    public async Task Another_sites_page_cannot_act_with_the_agents_cookie()
    {
        var visitor = await shop.AVisitorIsWaiting();
        var path = $"/api/conversations/{visitor.Conversation}/accept";

        foreach (var headers in new Dictionary<string, string>[]
        {
            new(StringComparer.Ordinal) { ["Sec-Fetch-Site"] = "cross-site" },
            new(StringComparer.Ordinal) { ["Sec-Fetch-Site"] = "same-site" },
            new(StringComparer.Ordinal) { ["Sec-Fetch-Site"] = "", ["Origin"] = "https://evil.example" },
        })
        {
            (await shop.Nora.Send(HttpMethod.Post, path, null, headers)).ShouldRefuse(403, "cross_site");
        }

        (await shop.Nora.Send(HttpMethod.Post, path)).Should(200);
    }

    private async Task<string> ALeftMessage()
    {
        var visitor = await shop.AVisitor();
        return (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", email = "mina@example.com", text = "Call me" })).Should(201).Id;
    }

    private IEnumerable<(string Method, string Path, string Template)> StaffDoorsWithIds(Dictionary<string, string> ids) =>
        from door in shop.Server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        where door.Metadata.GetMetadata<Access>() is { Staff: true, InstallationOwner: false } && door.RoutePattern.Parameters.Count > 0
        from method in door.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods ?? ["GET"]
        select (method, DoorMap.FillIn(door.RoutePattern.RawText!, ids), $"{method} {door.RoutePattern.RawText}");
}
