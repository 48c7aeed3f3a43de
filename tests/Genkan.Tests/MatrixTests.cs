using Genkan.Doors;
using static Genkan.Tests.Cast.DoorMap;

namespace Genkan.Tests;

/// <summary>
/// Every door × everybody who might knock. What is expected is worked out from what the door declares, with ids of the
/// shop's own things in the paths: a door somebody adds is tried without a line here.
/// </summary>
[Requirement("SP-07", "SP-09")]
public sealed class MatrixTests(Shop shop) : IClassFixture<Shop>
{
    /// <summary>Not a JSON document: a door that lets one in refuses this at its threshold, and nothing is done.</summary>
    private const string NoBody = "{\"half";

    [Fact]
    public async Task Every_door_opens_for_whom_it_declares_and_for_nobody_else()
    {
        var scene = await Scene.Set(shop);
        var faults = new List<string>();
        var tried = 0;
        foreach (var door in DoorsOf(shop.Server).Where(d => !d.Access.Anyone))
        {
            foreach (var caller in scene.Callers)
            {
                if (await Knock(door, caller, scene) is { } answer)
                {
                    tried++;
                    if (FaultOf(door, caller, answer) is { } fault)
                    {
                        faults.Add($"{caller.Name} at {door}: {fault}, but {(int)answer.Status} {answer.Code}");
                    }
                }
            }
        }

        faults.ShouldBeEmpty();
        tried.ShouldBeGreaterThan(400);
        await scene.ShouldStandAsBefore(shop);
        await ShouldSeeADoorThatOpensTooFar(scene, DoorsOf(shop.Server));
    }

    /// <summary>The proof of the proof: were this door's declaration stricter than what it does, the matrix would say so.</summary>
    private static async Task ShouldSeeADoorThatOpensTooFar(Scene scene, IReadOnlyList<Door> doors)
    {
        var open = doors.First(d => d is { Method: "GET", Route: "/api/sites" });
        var shut = open with { Access = doors.First(d => d.Access.Needs == Permission.AgentsManage).Access };
        var restricted = scene.Callers.First(c => c.Name == "agent without rights");
        var answer = (await Knock(open, restricted, scene))!;

        FaultOf(open, restricted, answer).ShouldBeNull();
        FaultOf(shut, restricted, answer).ShouldNotBeNull();
    }

    private static async Task<Answer?> Knock(Door door, Caller caller, Scene scene)
    {
        var refused = Verdict(door, caller) is not Open;
        if (!refused && door.IsStream)
        {
            return await caller.Client.Get(FillIn(door.Route, scene.Ids) + "?wait=0");
        }

        var foreign = door.HasIds && caller.IsForeign;
        if (!refused && !foreign && (door.Method == "DELETE" || (!door.Reads && BodyFor(door.Method, door.Route) is null)))
        {
            // Would really be done: the tests of that door try it.
            return null;
        }

        object? body = door.Reads || door.Method == "DELETE" ? null : refused || foreign ? BodyFor(door.Method, door.Route) : NoBody;
        return await caller.Client.Send(new HttpMethod(door.Method), FillIn(door.Route, scene.Ids), body);
    }

    /// <summary>What is wrong with this answer; null where it is as declared.</summary>
    private static string? FaultOf(Door door, Caller caller, Answer answer)
    {
        var status = (int)answer.Status;
        return Verdict(door, caller) switch
        {
            Shut shut when status != shut.Status || answer.Code != shut.Code => $"expected {shut.Status} {shut.Code}",
            Open when status is 401 => "expected to be let in",
            Open when status >= 500 => "expected no fault",
            Open when door.HasIds && caller.IsForeign && status is not (404 or 422 or 400) => "expected not to find what is not theirs",
            _ => null,
        };
    }

    /// <summary>The declaration held against the credential: what the doorkeeper must say.</summary>
    private static object Verdict(Door door, Caller caller)
    {
        if (door.Access.Visitor is { } reach)
        {
            return caller.Reach is null ? new Shut(401, "token_invalid")
                : caller.Reach < reach ? new Shut(403, "not_allowed") : new Open();
        }

        return caller.Permissions is null ? new Shut(401, "not_signed_in")
            : (door.Access.Needs is { } needs && !caller.Permissions.Contains(needs)) || (door.Access.InstallationOwner && !caller.OwnsInstallation)
                ? new Shut(403, "not_allowed")
                : new Open();
    }

    private sealed record Open;

    private sealed record Shut(int Status, string Code);

    /// <param name="Name">Said when something is wrong.</param>
    /// <param name="Client">With the credential.</param>
    /// <param name="Permissions">What staff may; null for who is no staff.</param>
    /// <param name="Reach">How far a visitor's token reaches; null for who is no visitor.</param>
    /// <param name="IsForeign">The ids in the paths are not theirs.</param>
    /// <param name="OwnsInstallation">Nora.</param>
    private sealed record Caller(string Name, Client Client, IReadOnlySet<Permission>? Permissions = null, Reach? Reach = null, bool IsForeign = false, bool OwnsInstallation = false);

    /// <summary>Things of the shop, and everybody.</summary>
    private sealed record Scene(Dictionary<string, string> Ids, IReadOnlyList<Caller> Callers, VisitorClient Owner)
    {
        private static readonly HashSet<Permission> All = [.. Enum.GetValues<Permission>()];

