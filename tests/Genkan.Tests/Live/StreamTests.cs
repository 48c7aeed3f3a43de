namespace Genkan.Tests.Live;

public sealed class StreamTests(Shop shop) : IClassFixture<Shop>
{
    [Fact, Requirement("RT-30")]
    public async Task After_a_break_each_missed_event_comes_once_in_order()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var said = new List<string>();
        string cursor, epoch;
        await using (var stream = await shop.Nora.Listen())
        {
            said.Add(Ids.New());
            (await visitor.Says("Before", said[0])).Should(201);
            await stream.Next("message.sent", frame => frame["message"]!["id"]!.GetValue<string>() == said[0]);
            (cursor, epoch) = (stream.Cursor!, stream.Epoch!);
        }

        for (var i = 0; i < 20; i++)
        {
            said.Add(Ids.New());
            (await visitor.Says($"Missed {i}", said[^1])).Should(201);
        }

        await using var resumed = await shop.Nora.Listen(cursor, epoch);
        said.Add(Ids.New());
        (await visitor.Says("After", said[^1])).Should(201);
        await resumed.Next("message.sent", frame => frame["message"]!["id"]!.GetValue<string>() == said[^1]);

        Said(resumed, visitor).ShouldBe(said.Skip(1));
        resumed.Heard[0].Event.ShouldBe("hello");
        resumed.Heard.ShouldNotContain(frame => frame.Event == "reset");
    }

    [Fact, Requirement("RT-30")]
    public async Task The_visitor_misses_nothing_either()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        string cursor, epoch;
        await using (var stream = await visitor.Listen())
        {
            (await shop.Nora.Say(visitor.Conversation, "Before")).Should(201);
            await stream.Next("message.sent");
            (cursor, epoch) = (stream.Cursor!, stream.Epoch!);
        }

        var missed = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            missed.Add(Ids.New());
            (await shop.Nora.Say(visitor.Conversation, $"Missed {i}", missed[^1])).Should(201);
        }

        await using var resumed = await visitor.Listen(cursor, epoch);
        await resumed.Next("message.sent", frame => frame["message"]!["id"]!.GetValue<string>() == missed[^1]);
        Said(resumed, null).ShouldBe(missed);
    }

    [Fact, Requirement("RT-30")]
    public async Task A_snapshot_and_the_stream_from_its_cursor_are_the_whole_truth()
    {
        await using var own = await MuchIsSaidIn();
        var visitor = await own.NoraIsTalkingToAVisitor();
        using var stop = new CancellationTokenSource();
        var talking = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                (await visitor.Says($"{i}")).Should(201);
            }
        });

        for (var round = 0; round < 5; round++)
        {
            var desk = (await own.Nora.Desk()).Should(200);
            var known = desk["mine"]!.AsArray().Single(c => c!["id"]!.GetValue<string>() == visitor.Conversation)!["lastSeq"]!.GetValue<long>();
            await using var stream = await own.Nora.Listen($"{desk["seq"]!.GetValue<long>()}", desk["epoch"]!.GetValue<string>());
            for (var i = 0; i < 10; i++)
            {
                var next = await stream.Next("message.sent", frame => frame.Data["conversation"]!.GetValue<string>() == visitor.Conversation);
                next["message"]!["seq"]!.GetValue<long>().ShouldBe(++known);
            }
        }

        await stop.CancelAsync();
        await talking;
    }

    [Fact, Requirement("RT-30")]
    public async Task Streams_that_open_while_much_is_said_miss_nothing()
    {
        await using var own = await MuchIsSaidIn();
        var visitor = await own.NoraIsTalkingToAVisitor();
        using var enough = new CancellationTokenSource();
        var talking = Task.Run(async () =>
        {
            while (!enough.IsCancellationRequested)
            {
                (await visitor.Says("And another thing")).Should(201);
            }
        });

        try
        {
            for (var opened = 0; opened < 25; opened++)
            {
                var snapshot = (await visitor.Snapshot()).Should(200);
                await using var stream = await visitor.Listen(snapshot["cursor"]!.GetValue<string>(), snapshot["epoch"]!.GetValue<string>());
                var last = snapshot["lastSeq"]!.GetValue<long>();
                for (var next = last + 1; next <= last + 8; next++)
                {
                    (await stream.Next("message.sent"))["message"]!["seq"]!.GetValue<long>().ShouldBe(next);
                }
            }
        }
        finally
        {
            await enough.CancelAsync();
            await talking;
        }
    }

    [Fact]
    public async Task Another_epoch_or_an_impossible_cursor_is_answered_with_reset()
    {
        await using var stranger = await shop.Nora.Listen("1", "another-life");
        (await stranger.Next("reset")).Data["epoch"]!.GetValue<string>().ShouldBe((await shop.Nora.Desk())["epoch"]!.GetValue<string>());

        var epoch = (await shop.Nora.Desk())["epoch"]!.GetValue<string>();
        await using var future = await shop.Nora.Listen("999999999", epoch);
        await future.Next("reset");

        var visitor = await shop.AVisitor();
        await using var forged = await visitor.Listen("not-a-cursor", epoch);
        await forged.Next("reset");
    }

    [Fact]
    public async Task A_heartbeat_says_how_far_everything_was_given()
    {
        await using var own = await Shop.Open();
        var visitor = await own.NoraIsTalkingToAVisitor();
        await using var stream = await own.Nora.Listen();
        (await visitor.Says("Hi")).Should(201);
        var sent = await stream.Next("message.sent");

        own.Clock.Advance(TimeSpan.FromSeconds(16));

        var beat = await stream.Next("heartbeat");
        long.Parse(beat.Id!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBeGreaterThanOrEqualTo(long.Parse(sent.Id!, System.Globalization.CultureInfo.InvariantCulture));
        beat.Data["epoch"].ShouldNotBeNull();
    }

    [Fact]
    public async Task The_long_poll_gives_the_same()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        var desk = (await shop.Nora.Desk()).Should(200);
        var (seq, epoch) = ($"{desk["seq"]!.GetValue<long>()}", desk["epoch"]!.GetValue<string>());

        var waiting = shop.Nora.Poll(seq, epoch, wait: 20);
        (await visitor.Says("Through a bad proxy")).Should(201);

        var answer = (await waiting).Should(200);
        var heard = answer["events"]!.AsArray().Single(e => e!["event"]!.GetValue<string>() == "message.sent")!;
        heard["data"]!["data"]!["message"]!["text"]!.GetValue<string>().ShouldBe("Through a bad proxy");
        answer["cursor"]!.GetValue<string>().ShouldBe(heard["id"]!.GetValue<string>());

        (await shop.Nora.Poll("1", "another-life")).Should(200)["reset"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact, Requirement("SP-07")]
    public async Task A_visitor_hears_the_own_conversation_only()
    {
        var mina = await shop.NoraIsTalkingToAVisitor();
        var other = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await mina.Listen();

        (await other.Says("Private")).Should(201);
        (await shop.Nora.Say(other.Conversation, "To the other")).Should(201);
        (await shop.Nora.Say(mina.Conversation, "To Mina")).Should(201);

        (await stream.Next("message.sent"))["message"]!["text"]!.GetValue<string>().ShouldBe("To Mina");
        stream.Heard.ShouldNotContain(frame => frame.Data.ToJsonString().Contains(other.Conversation, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_visitors_numbers_do_not_tell_the_shops_volume()
    {
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await visitor.Listen();
        (await shop.Nora.Say(visitor.Conversation, "Hi")).Should(201);

        var sent = await stream.Next("message.sent");

        sent.Data.AsObject().ContainsKey("seq").ShouldBeFalse();
        long.TryParse(sent.Id, System.Globalization.CultureInfo.InvariantCulture, out _).ShouldBeFalse();
        stream.Heard.ShouldAllBe(frame => !frame.Data.AsObject().ContainsKey("seq"));
    }

    [Fact, Requirement("RT-01")]
    public async Task Agents_do_not_hear_talks_that_are_not_theirs_to_read()
    {
        var walt = await shop.Walt();
        var visitor = await shop.NoraIsTalkingToAVisitor();
        await using var stream = await walt.Listen();

        (await visitor.Says("For Nora")).Should(201);
        var next = await shop.AVisitorIsWaiting();

        await stream.Next("conversation.started", frame => frame["conversation"]!["id"]!.GetValue<string>() == next.Conversation);
        stream.Heard.ShouldNotContain(frame => frame.Data.ToJsonString().Contains("For Nora", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Signing_out_and_being_disabled_end_the_stream()
    {
        await using var own = await Shop.Open();
        var walt = await own.Walt();
        await using var waltsStream = await walt.Listen();
        (await walt.Delete("/api/session")).ShouldSucceed();
        await waltsStream.Ends();

        var ada = await own.Ada();
        await using var adasStream = await ada.Listen();
        (await own.Nora.Patch($"/api/agents/{ada.Id}", new { disabled = true })).Should(200);
        await adasStream.Ends();
        (await ada.Desk()).ShouldRefuse(401, "not_signed_in");
    }

    [Fact, Requirement("RT-21", "RT-31")]
    public async Task The_light_goes_out_a_minute_after_the_last_sign_of_life()
    {
        await using var own = await Shop.Open();
        var visitor = await own.NoraIsTalkingToAVisitor();
        own.Clock.Advance(TimeSpan.FromSeconds(61));
        await visitor.Says("Still here");
        await using var nora = await own.Nora.Listen();
        await nora.Next("presence", frame => IsOf(frame) && frame["online"]!.GetValue<bool>());

        own.Clock.Advance(TimeSpan.FromSeconds(50));
        await visitor.Says("And still");
        own.Clock.Advance(TimeSpan.FromSeconds(50));
        (await own.Nora.Desk()).Should(200)["mine"]!.AsArray().Count.ShouldBe(1);
        nora.Heard.Any(frame => frame.Event == "presence" && IsOf(frame) && !frame["online"]!.GetValue<bool>()).ShouldBeFalse();

        own.Clock.Advance(TimeSpan.FromSeconds(15));
        await nora.Next("presence", frame => IsOf(frame) && !frame["online"]!.GetValue<bool>());
        (await own.Nora.Desk()).Should(200)["mine"]!.AsArray().Count.ShouldBe(1);

        await using var back = await visitor.Listen();
        await nora.Next("presence", frame => IsOf(frame) && frame["online"]!.GetValue<bool>());

        bool IsOf(Frame frame) => frame["conversation"]!.GetValue<string>() == visitor.Conversation;
    }

    /// <summary>More is said there than one visitor may.</summary>
    private static Task<Shop> MuchIsSaidIn() => Shop.Open("--GENKAN_LIMIT_MESSAGES_VISITOR", "off", "--GENKAN_LIMIT_MESSAGES_ADDRESS", "off");

    private static IEnumerable<string> Said(LiveStream stream, VisitorClient? by) =>
        stream.Heard.Where(frame => frame.Event == "message.sent" && (by is null || frame.Data["conversation"]!.GetValue<string>() == by.Conversation))
            .Select(frame => frame["message"]!["id"]!.GetValue<string>());

    [Fact]
    public async Task What_the_api_says_is_kept_by_nobody_and_taken_for_nothing_else()
    {
        var visitor = await shop.AVisitorIsWaiting();
        foreach (var answer in new[] { await shop.Nora.Desk(), await visitor.Snapshot(), visitor.Visit })
        {
            answer.Should(answer.Status).Headers.CacheControl!.NoStore.ShouldBeTrue();
            answer.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        }
    }

    [Fact]
    public async Task A_long_gap_is_told_by_polls_in_parts_without_a_hole()
    {
        await using var own = await Shop.Open();
        var before = (await own.Nora.Desk()).Should(200);
        var (cursor, epoch) = ($"{before["seq"]!.GetValue<long>()}", before["epoch"]!.GetValue<string>());
        for (var i = 0; i < 260; i++)
        {
            await own.Nora.Status("busy");
            await own.Nora.Status("online");
        }

        var seqs = new List<long>();
        for (var parts = 0; parts < 3; parts++)
        {
            var answer = (await own.Nora.Poll(cursor, epoch)).Should(200);
            var told = answer["events"]!.AsArray().Where(e => e!["id"] is not null).Select(e => e!["data"]!["seq"]!.GetValue<long>()).ToList();
            told.Count.ShouldBeLessThanOrEqualTo(500);
            seqs.AddRange(told);
            cursor = answer["cursor"]!.GetValue<string>();
        }

        var first = before["seq"]!.GetValue<long>() + 1;
        seqs.ShouldBe(Enumerable.Range(0, 520).Select(i => first + i));
    }
}
