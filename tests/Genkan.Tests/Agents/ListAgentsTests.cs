namespace Genkan.Tests.Agents;

[Requirement("AD-05")]
public sealed class ListAgentsTests : IClassFixture<ListAgentsTests.Crowd>
{
    private readonly Shop _shop;

    public ListAgentsTests(Crowd crowd) => _shop = crowd.Shop;

    [Theory]
    [InlineData("", "Nora Işık,Şule Öz,Walt,山田花子")]
    [InlineData("sule", "Şule Öz")]
    [InlineData("ŞULE", "Şule Öz")]
    [InlineData("ISIK", "Nora Işık")]
    [InlineData("ışık", "Nora Işık")]
    [InlineData("isik", "Nora Işık")]
    [InlineData("花子", "山田花子")]
    [InlineData("WALT.E", "Walt")]
    [InlineData("walt.e@", "Walt")]
    [InlineData("the helper", "Walt")]
    [InlineData("%", "")]
    [InlineData("_", "")]
    [InlineData("\\", "")]
    [InlineData("nobody", "")]
    public async Task Agents_are_found_by_name_user_name_mail_address_and_nickname(string words, string names)
    {
        var found = (await _shop.Nora.Get($"/api/agents?q={Uri.EscapeDataString(words)}")).Should(200)["items"]!.AsArray();
        found.Select(agent => agent!["name"]!.GetValue<string>()).ShouldBe(names.Split(',', StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public async Task One_agent_is_opened_by_its_id()
    {
        var walt = (await _shop.Nora.Get("/api/agents?q=walt.e")).Should(200)["items"]![0]!;
        var one = (await _shop.Nora.Get($"/api/agents/{walt["id"]!.GetValue<string>()}")).Should(200);
        one.Json.ToJsonString().ShouldBe(walt.ToJsonString());
        (await _shop.Nora.Get($"/api/agents/{Ids.New()}")).ShouldRefuse(404, "not_found");
        (await _shop.Nora.Get($"/api/agents?q={new string('x', 201)}")).ShouldRefuse(422, "invalid");
        (await _shop.Nora.Get("/api/agents?q=%00")).ShouldRefuse(422, "invalid");
    }

    public sealed class Crowd : IAsyncLifetime
    {
        public Shop Shop { get; } = new();

        public async ValueTask InitializeAsync()
        {
            await Shop.InitializeAsync();
            (await Shop.Nora.Patch("/api/me", new { name = "Nora Işık" })).Should(200);
            foreach (var (name, userName, nickname) in new[] { ("Şule Öz", "so", null), ("山田花子", "hanako", null), ("Walt", "walt.e", "The Helper") })
            {
                (await Shop.Nora.Post("/api/agents", new { id = Ids.New(), name, userName, email = $"{userName}@shop.example", nickname })).Should(201);
            }
        }

        public ValueTask DisposeAsync() => Shop.DisposeAsync();
    }
}
