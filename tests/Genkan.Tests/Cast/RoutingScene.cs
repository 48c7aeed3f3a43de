using System.Text.Json.Nodes;
using Genkan.Routing;
using Genkan.Routing.Decision;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Cast;

/// <summary>What tests of distribution do again and again.</summary>
internal static class RoutingScene
{
    /// <summary>Visitors wait until somebody takes them, as many as may be. Set in the store, so that journal and trail begin as empty as without.</summary>
    public static Task WaitsInThePool(this GenkanServer server, string organisation) =>
        server.Services.GetRequiredService<IStorage>().Write(new OrganisationId(Guid.Parse(organisation)), async tx =>
        {
            await server.Services.GetRequiredService<RoutingStore>().SetPolicy(tx, new RoutingPolicy { Chat = RoutingPolicy.Pool, Ceiling = null });
            return true;
        });

    /// <summary>Distribution as given over what it is by itself: automatic, fewest, affinity, ceiling nine.</summary>
    public static async Task Distributes(this Shop shop, object? policy = null)
    {
        var body = new JsonObject { ["chat"] = "automatic" };
        foreach (var (field, value) in System.Text.Json.JsonSerializer.SerializeToNode(policy ?? new { })!.AsObject())
        {
            body[field] = value?.DeepClone();
        }

        (await shop.Nora.Put("/api/settings/routing", body)).Should(200);
    }

    /// <summary>A shop that gives visitors to agents by itself.</summary>
    public static async Task<Shop> Distributing(object? policy = null)
    {
        var shop = await Shop.Open();
        await shop.Distributes(policy);
        return shop;
    }

    /// <summary>A department with these people.</summary>
    public static async Task<string> Department(this Shop shop, string name, params AgentClient[] people)
    {
        var id = (await shop.Nora.Post("/api/departments", new { id = Ids.New(), name, order = 0 })).Should(201).Id;
        foreach (var one in people)
        {
            var before = (await shop.Nora.Get($"/api/agents/{one.Id}")).Should(200)["departments"]!.AsArray().Select(d => d!.GetValue<string>());
            (await shop.Nora.Patch($"/api/agents/{one.Id}", new { departments = before.Append(id) })).Should(200);
        }

        return id;
    }

    /// <summary>A visitor who has asked for a talk.</summary>
    public static async Task<VisitorClient> Asks(this Shop shop, object? with = null, string? siteKey = null)
    {
        var visitor = await shop.AVisitor(siteKey);
        (await visitor.AsksFor(with)).ShouldSucceed();
        return visitor;
    }

    /// <summary>Asks for a talk, with a choice.</summary>
    public static Task<Answer> AsksFor(this VisitorClient visitor, object? with = null)
    {
        var body = new JsonObject { ["nickname"] = "Mina" };
        foreach (var (field, value) in System.Text.Json.JsonSerializer.SerializeToNode(with ?? new { })!.AsObject())
        {
            body[field] = value?.DeepClone();
        }

        return visitor.Starts(body);
    }

    /// <summary>Who has it now; null while it waits or where it is over.</summary>
    public static async Task<string?> OwnerOf(this Shop shop, VisitorClient visitor)
    {
        var row = (await shop.Nora.Conversation(visitor.Conversation)).Should(200);
        return row["state"]!.GetValue<string>() == "inChat" ? row["agent"]!.GetValue<string>() : null;
    }

    /// <summary>The history of hands.</summary>
    public static async Task<JsonArray> Assignments(this Shop shop, VisitorClient visitor) =>
        (await shop.Nora.Get($"/api/conversations/{visitor.Conversation}/assignments")).Should(200)["items"]!.AsArray();

    public static Task<Answer> Transfers(this AgentClient agent, VisitorClient visitor, object to) =>
        agent.Post($"/api/conversations/{visitor.Conversation}/transfer", to);
}
