namespace Genkan.Tests.Administration;

public sealed class OrganisationTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("SP-07")]
    public async Task Only_the_installations_owner_makes_organisations()
    {
        var rivals = await shop.TheRivals();
        var tom = await shop.Agent("tom", role: "admin");
        var body = new { name = "Third", owner = new { name = "Theo", email = "theo@third.example", password = Shop.Password } };

        (await rivals.Rita.Post("/api/organisations", body)).ShouldRefuse(403, "not_allowed");
        (await rivals.Rita.Get("/api/organisations")).ShouldRefuse(403, "not_allowed");
        (await tom.Post("/api/organisations", body)).ShouldRefuse(403, "not_allowed");

        var made = (await shop.Nora.Post("/api/organisations", body)).Should(201);
        var theo = await new AgentClient(shop.Server.Url).SignIn("theo@third.example", Shop.Password);
        theo.Organisation.ShouldBe(made.Id);
        (await theo.Get("/api/agents")).Should(200)["items"]!.AsArray().Count.ShouldBe(1);
        (await theo.Get("/api/session")).Should(200)["installationOwner"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task A_repeat_makes_one_and_short_names_are_unique()
    {
        var body = new { id = Ids.New(), name = "Café Ümit", owner = new { name = "Umit", email = "umit@cafe.example", password = Shop.Password } };
        var made = (await shop.Nora.Post("/api/organisations", body)).Should(201);
        (await shop.Nora.Post("/api/organisations", body)).Should(200).Id.ShouldBe(made.Id);
        made["slug"]!.GetValue<string>().ShouldBe("cafe-umit");

        var again = (await shop.Nora.Post("/api/organisations", new { name = "Cafe Umit", owner = new { name = "U", email = "u@cafe.example", password = Shop.Password } })).Should(201);
        again["slug"]!.GetValue<string>().ShouldBe("cafe-umit-2");
        var taken = (await shop.Nora.Post("/api/organisations", new { name = "Other", slug = "cafe-umit", owner = new { name = "V", email = "v@cafe.example", password = Shop.Password } })).ShouldRefuse(422, "invalid");
        taken["errors"]!["slug"]![0]!["code"]!.GetValue<string>().ShouldBe("slug_taken");
        var kanji = (await shop.Nora.Post("/api/organisations", new { name = "靴屋", owner = new { name = "靴", email = "kutsu@kutsuya.example", password = Shop.Password } })).Should(201);
        kanji["slug"]!.GetValue<string>().ShouldStartWith("org-");
    }

    [Fact]
    public async Task A_stranger_to_an_account_cannot_make_it_an_owner()
    {
        await shop.Walt();
        var refused = (await shop.Nora.Post("/api/organisations", new { name = "Trap", owner = new { name = "Walt", email = "walt@shop.example", password = "not his password" } })).ShouldRefuse(422, "invalid");
        refused["errors"]!["owner.password"]![0]!["code"]!.GetValue<string>().ShouldBe("password_wrong");
    }

    [Fact]
    public async Task Admins_name_their_own_organisation_only()
    {
        await using var other = await Shop.Open();
        var rivals = await other.TheRivals();
        (await rivals.Rita.Patch("/api/organisation", new { name = "Rivalinnen" })).Should(200)["name"]!.GetValue<string>().ShouldBe("Rivalinnen");
        (await other.Nora.Get("/api/organisation")).Should(200)["name"]!.GetValue<string>().ShouldNotBe("Rivalinnen");
        (await rivals.Rita.Patch("/api/organisation", new { name = " " })).ShouldRefuse(422, "invalid");
        (await (await other.Walt()).Patch("/api/organisation", new { name = "Walt's" })).ShouldRefuse(403, "not_allowed");
    }
}
