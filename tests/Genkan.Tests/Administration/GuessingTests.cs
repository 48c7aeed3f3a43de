namespace Genkan.Tests.Administration;

/// <summary>Guessing leads nowhere, and shuts nobody out.</summary>
public sealed class GuessingTests : IAsyncLifetime
{
    private Shop shop = null!;

    public async ValueTask InitializeAsync() => shop = await Shop.Open("--GENKAN_PROXIES", "127.0.0.1");

    public ValueTask DisposeAsync() => shop.DisposeAsync();

    [Fact]
    public async Task A_stranger_who_hammers_an_account_does_not_lock_its_owner_out()
    {
        await shop.Walt();
        var office = shop.From("198.51.100.20");
        (await Right(office)).Should(200);
        var laptop = shop.From("198.51.100.30");
        (await laptop.Post("/api/session", new { email = "walt@shop.example", password = Shop.Password, remember = true })).Should(200);
        laptop.Headers["X-Forwarded-For"] = "192.0.2.77";

        var guesses = await Task.WhenAll(Enumerable.Range(0, 12).Select(n => Wrong(shop.From($"203.0.113.{n % 4}"))));
        guesses.ShouldAllBe(answer => answer.Code == "sign_in_failed");

        (await Right(office)).Should(200);
        (await Right(laptop)).Should(200);
        (await Right(shop.From("192.0.2.1"))).Should(200);
    }

    [Fact]
    public async Task Five_wrong_passwords_from_one_place_close_it_to_that_account_alone()
    {
        await shop.Walt();
        await shop.Ada();
        var stranger = shop.From("203.0.113.9");
        for (var i = 0; i < 5; i++)
        {
            (await Wrong(stranger)).ShouldRefuse(401, "sign_in_failed");
        }

        (await Right(stranger)).ShouldRefuse(401, "sign_in_failed");
        (await Right(shop.From("203.0.113.10"))).Should(200);
        (await stranger.Post("/api/session", new { email = "ada@shop.example", password = Shop.Password })).Should(200);
        shop.Clock.Advance(TimeSpan.FromMinutes(6));
        (await Right(stranger)).Should(200);
    }

    [Fact]
    public async Task Addresses_are_kept_as_hashes_only()
    {
        var walt = shop.From("198.51.100.20");
        await shop.Walt();
        (await Right(walt)).Should(200);
        (await shop.Stored("SELECT place FROM administration_places")).ShouldAllBe(place => !place.Contains("198.51", StringComparison.Ordinal));
        (await shop.Stored("SELECT address FROM administration_sessions WHERE address IS NOT NULL")).ShouldNotContain("198.51.100.20");
    }

    private static Task<Answer> Right(AgentClient client) => client.Post("/api/session", new { email = "walt@shop.example", password = Shop.Password });

    private static Task<Answer> Wrong(AgentClient client, string email = "walt@shop.example") => client.Post("/api/session", new { email, password = "not the password" });
}
