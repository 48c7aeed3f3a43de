using System.Text.Json.Nodes;

namespace Genkan.Tests.Routing;

/// <summary>What an admin may say of who serves a site and how long a department's queue may grow, and what is refused at its field.</summary>
public sealed class SiteRoutingTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("AD-41", "AD-42", "AD-43", "AD-44", "CF-29", "Q-29", "Q-35")]
    public async Task What_is_set_is_kept_whole_and_answered_again()
    {
        var (site, _) = await shop.NewSite("Kept");
        var care = await shop.ADepartment("Kept care");
        var set = (await shop.Nora.Put($"/api/sites/{site}/routing", new
        {
            designation = "departments",
            departments = new[] { care },
            listMode = true,
            hideDepartments = true,
            hideOffline = true,
            skills = new[] { " kilns " },
            matchLanguage = true,
            dropAfterSeconds = 30,
            regions = new[] { new { id = Ids.New(), regions = new[] { "CN", "CN-ZJ", "CN-ZJ/Ningbo" }, departments = new[] { care } } },
        })).Should(200);

        var kept = (await shop.Nora.Get($"/api/sites/{site}/routing")).Should(200);
        kept.Text.ShouldBe(set.Text);
        kept["skills"]![0]!.GetValue<string>().ShouldBe("kilns");
        kept["hideOffline"]!.GetValue<bool>().ShouldBeTrue();
        kept["regions"]![0]!["regions"]!.AsArray().Select(code => code!.GetValue<string>()).ShouldBe(["CN", "CN-ZJ", "CN-ZJ/Ningbo"]);

        // A policy is deleted, and what was not sent is as at first.
        var bare = (await shop.Nora.Put($"/api/sites/{site}/routing", new { })).Should(200);
        bare["regions"]!.AsArray().ShouldBeEmpty();
        bare["designation"]!.GetValue<string>().ShouldBe("none");
        bare["listMode"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Theory, Requirement("AD-41", "AD-44", "CF-29", "W-10")]
    [InlineData("""{"designation":"robots"}""", "designation", "one_of")]
    [InlineData("""{"designation":"agents"}""", "agents", "required")]
    [InlineData("""{"designation":"departments","departments":null}""", "departments", "required")]
    [InlineData("""{"departments":["01980000-0000-7000-8000-000000000000"]}""", "departments", "unknown")]
    [InlineData("""{"agents":["01980000-0000-7000-8000-000000000000"]}""", "agents", "unknown")]
    [InlineData("""{"listMode":true}""", "listMode", "needs_designation")]
    [InlineData("""{"skills":[""]}""", "skills", "required")]
    [InlineData("""{"skills":[null]}""", "skills", "required")]
    [InlineData("""{"skills":["1","2","3","4","5","6","7","8","9","10","11"]}""", "skills", "too_many")]
    [InlineData("""{"dropAfterSeconds":3601}""", "dropAfterSeconds", "out_of_range")]
    [InlineData("""{"regions":[null]}""", "regions.0", "required")]
    [InlineData("""{"regions":[{"id":"01980000-0000-7000-8000-000000000001","regions":["CN-ZJ"],"departments":[]}]}""", "regions.0.departments", "required")]
    [InlineData("""{"regions":[{"id":"01980000-0000-7000-8000-000000000001","regions":null,"departments":null}]}""", "regions.0.regions", "required")]
    [InlineData("""{"regions":[{"id":"01980000-0000-7000-8000-000000000001","regions":["XX-YY"],"departments":[]}]}""", "regions.0.regions", "region_unknown")]
    public async Task What_cannot_be_meant_is_refused_at_its_field(string body, string field, string code)
    {
        var refused = (await shop.Nora.Put($"/api/sites/{shop.Site}/routing", JsonNode.Parse(body)!)).ShouldRefuse(422, "invalid");

        refused["errors"]![field].ShouldNotBeNull(refused.Text);
        refused["errors"]![field]![0]!["code"]!.GetValue<string>().ShouldBe(code);
        refused["errors"]![field]![0]!["message"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();
    }

    [Fact, Requirement("AD-41")]
    public async Task Only_who_manages_sites_may_read_or_change_it()
    {
        var walt = await shop.Walt();
        (await walt.Get($"/api/sites/{shop.Site}/routing")).Should(403);
        (await walt.Put($"/api/sites/{shop.Site}/routing", new { })).Should(403);
        (await walt.Post($"/api/sites/{shop.Site}/routing/try", new { })).Should(403);
        (await shop.Nora.Get($"/api/sites/{Ids.New()}/routing")).Should(404);
        (await shop.Nora.Post($"/api/sites/{Ids.New()}/routing/try", new { })).Should(404);
    }

    [Fact, Requirement("Q-29", "AD-44")]
    public async Task Codes_that_a_policy_keeps_are_given_their_names()
    {
        var items = (await shop.Nora.Get("/api/places/regions?codes=CN-ZJ%2FNingbo,TR-34,nowhere")).Should(200)["items"]!.AsArray();

        items.Select(region => region!["code"]!.GetValue<string>()).ShouldBe(["CN-ZJ/Ningbo", "TR-34"]);
        items[0]!["names"]!["zh-Hans"]!.GetValue<string>().ShouldBe("宁波");
        (await shop.Nora.Get($"/api/places/regions?codes={new string('A', 6501)}")).ShouldRefuse(422, "invalid")["errors"]!["codes"].ShouldNotBeNull();
    }
}
