using Genkan.Administration;

namespace Genkan.Tests.Cast;

/// <summary>Second factors and proofs, as a person with a telephone brings them.</summary>
internal static class SecurityScenes
{
    /// <summary>Shows the password again.</summary>
    public static async Task ProvesThemselves(this AgentClient person, string password = Shop.Password) =>
        (await person.Post("/api/me/proof", new { password })).Should(204);

    /// <summary>Sets an authenticator app up; answers it and the recovery codes.</summary>
    public static async Task<(Authenticator App, string[] Codes)> SetsUpASecondFactor(this AgentClient person, Shop shop)
    {
        await person.ProvesThemselves();
        var begun = (await person.Post("/api/me/second-factor")).Should(200);
        var app = new Authenticator(begun["secret"]!.GetValue<string>(), shop.Clock);
        var confirmed = (await person.Post("/api/me/second-factor/confirm", new { code = app.Code() })).Should(200);
        // A code counts once; the next one comes with the next step.
        shop.Clock.Advance(TimeSpan.FromSeconds(30));
        return (app, CodesOf(confirmed));
    }

    public static string[] CodesOf(Answer answer) => [.. answer["recoveryCodes"]!.AsArray().Select(code => code!.GetValue<string>())];

    /// <summary>The first step; answers the ticket for the second.</summary>
    public static async Task<string> TakesTheFirstStep(this AgentClient person, string email, string code = "second_factor", object? body = null) =>
        (await person.Post("/api/session", body ?? new { email, password = Shop.Password })).ShouldRefuse(401, code)["ticket"]!.GetValue<string>();

    /// <summary>A client that comes from an address of its own.</summary>
    public static AgentClient From(this Shop shop, string address)
    {
        var client = new AgentClient(shop.Server.Url);
        client.Headers["X-Forwarded-For"] = address;
        return client;
    }

    /// <summary>One of the cookies, as name=value.</summary>
    public static string CookieNamed(this AgentClient person, string name) =>
        person.Cookie.Split("; ").Single(cookie => cookie.StartsWith(name + "=", StringComparison.Ordinal));
}

/// <summary>The app on the telephone.</summary>
internal sealed class Authenticator(string secret, FakeClock clock)
{
    public string Code(int steps = 0) => Totp.CodeAt(Totp.Read(secret), Totp.StepAt(clock.Now) + steps);

    /// <summary>Six digits that are none of the present ones.</summary>
    public string WrongCode()
    {
        var right = Enumerable.Range(-2, 5).Select(Code).ToHashSet(StringComparer.Ordinal);
        return Enumerable.Range(100_000, 100).Select(n => n.ToString(System.Globalization.CultureInfo.InvariantCulture)).First(code => !right.Contains(code));
    }
}
