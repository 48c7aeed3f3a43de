namespace Genkan.Tests.Conversations;

/// <summary>A conversation that hangs is ended from above.</summary>
[Requirement("D-06")]
public sealed class CloseHangingTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task Both_sides_hear_of_it_the_end_type_is_system_and_who_did_it_is_on_record()
    {
        var walt = await shop.Walt();
        var visitor = await shop.AVisitorIsWaiting();
        (await walt.Accept(visitor.Conversation)).Should(200);
        await using var mina = await visitor.Listen();
        await using var walts = await walt.Listen();

        var closed = (await shop.Nora.Post(Door(visitor))).Should(200);
        closed["state"]!.GetValue<string>().ShouldBe("closed");
        closed["endType"]!.GetValue<string>().ShouldBe("system");
        (await mina.Next("conversation.ended"))["conversation"]!["endType"]!.GetValue<string>().ShouldBe("system");
        (await walts.Next("conversation.ended"))["conversation"]!["state"]!.GetValue<string>().ShouldBe("closed");
        (await visitor.Messages()).Text.ShouldContain("system_ended");
        (await visitor.Says("Still there?")).ShouldRefuse(409, "conversation_ended");
        (await Entries(visitor)).ShouldBe([shop.Nora.Name]);
        (await shop.Stored($"SELECT CAST(actor_id AS text) FROM conversations_steps WHERE conversation = '{visitor.Conversation}' AND step = 'closed'")).ShouldBe([shop.Nora.Id], StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task One_that_waits_can_be_ended_too_and_twice_is_once()
    {
        var visitor = await shop.AVisitorIsWaiting();

        (await shop.Nora.Post(Door(visitor))).Should(200)["endType"]!.GetValue<string>().ShouldBe("system");
        (await shop.Nora.Post(Door(visitor))).Should(200)["endType"]!.GetValue<string>().ShouldBe("system");
        (await Entries(visitor)).ShouldHaveSingleItem();
        (await shop.Nora.Desk()).Should(200)["waiting"]!.AsArray().ShouldNotContain(c => c!["id"]!.GetValue<string>() == visitor.Conversation);
    }

    [Fact]
    public async Task Where_the_visitor_ends_in_the_same_moment_one_of_the_two_counts()
    {
        for (var round = 0; round < 4; round++)
        {
            var visitor = await shop.NoraIsTalkingToAVisitor();
            var (byVisitor, byNora) = (visitor.Ends(), shop.Nora.Post(Door(visitor)));
            (await byVisitor).Should(200);
            (await byNora).Should(200);

            var row = (await shop.Nora.Conversation(visitor.Conversation)).Should(200);
            var bySystem = row["endType"]!.GetValue<string>() == "system";
            row["endType"]!.GetValue<string>().ShouldBeOneOf("system", "visitor");
            row["state"]!.GetValue<string>().ShouldBe(bySystem ? "closed" : "endedByVisitor", "what the visitor ended is its agent's to close");
            (await Entries(visitor)).Count.ShouldBe(bySystem ? 1 : 0);
        }
    }

    [Fact, Requirement("Q-15")]
    public async Task The_place_that_is_free_by_it_goes_to_the_next_who_waits()
    {
        await using var small = await RoutingScene.Distributing(new { ceiling = 1 });
        var walt = await small.Walt();
        var (first, second) = (await small.Asks(), await small.Asks());
        (await small.OwnerOf(second)).ShouldBeNull();

        (await small.Nora.Post(Door(first))).Should(200);
        (await small.OwnerOf(second)).ShouldBe(walt.Id);
    }

    [Fact, Requirement("SP-07", "SP-09")]
    public async Task Nobody_does_it_without_the_right_or_from_another_organisation()
    {
        var ada = await shop.Ada();
        var visitor = await shop.AVisitorIsWaiting();
        (await ada.Accept(visitor.Conversation)).Should(200);
        (await ada.Post(Door(visitor))).ShouldRefuse(403, "not_allowed");
        (await (await shop.TheRivals()).Rita.Post(Door(visitor))).ShouldRefuse(404, "not_found");
        (await shop.Nora.Post($"/api/conversations/{Ids.New()}/close")).ShouldRefuse(404, "not_found");
        (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["state"]!.GetValue<string>().ShouldBe("inChat");
        (await Entries(visitor)).ShouldBeEmpty();
    }

    private static string Door(VisitorClient visitor) => $"/api/conversations/{visitor.Conversation}/close";

    /// <summary>Who, by name, from the audit trail.</summary>
    private async Task<List<string>> Entries(VisitorClient visitor) =>
        [.. (await shop.Nora.Get($"/api/audit?kind=conversation.closed&subject={visitor.Conversation}")).Should(200)["items"]!.AsArray()
            .Select(entry => entry!["actor"]!["name"]!.GetValue<string>())];
}
