namespace Genkan.Tests.Administration;

/// <summary>An organisation registers itself, with a mail server the test plays.</summary>
[Requirement("AD-69")]
public sealed class RegisterTests : ShopWithMail
{
    private const string Password = "a quiet river at night";

    [Fact]
    public async Task Nobody_registers_until_the_installations_owner_says_so()
    {
        (await Register("mia@river.example")).ShouldRefuse(403, "registration_closed");
        (await new AgentClient(Shop.Server.Url).Get("/api/signin")).Should(200)["registration"]!.GetValue<bool>().ShouldBeFalse();
        (await (await Shop.Agent("tom", role: "admin")).Patch("/api/installation", new { registration = true })).ShouldRefuse(403, "not_allowed");

        await Open();
        (await new AgentClient(Shop.Server.Url).Get("/api/signin")).Should(200)["registration"]!.GetValue<bool>().ShouldBeTrue();
        (await Register("mia@river.example")).Should(202);
    }

    [Fact]
    public async Task The_mailed_link_founds_the_organisation_once_and_its_owner_can_start()
    {
        await Open();
        (await Register("mia@river.example")).Should(202);
        (await Shop.Nora.Get("/api/organisations")).Should(200)["items"]!.AsArray().Count.ShouldBe(1);
        (await Shop.TriesToSignIn(new { email = "mia@river.example", password = Password })).ShouldRefuse(401, "sign_in_failed");

        var letter = (await Post.For("mia@river.example")).Single();
        letter.Subject.ShouldBe("Lütfen e-posta adresinizi doğrulayın");
        (await Shop.Stored("SELECT content FROM administration_registrations")).ShouldAllBe(kept => !kept.Contains("mia", StringComparison.Ordinal));
        var mia = new AgentClient(Shop.Server.Url);
        (await mia.Post("/api/registrations/look", new { token = letter.Token })).Should(200)["organisation"]!.GetValue<string>().ShouldBe("River Shoes");
        mia.Become((await mia.Post("/api/registrations/confirm", new { token = letter.Token })).Should(201));

        var site = (await mia.Post("/api/sites", new { id = Ids.New(), name = "River" })).Should(201);
        site["embedCode"]!.GetValue<string>().ShouldContain(site["key"]!.GetValue<string>());
        (await mia.Get("/api/organisations")).ShouldRefuse(403, "not_allowed");
        var trail = (await mia.Get("/api/audit")).Should(200)["items"]!.AsArray().Select(entry => entry!["kind"]!.GetValue<string>()).ToList();
        trail.ShouldContain("organisation.founded");
        trail.ShouldContain("session.begun");
        (await new AgentClient(Shop.Server.Url).Post("/api/registrations/confirm", new { token = letter.Token })).ShouldRefuse(404, "registration_invalid");
        (await Shop.TriesToSignIn(new { email = "mia@river.example", password = Password })).Should(200)["language"]!.GetValue<string>().ShouldBe("tr");
    }

    [Fact]
    public async Task An_address_with_an_account_gets_the_same_answer_and_another_letter()
    {
        await Open();
        var (fresh, known) = ((await Register("mia@river.example")).Should(202), (await Register("nora@shop.example")).Should(202));
        known.Text.ShouldBe(fresh.Text);
        var letter = (await Post.For("nora@shop.example")).Single();
        letter.Token.ShouldBeEmpty();
        letter.Text.ShouldNotContain("River Shoes");
        (await Shop.Stored("SELECT token FROM administration_registrations")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_link_runs_out_ends_with_the_offer_and_gives_one_address_to_one()
    {
        await Open();
        (await Register("mia@river.example")).Should(202);
        (await Register("mia@river.example")).Should(202);
        var letters = await Post.For("mia@river.example", 2);
        var mia = new AgentClient(Shop.Server.Url);
        (await Shop.Nora.Patch("/api/installation", new { registration = false })).Should(200);
        (await mia.Post("/api/registrations/confirm", new { token = letters[0].Token })).ShouldRefuse(403, "registration_closed");
        await Open();
        (await mia.Post("/api/registrations/confirm", new { token = letters[0].Token })).Should(201);
        (await mia.Post("/api/registrations/confirm", new { token = letters[1].Token })).ShouldRefuse(409, "email_taken");

        (await Register("leo@river.example")).Should(202);
        var late = (await Post.For("leo@river.example")).Single();
        Shop.Clock.Advance(TimeSpan.FromHours(24));
        (await mia.Post("/api/registrations/confirm", new { token = late.Token })).ShouldRefuse(404, "registration_invalid");
    }

    [Fact]
    public async Task What_is_missing_is_said_and_the_picture_is_asked_for()
    {
        await Open();
        var empty = (await new AgentClient(Shop.Server.Url).Post("/api/registrations", new { password = "short" })).Should(422);
        empty["errors"]!.AsObject().Select(e => e.Key).Order().ShouldBe(["challenge", "code", "email", "name", "organisation", "password"]);
        (await Register("mia@river.example", wrongCode: true)).Should(422)["errors"]!["code"].ShouldNotBeNull();
        Post.Letters.ShouldBeEmpty();
    }

    [Fact, Requirement("PL-11")]
    public async Task A_fresh_installation_has_every_feature_for_any_number_of_people_without_end()
    {
        var plan = (await Shop.Nora.Get("/api/organisation")).Should(200)["plan"]!;
        plan["features"]!.GetValue<string>().ShouldBe("all");
        plan["agents"].ShouldBeNull();
        plan["endsAt"].ShouldBeNull();
        Shop.Clock.Advance(TimeSpan.FromDays(4000));
        var plans = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Genkan.Administration.IPlans>(Shop.Server.Services);
        plans.Has(Genkan.Storage.OrganisationId.From(Guid.Parse(Shop.Nora.Organisation)), "robots").ShouldBeTrue();
        plans.Has(Genkan.Storage.OrganisationId.From(Guid.CreateVersion7()), "anything").ShouldBeTrue();
    }

    private async Task Open() => (await Shop.Nora.Patch("/api/installation", new { registration = true })).Should(200);

    private async Task<Answer> Register(string email, bool wrongCode = false)
    {
        var (challenge, code) = await Passwords.PictureCode(Shop);
        return await new AgentClient(Shop.Server.Url).Post(
            "/api/registrations", new { organisation = "River Shoes", name = "Mia", email, password = Password, language = "tr", challenge, code = wrongCode ? "no" : code });
    }
}
