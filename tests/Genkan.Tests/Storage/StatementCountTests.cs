using System.Collections.Concurrent;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Storage;

/// <summary>
/// How many statements the frequent calls run, so that none grows one unseen. The two of the journal (its counter, its
/// rows) and the transaction's own are not counted.
/// </summary>
public sealed class StatementCountTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("RT-01")]
    public async Task What_the_visitor_says_takes_three_statements()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();

        (await FewestOf(() => visitor.Says("And in blue?"))).ShouldBe(3);
    }

    [Fact, Requirement("RT-01")]
    public async Task What_the_agent_says_takes_five()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();

        (await FewestOf(() => shop.Nora.Say(visitor.Conversation, "In blue too."))).ShouldBeLessThanOrEqualTo(5);
    }

    [Fact, Requirement("RT-01")]
    public async Task A_mark_takes_two()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        for (var said = 0; said < Tries; said++)
        {
            (await shop.Nora.Say(visitor.Conversation, "Yes.")).Should(201);
        }

        var read = 1;
        (await FewestOf(() => visitor.Marks(new { read = read++ }))).ShouldBeLessThanOrEqualTo(2);
    }

    [Fact, Requirement("RT-01")]
    public async Task A_visit_takes_at_most_eight()
    {
        var visitor = await shop.AVisitor();

        (await FewestOf(async () => (await visitor.Visits("https://shop.example/boots")).Visit)).ShouldBeLessThanOrEqualTo(8);
    }

    [Fact, Requirement("RT-01")]
    public async Task Opening_a_conversation_takes_as_many_however_long_it_is()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var shortOne = await FewestOf(() => shop.Nora.Messages(visitor.Conversation));
        for (var said = 0; said < 20; said++)
        {
            (await visitor.Says($"Line {said}")).Should(201);
        }

        (await FewestOf(() => shop.Nora.Messages(visitor.Conversation))).ShouldBe(shortOne);
        shortOne.ShouldBeLessThanOrEqualTo(2);
        (await FewestOf(() => shop.Nora.Conversation(visitor.Conversation))).ShouldBeLessThanOrEqualTo(3);
        (await FewestOf(() => visitor.Snapshot())).ShouldBeLessThanOrEqualTo(4);
        (await FewestOf(() => visitor.Messages())).ShouldBeLessThanOrEqualTo(4);
    }

    [Fact, Requirement("RT-01")]
    public async Task The_desk_takes_as_many_however_much_is_on_it()
    {
        await shop.NoraIsTalkingToAVisitor();
        var emptier = await FewestOf(shop.Nora.Desk);
        for (var more = 0; more < 4; more++)
        {
            await shop.NoraIsTalkingToAVisitor();
        }

        (await FewestOf(shop.Nora.Desk)).ShouldBe(emptier);
        emptier.ShouldBeLessThanOrEqualTo(11);
    }

    [Fact, Requirement("RT-30")]
    public async Task Who_comes_back_and_missed_nothing_asks_the_store_nothing()
    {
        var visitor = await shop.AVisitor();
        string cursor, epoch;
        await using (var stream = await visitor.Listen())
        {
            (cursor, epoch) = ((await visitor.Visits("https://shop.example/boots")).Visit["cursor"]!.GetValue<string>(), stream.Epoch!);
        }

        // The organisation's journal goes on meanwhile, about others.
        await shop.NoraIsTalkingToAVisitor();
        var ran = await FewestOf(async () =>
        {
            await using var back = await visitor.Listen(cursor, epoch);
            await back.Next("availability");
            back.Heard.ShouldNotContain(frame => frame.Event == "reset");
        });

        ran.ShouldBe(0);
    }

    /// <summary>Who calls is remembered for two seconds, and other work goes on beside: the fewest of some calls is what the call itself takes.</summary>
    private const int Tries = 5;

    private Task<int> FewestOf(Func<Task<Answer>> call) => FewestOf(async () => { (await call()).ShouldSucceed(); });

    private async Task<int> FewestOf(Func<Task> call)
    {
        var log = shop.Server.Services.GetRequiredService<StatementLog>();
        var fewest = int.MaxValue;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            var ran = new ConcurrentQueue<string>();
            log.Ran += ran.Enqueue;
            try
            {
                await call();
            }
            finally
            {
                log.Ran -= ran.Enqueue;
            }

            fewest = Math.Min(fewest, ran.Count(sql => !sql.Contains("storage_jobs", StringComparison.Ordinal)));
        }

        return fewest;
    }
}
