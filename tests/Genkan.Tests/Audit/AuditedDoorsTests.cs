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
        ["PUT /api/settings/agents"] = async shop => (await shop.Nora.Put("/api/settings/agents", new { initialStatus = "busy" })).Should(200),
        ["PUT /api/settings/conversations"] = async shop => (await shop.Nora.Put("/api/settings/conversations", new { typingPreview = false })).Should(200),
        ["POST /api/sites"] = shop => shop.NewSite("Added"),
        ["PATCH /api/sites/{id:guid}"] = async shop => (await shop.Nora.Patch($"/api/sites/{shop.Site}", new { greeting = new { text = new { tr = "Merhaba" } } })).Should(200),
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
    public void Every_kind_is_one_some_door_leaves() =>
        AuditKinds.All.Except(Doors().SelectMany(door => door.Audited?.Kinds ?? []), StringComparer.Ordinal).ShouldBeEmpty();

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

    private static ByteArrayContent Picture()
    {
        var content = new ByteArrayContent(Png);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        return content;
    }
}
