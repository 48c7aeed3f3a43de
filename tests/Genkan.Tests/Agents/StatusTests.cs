using Genkan.Agents;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Agents;

public sealed class StatusTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("ST-15", "ST-17", "ST-18", "ST-19")]
    public async Task Every_screen_hears_a_change_of_status_once()
    {
        var walt = await shop.Walt("away");
        await using var his = await walt.Listen();
        await his.Next("hello");
        await using var hers = await shop.Nora.Listen();
        await hers.Next("hello");

        foreach (var status in new[] { "online", "busy", "break", "offline" })
        {
            var answer = (await walt.Put("/api/me/status", new { status })).Should(200);
            answer["status"]!.GetValue<string>().ShouldBe(status);
            (await walt.Put("/api/me/status", new { status })).Should(200)["at"]!.GetValue<long>().ShouldBe(answer["at"]!.GetValue<long>());

            foreach (var stream in new[] { his, hers })
            {
                var heard = await stream.Next("agent.status");
                heard["agent"]!.GetValue<string>().ShouldBe(walt.Id);
                heard["status"]!.GetValue<string>().ShouldBe(status);
            }
        }

        (await walt.Put("/api/me/status", new { status = "asleep" })).ShouldRefuse(422, "invalid");
        (await walt.Put("/api/me/status", new { })).ShouldRefuse(422, "invalid");
    }

    [Fact, Requirement("ST-16")]
    public async Task Another_status_does_not_touch_open_conversations()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await shop.Nora.Status("break");

        (await shop.Nora.Say(visitor.Conversation, "Still here")).Should(201);
        (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["state"]!.GetValue<string>().ShouldBe("inChat");
    }

    [Fact]
    public async Task Two_minutes_without_a_sign_of_life_are_noticed_and_an_open_stream_is_one()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        var ada = await other.Ada();
        var contact = other.Server.Services.GetRequiredService<IAgentContact>();
        var (organisation, hers, his) = (OrganisationId.From(Guid.Parse(walt.Organisation)), Guid.Parse(ada.Id), Guid.Parse(walt.Id));
        var lost = new TaskCompletionSource<Guid>();
        var back = new TaskCompletionSource<Guid>();
        contact.Changed += (where, agent, inTouch) => (agent == his ? inTouch ? back : lost : new()).TrySetResult(agent);
        await using var stream = await ada.Listen();
        await stream.Next("hello");

        other.Clock.Advance(TimeSpan.FromSeconds(115));
        contact.InTouch(organisation, his).ShouldBeTrue();
        other.Clock.Advance(TimeSpan.FromSeconds(10));

        (await lost.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(his);
        contact.InTouch(organisation, his).ShouldBeFalse();
        contact.InTouch(organisation, hers).ShouldBeTrue();

        (await walt.Get("/api/session")).Should(200);
        (await back.Task.WaitAsync(TimeSpan.FromSeconds(20))).ShouldBe(his);
        contact.InTouch(organisation, his).ShouldBeTrue();
    }

    [Fact]
    public async Task A_console_whose_heartbeats_are_answered_no_more_holds_nothing()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        var contact = other.Server.Services.GetRequiredService<IAgentContact>();
        var (organisation, his) = (OrganisationId.From(Guid.Parse(walt.Organisation)), Guid.Parse(walt.Id));
        await using var stream = await walt.Listen(answers: true);
        await stream.Next("hello");
        for (var beat = 0; beat < 4; beat++)
        {
            other.Clock.Advance(TimeSpan.FromSeconds(15));
            (await walt.Post("/api/me/contact")).Should(204);
        }

        other.Clock.Advance(TimeSpan.FromSeconds(38));
        contact.InTouch(organisation, his).ShouldBeTrue();
        other.Clock.Advance(TimeSpan.FromSeconds(4));
        contact.InTouch(organisation, his).ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_start_everybody_has_two_minutes_to_come_back()
    {
        await using var other = await Shop.Open();
        var walt = await other.Walt();
        await other.Server.Restart();
        var contact = other.Server.Services.GetRequiredService<IAgentContact>();
        var (organisation, agent) = (OrganisationId.From(Guid.Parse(walt.Organisation)), Guid.Parse(walt.Id));

        contact.InTouch(organisation, agent).ShouldBeTrue();
        other.Clock.Advance(TimeSpan.FromSeconds(125));
        contact.InTouch(organisation, agent).ShouldBeFalse();
        (await walt.Get("/api/session")).Should(200)["agent"]!["status"]!.GetValue<string>().ShouldBe("online");
    }
}
