namespace Genkan.Tests.Routing;

/// <summary>A running conversation goes to a colleague or to a department.</summary>
public sealed class TransferTests
{
    [Fact, Requirement("TR-01", "TR-02", "TR-15", "TR-21", "RT-25", "Q-45")]
    public async Task The_receiver_has_the_whole_conversation_and_the_visitor_is_told()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("busy"));
        var visitor = await shop.Asks();
        (await visitor.Says("My vase is broken")).Should(201);
        await using var hers = await ada.Listen();
        await hers.Next("hello");

        (await walt.Transfers(visitor, new { agent = ada.Id })).Should(200)["agent"]!.GetValue<string>().ShouldBe(ada.Id);
        var heard = await hers.Next("conversation.transferred");
        heard["conversation"]!["startType"]!.GetValue<string>().ShouldBe("systemTransfer");
        (await ada.Messages(visitor.Conversation)).Should(200)["items"]!.AsArray().Select(m => m!["text"]!.GetValue<string>()).ShouldContain("My vase is broken");
        (await ada.Say(visitor.Conversation, "Let me see")).Should(201);
        (await walt.Say(visitor.Conversation, "And me")).Should(404);
        (await visitor.Messages()).Should(200)["items"]!.AsArray().Select(m => m!["body"]?["code"]?.GetValue<string>()).ShouldContain("handed_over");
        (await walt.Transfers(visitor, new { agent = ada.Id })).Should(200);
        (await walt.Transfers(visitor, new { agent = shop.Nora.Id })).Should(404);
        (await shop.Assignments(visitor)).Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "transferred"]);
    }

    [Fact, Requirement("TR-16")]
    public async Task It_may_go_either_way_between_two()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("busy"));
        var visitor = await shop.Asks();
        foreach (var (from, to) in new[] { (walt, ada), (ada, walt), (walt, ada) })
        {
            (await from.Transfers(visitor, new { agent = to.Id })).Should(200);
            (await shop.OwnerOf(visitor)).ShouldBe(to.Id);
        }
    }

    [Fact, Requirement("TR-10", "TR-12", "TR-14", "ST-12", "ST-20", "CF-07")]
    public async Task Only_colleagues_whom_transfers_reach_can_be_chosen()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        var visitor = await shop.Asks();
        foreach (var status in new[] { "away", "break", "offline" })
        {
            var ada = await shop.Ada(status);
            (await walt.Transfers(visitor, new { agent = ada.Id })).ShouldRefuse(409, "receiver_away");
        }

        var rivals = await shop.TheRivals();
        (await walt.Transfers(visitor, new { agent = rivals.Rita.Id })).Should(422);
        (await walt.Transfers(visitor, new { })).Should(422);
        var busy = await shop.Ada("busy");
        (await busy.Transfers(visitor, new { agent = busy.Id })).Should(404);
        (await walt.Transfers(visitor, new { agent = busy.Id })).Should(200);
    }

    [Fact, Requirement("Q-18", "TR-05")]
    public async Task Above_the_receivers_limit_it_wants_a_confirmation()
    {
        await using var shop = await RoutingScene.Distributing(new { ceiling = 1 });
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        var (first, second) = (await shop.Asks(), await shop.Asks());
        var (mine, hers) = await shop.OwnerOf(first) == walt.Id ? (first, second) : (second, first);

        var refused = await walt.Transfers(mine, new { agent = ada.Id });
        refused.ShouldRefuse(409, "receiver_full");
        refused["held"]!.GetValue<long>().ShouldBe(1);
        (await walt.Transfers(mine, new { agent = ada.Id, aboveLimit = true })).Should(200);
        (await shop.OwnerOf(hers)).ShouldBe(ada.Id);
        (await shop.OwnerOf(mine)).ShouldBe(ada.Id);
    }

    [Fact, Requirement("TR-01", "Q-45")]
    public async Task To_a_department_it_goes_to_whoever_there_has_a_place_and_not_back()
    {
        await using var shop = await RoutingScene.Distributing();
        var (walt, ada) = (await shop.Walt(), await shop.Ada("away"));
        var care = await shop.Department("Care", walt, ada);
        var visitor = await shop.Asks();
        (await walt.Transfers(visitor, new { department = care })).ShouldRefuse(409, "nobody_there");
        (await shop.OwnerOf(visitor)).ShouldBe(walt.Id);

        await ada.Status("online");
        (await walt.Transfers(visitor, new { department = care })).Should(200)["agent"]!.GetValue<string>().ShouldBe(ada.Id);
        var hands = await shop.Assignments(visitor);
        hands.Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "sent", "given"]);
        hands.Select(a => a!["department"]?.GetValue<string>()).ShouldBe([null, care, null]);
    }

    [Fact, Requirement("TR-21")]
    public async Task A_receiver_who_vanishes_before_opening_gives_it_back_to_the_front()
    {
        await using var shop = await RoutingScene.Distributing(new { graceSeconds = 15 });
        var walt = await shop.Walt();
        await using var his = await walt.Listen();
        var visitor = await shop.Asks();
        var ada = await shop.Ada("busy");
        await using (var hers = await ada.Listen())
        {
            (await walt.Transfers(visitor, new { agent = ada.Id })).Should(200);
            await hers.Next("conversation.transferred");
        }

        await Until.True(async () =>
        {
            shop.Clock.Advance(TimeSpan.FromSeconds(10));
            await visitor.Snapshot();
            return await shop.OwnerOf(visitor) == walt.Id;
        });
        (await shop.Assignments(visitor)).Select(a => a!["kind"]!.GetValue<string>()).ShouldBe(["given", "transferred", "gone", "given"]);
    }

    [Fact, Requirement("Q-10", "TR-01")]
    public async Task Of_two_at_once_exactly_one_wins()
    {
        await using var shop = await RoutingScene.Distributing(new { chat = "pool" });
        var (walt, ada) = (await shop.Walt(), await shop.Ada());
        for (var round = 0; round < 10; round++)
        {
            var visitor = await shop.Asks();
            var accepts = await Task.WhenAll(walt.Accept(visitor.Conversation), ada.Accept(visitor.Conversation));
            accepts.Count(a => (int)a.Status == 200).ShouldBe(1);
            var (owner, other) = (int)accepts[0].Status == 200 ? (walt, ada) : (ada, walt);
            var race = await Task.WhenAll(owner.Transfers(visitor, new { agent = other.Id }), visitor.Ends(), owner.End(visitor.Conversation));
            race.ShouldAllBe(a => (int)a.Status < 500);
            var row = (await shop.Nora.Conversation(visitor.Conversation)).Should(200);
            row["state"]!.GetValue<string>().ShouldBeOneOf("closed", "endedByVisitor");
            await other.End(visitor.Conversation);
            await owner.End(visitor.Conversation);
        }
    }

    [Fact, Requirement("TR-06", "TR-10", "AC-31")]
    public async Task The_desks_hear_who_is_there_and_how_many_each_holds()
    {
        await using var shop = await RoutingScene.Distributing();
        var walt = await shop.Walt();
        await using var his = await walt.Listen();
        await his.Next("colleagues", frame => Held(frame, walt) == 0);
        await shop.Asks();
        await his.Next("colleagues", frame => Held(frame, walt) == 1);
        var ada = await shop.Ada();
        await his.Next("colleagues", frame => Held(frame, ada) == 0);
    }

    private static long? Held(Frame frame, AgentClient agent) =>
        frame["here"]!.AsArray().FirstOrDefault(one => one!["agent"]!.GetValue<string>() == agent.Id)?["held"]!.GetValue<long>();
}
