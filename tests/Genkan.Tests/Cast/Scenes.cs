using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Cast;

/// <summary>Further looks inside and further roads to a sign-in, for the tests of people and their rights.</summary>
internal static class Scenes
{
    /// <summary>What is stored, for the rare fact no door tells.</summary>
    public static Task<IReadOnlyList<string>> Stored(this Shop shop, string sql) =>
        shop.Server.Services.GetRequiredService<IStorage>().ReadInstallation(tx => tx.All<string>(sql));

    /// <summary>Tries to sign in; whoever does is not signed in before.</summary>
    public static Task<Answer> TriesToSignIn(this Shop shop, object body) => new AgentClient(shop.Server.Url).Post("/api/session", body);

    /// <summary>Invites somebody; answers the token of the link.</summary>
    public static async Task<(string Agent, string Token)> Invites(this AgentClient admin, string userName, string email, string role = "agent")
    {
        var added = (await admin.Post("/api/agents", new { id = Ids.New(), name = userName, userName, email, role })).Should(201);
        return (added["agent"]!["id"]!.GetValue<string>(), TokenOf(added["invitation"]!["url"]!.GetValue<string>()));
    }

    public static string TokenOf(string url) => url[(url.IndexOf('#', StringComparison.Ordinal) + 1)..];
}
