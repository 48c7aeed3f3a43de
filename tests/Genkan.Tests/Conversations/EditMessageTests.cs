namespace Genkan.Tests.Conversations;

public sealed class EditMessageTests(Shop shop) : IClassFixture<Shop>
{
    [Fact]
    public async Task An_edit_replaces_the_words_for_both_and_keeps_what_stood_there()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var mina = await visitor.Listen();
        var said = (await shop.Nora.Say(visitor.Conversation, "It costs 10")).Should(201);

        (await shop.Nora.Edit(visitor.Conversation, said.Id, "It costs 12")).Should(200)["editedAt"].ShouldNotBeNull();

        var heard = (await mina.Next("message.edited"))["message"]!;
        heard["text"]!.GetValue<string>().ShouldBe("It costs 12");
        heard["seq"]!.GetValue<long>().ShouldBe(said["seq"]!.GetValue<long>());
        var edits = (await shop.Nora.Get($"/api/conversations/{visitor.Conversation}/messages/{said.Id}/edits")).Should(200);
        edits["items"]!.AsArray().Select(edit => edit!["text"]!.GetValue<string>()).ShouldContain("It costs 10");
        (await visitor.Messages()).Text.ShouldNotContain("It costs 10");
    }

    [Fact]
    public async Task What_is_taken_back_is_gone_for_both()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var mina = await visitor.Listen();
        var said = (await shop.Nora.Say(visitor.Conversation, "Oops, wrong window")).Should(201);

        (await shop.Nora.Retract(visitor.Conversation, said.Id)).Should(200);

        var heard = (await mina.Next("message.retracted"))["message"]!;
        heard["text"]!.GetValue<string>().ShouldBeEmpty();
        heard["retractedAt"].ShouldNotBeNull();
        (await visitor.Messages()).Text.ShouldNotContain("Oops");
        (await shop.Nora.Edit(visitor.Conversation, said.Id, "Back again")).Should(409);
    }

    [Fact, Requirement("SP-02")]
    public async Task Words_taken_back_are_told_to_nobody_who_comes_back_later()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var snapshot = (await visitor.Get($"/visitor/conversations/{visitor.Conversation}")).Should(200);
        var (cursor, epoch) = (snapshot["cursor"]!.GetValue<string>(), snapshot["epoch"]!.GetValue<string>());
        var deskCursor = (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["seq"]!.GetValue<long>().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var secret = (await shop.Nora.Say(visitor.Conversation, "The code is 4711")).Should(201);
        var price = (await shop.Nora.Say(visitor.Conversation, "It costs 10 crowns")).Should(201);
        (await visitor.Ends()).Should(200);
        (await shop.Nora.Edit(visitor.Conversation, secret.Id, "The code is 4712")).Should(200);
        (await shop.Nora.Retract(visitor.Conversation, secret.Id)).Should(200);
        (await shop.Nora.Edit(visitor.Conversation, price.Id, "It costs 12 crowns")).Should(200);

        await using var later = await visitor.Listen(cursor, epoch);
        await later.Next("message.edited", frame => frame["message"]!["id"]!.GetValue<string>() == price.Id);
        await using var laterDesk = await shop.Nora.Listen(deskCursor, epoch);
        await laterDesk.Next("message.edited", frame => frame["message"]!["id"]!.GetValue<string>() == price.Id);

        foreach (var heard in new[] { later.Heard, laterDesk.Heard })
        {
            var told = string.Join('\n', heard);
            told.ShouldNotContain("4711");
            told.ShouldNotContain("4712");
            told.ShouldNotContain("10 crowns");
            // In order and once, with the words of now: the state a fresh snapshot has.
            heard.Where(f => f.Event == "message.sent" && f["message"]!["from"]!.GetValue<string>() == "agent").Select(f => f["message"]!["text"]!.GetValue<string>()).ShouldBe(["", "It costs 12 crowns"]);
            heard.Where(f => f.Event == "message.sent").First()["message"]!["retractedAt"].ShouldNotBeNull();
        }

        (await visitor.Poll(cursor, epoch)).Should(200).Text.ShouldNotContain("The code is");
        // It is not lost to staff: the history of the message keeps it.
        (await shop.Nora.Get($"/api/conversations/{visitor.Conversation}/messages/{secret.Id}/edits")).Should(200).Text.ShouldContain("4711");
    }

    [Fact]
    public async Task Nobody_edits_anothers_words()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var theirs = (await visitor.Says("Mine")).Should(201);

        ((int)(await shop.Nora.Edit(visitor.Conversation, theirs.Id, "Yours")).Status).ShouldBeOneOf(403, 404);
        ((int)(await shop.Nora.Retract(visitor.Conversation, theirs.Id)).Status).ShouldBeOneOf(403, 404);

        (await visitor.Messages()).Text.ShouldContain("Mine");
    }

    [Fact]
    public async Task After_the_end_nothing_is_edited()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var said = (await shop.Nora.Say(visitor.Conversation, "Final")).Should(201);
        (await shop.Nora.End(visitor.Conversation)).Should(200);

        (await shop.Nora.Edit(visitor.Conversation, said.Id, "Not final")).Should(409);
        (await shop.Nora.Retract(visitor.Conversation, said.Id)).Should(409);
    }

    [Fact]
    public async Task The_row_shows_the_last_words_as_they_are_now()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var first = (await shop.Nora.Say(visitor.Conversation, "Same words")).Should(201);
        (await visitor.Says("Same words")).Should(201);
        (await shop.Nora.Edit(visitor.Conversation, first.Id, "Other words")).Should(200);
        (await RowOf(visitor)).ShouldBe("Same words");

        var secret = (await shop.Nora.Say(visitor.Conversation, new string('s', 300))).Should(201);
        (await visitor.Ends()).Should(200);
        // An emoji where the row's preview ends is left out whole, not cut in two.
        (await shop.Nora.Edit(visitor.Conversation, secret.Id, new string('x', 199) + "😀 and more")).Should(200);
        (await RowOf(visitor)).ShouldBe(new string('x', 199));
        (await shop.Nora.Retract(visitor.Conversation, secret.Id)).Should(200);
        (await RowOf(visitor)).ShouldBeNull();
    }

    private async Task<string?> RowOf(VisitorClient visitor) =>
        (await shop.Nora.Conversation(visitor.Conversation)).Should(200)["lastText"]?.GetValue<string>();
}