        public static async Task<Scene> Set(Shop shop)
        {
            var visitor = await shop.NoraIsTalkingToAVisitor();
            var message = (await shop.Nora.Say(visitor.Conversation, "Ours alone")).Should(201).Id;
            var left = (await visitor.Post("/visitor/leftmessages", new { id = Cast.Ids.New(), name = "Mina", email = "mina@example.com", text = "Call me" })).Should(201).Id;
            var department = await shop.ADepartment("Ours alone");
            var status = await shop.AStatus("Ours alone");
            var ids = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["conversations"] = visitor.Conversation,
                ["messages"] = message,
                ["sites"] = shop.Site,
                ["agents"] = shop.Nora.Id,
                ["leftmessages"] = left,
                ["departments"] = department,
                ["statuses"] = status,
                ["keys"] = (await shop.Nora.Post("/api/keys", new { name = "ours" })).Should(201).Id,
                ["calendars"] = (await shop.Nora.Post("/api/calendars", new { id = Cast.Ids.New(), name = "Ours", zone = "UTC" })).Should(201).Id,
            };
            return new Scene(ids, await Everybody(shop, visitor), visitor);
        }

        /// <summary>No knock of the wrong people did anything.</summary>
        public async Task ShouldStandAsBefore(Shop shop)
        {
            (await shop.Nora.Conversation(Owner.Conversation)).Should(200)["state"]!.GetValue<string>().ShouldBe("inChat");
            (await Owner.Messages()).Should(200).Text.ShouldContain("Ours alone");
            (await shop.Nora.Get($"/api/sites/{shop.Site}")).Should(200)["name"]!.GetValue<string>().ShouldBe("Shop");
            (await shop.Nora.Get("/api/leftmessages?state=open")).Should(200).Text.ShouldContain(Ids["leftmessages"]);
            (await shop.Nora.Get("/api/keys")).Should(200).Text.ShouldContain(Ids["keys"]);
            (await shop.Nora.Get("/api/departments")).Should(200)["items"]![0]!["name"]!.GetValue<string>().ShouldBe("Ours alone");
            (await shop.Nora.Get("/api/statuses")).Should(200).Text.ShouldContain("Ours alone");
            (await shop.Nora.Get($"/api/calendars/{Ids["calendars"]}")).Should(200)["name"]!.GetValue<string>().ShouldBe("Ours");
        }

        private static async Task<IReadOnlyList<Caller>> Everybody(Shop shop, VisitorClient visitor)
        {
            var rivals = await shop.TheRivals();
            var weak = new VisitorClient(shop.Server.Url, shop.SiteKey);
            weak.Token = (await weak.Post("/visitor/visits", new { site = shop.SiteKey, reach = "page" })).Should(200)["token"]!.GetValue<string>();
            return
            [
                new("nobody", new AgentClient(shop.Server.Url)),
                new("visitor", visitor, Reach: Reach.Talk),
                new("other visitor", await shop.AVisitor(), Reach: Reach.Talk, IsForeign: true),
                new("visitor of another organisation", await shop.AVisitorOf(rivals), Reach: Reach.Talk, IsForeign: true),
                new("visitor with the page's token", weak, Reach: Reach.Page, IsForeign: true),
                new("visitor with a forged token", new VisitorClient(shop.Server.Url, shop.SiteKey) { Token = visitor.Token![..^3] + "xyz" }),
                new("agent", await shop.Walt(), await RightsOf(await shop.Walt())),
                new("agent without rights", await Restricted(shop), new HashSet<Permission>()),
                new("admin", shop.Nora, All, OwnsInstallation: true),
                new("admin who is not the owner", await shop.Agent("tom", role: "admin"), All),
                new("admin of another organisation", rivals.Rita, All, IsForeign: true),
                new("disabled agent", await Disabled(shop)),
                new("key without a right", await KeyOf(shop, shop.Nora, new { name = "nothing", permissions = Array.Empty<string>() }), new HashSet<Permission>()),
                new("key with one right", await KeyOf(shop, shop.Nora, new { name = "sites", permissions = new[] { "sites.manage" } }), new HashSet<Permission> { Permission.SitesManage }),
                new("key of a disabled agent", await KeyOfDisabled(shop)),
                new("made up key", new AgentClient(shop.Server.Url) { Key = "genkan_" + new string('A', 43) }),
            ];
        }

        private static async Task<IReadOnlySet<Permission>> RightsOf(AgentClient agent) =>
            (await agent.Get("/api/session")).Should(200)["permissions"]!.AsArray()
                .Select(name => PermissionNames.TryParse(name!.GetValue<string>(), out var permission) ? permission : throw new InvalidOperationException($"{name}"))
                .ToHashSet();

        private static async Task<AgentClient> Restricted(Shop shop)
        {
            var eve = await shop.Agent("eve");
            (await shop.Nora.Patch($"/api/agents/{eve.Id}", new { permissions = Array.Empty<string>() })).Should(200);
            return eve;
        }

        private static async Task<AgentClient> Disabled(Shop shop)
        {
            var dan = await Fresh(shop);
            (await shop.Nora.Patch($"/api/agents/{dan.Id}", new { disabled = true })).Should(200);
            return dan;
        }

        private static async Task<AgentClient> KeyOfDisabled(Shop shop)
        {
            var kim = await Fresh(shop);
            var key = await KeyOf(shop, kim, new { name = "k" });
            (await shop.Nora.Patch($"/api/agents/{kim.Id}", new { disabled = true })).Should(200);
            return key;
        }

        private static Task<AgentClient> Fresh(Shop shop) => shop.Agent("a" + Cast.Ids.New().Replace("-", "", StringComparison.Ordinal)[20..]);

        private static async Task<AgentClient> KeyOf(Shop shop, AgentClient maker, object wish) =>
            new(shop.Server.Url) { Key = (await maker.Post("/api/keys", wish)).Should(201)["key"]!.GetValue<string>() };
    }
}
