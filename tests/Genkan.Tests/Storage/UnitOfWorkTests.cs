using Genkan.Doors;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Storage;

/// <summary>The two verbs every room stands on, on whichever engine this run uses.</summary>
public sealed class UnitOfWorkTests(Shop shop) : IClassFixture<Shop>
{
    private readonly OrganisationId organisation = new(Guid.CreateVersion7());

    private IStorage Storage => shop.Server.Services.GetRequiredService<IStorage>();

    private Journal Journal => shop.Server.Services.GetRequiredService<Journal>();

    [Fact]
    public async Task Numbers_grow_by_one_without_holes_however_many_write_at_once()
    {
        var writers = Enumerable.Range(0, 200).Select(n => Append($"test.{n}"));

        await Task.WhenAll(writers);

        var events = await Journal.After(organisation, 0);
        events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 200).Select(n => (long)n));
        events.Select(e => e.Kind).Distinct().Count().ShouldBe(200);
    }

    [Fact]
    public async Task A_unit_that_throws_leaves_nothing_and_takes_no_number()
    {
        await Append("test.before");
        IEnumerable<Task> good = Enumerable.Range(0, 20).Select(_ => Append("test.good"));
        IEnumerable<Task> bad = Enumerable.Range(0, 20).Select(_ => Should.ThrowAsync<InvalidOperationException>(() => Storage.Write<bool>(organisation, tx =>
        {
            tx.Append(Event("test.bad"));
            throw new InvalidOperationException();
        })));

        await Task.WhenAll(good.Concat(bad));

        var events = await Journal.After(organisation, 0);
        events.Select(e => e.Kind).ShouldNotContain("test.bad");
        events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 21).Select(n => (long)n));
    }

    [Fact]
    public async Task Of_units_about_different_things_each_is_kept_or_refused_by_itself()
    {
        var rows = await Rows(120);
        async Task<string> About(int n)
        {
            try
            {
                return await Storage.WriteAbout(organisation, rows[n], async tx =>
                {
                    var before = await tx.OneToChange<Held>("SELECT kind, attempts FROM storage_jobs WHERE organisation = @o AND id = @id", new { o = organisation, id = rows[n] });
                    if (n % 3 == 1)
                    {
                        throw new Refusal(409, "test_refused");
                    }

                    tx.Append(Event(before!.Kind));
                    await tx.Later("UPDATE storage_jobs SET attempts = attempts + 1 WHERE organisation = @o AND id = @id", new { o = organisation, id = rows[n] });
                    return await tx.One<long>("SELECT attempts FROM storage_jobs WHERE organisation = @o AND id = @id", new { o = organisation, id = rows[n] }) == 1 ? before.Kind : "wrong";
                });
            }
            catch (Refusal refused)
            {
                return refused.Code;
            }
        }

        var answers = await Task.WhenAll(Enumerable.Range(0, rows.Count).Select(About));

        answers.ShouldBe(Enumerable.Range(0, rows.Count).Select(n => n % 3 == 1 ? "test_refused" : $"test.{n}"));
        var events = await Journal.After(organisation, 0);
        events.Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 80).Select(n => (long)n));
        events.Select(e => e.Kind).ShouldBe(answers.Where(a => a != "test_refused"), ignoreOrder: true);
        (await Attempts()).ShouldBe(Enumerable.Range(0, rows.Count).Select(n => n % 3 == 1 ? 0L : 1L));
    }

    [Fact]
    public async Task A_unit_that_changed_something_and_then_throws_takes_nothing_from_those_beside_it()
    {
        var rows = await Rows(40);
        IEnumerable<Task> units = rows.Select(async (row, n) =>
        {
            Task<bool> Unit() => Storage.WriteAbout(organisation, row, async tx =>
            {
                await tx.OneToChange<Held>("SELECT kind, attempts FROM storage_jobs WHERE organisation = @o AND id = @id", new { o = organisation, id = row });
                tx.Append(Event("test.done"));
                await tx.Run("UPDATE storage_jobs SET attempts = attempts + 1 WHERE organisation = @o AND id = @id", new { o = organisation, id = row });
                return n % 10 == 0 ? throw new Refusal(409, "test_refused") : true;
            });
            if (n % 10 == 0)
            {
                await Should.ThrowAsync<Refusal>(Unit);
            }
            else
            {
                await Unit();
            }
        });

        await Task.WhenAll(units);

        (await Attempts()).ShouldBe(rows.Select((_, n) => n % 10 == 0 ? 0L : 1L));
        (await Journal.After(organisation, 0)).Select(e => e.Seq).ShouldBe(Enumerable.Range(1, 36).Select(n => (long)n));
    }

    [Fact]
    public async Task Units_about_the_same_thing_see_what_those_before_them_did()
    {
        var row = (await Rows(1))[0];

        await Task.WhenAll(Enumerable.Range(0, 60).Select(n => n % 4 == 0 ? Storage.Write(organisation, Count) : Storage.WriteAbout(organisation, row, Count)));

        (await Attempts()).ShouldBe([60L]);

        async Task<bool> Count(ITx tx)
        {
            var before = await tx.OneToChange<Held>("SELECT kind, attempts FROM storage_jobs WHERE organisation = @o AND id = @id", new { o = organisation, id = row });
            await tx.Later("UPDATE storage_jobs SET attempts = @next WHERE organisation = @o AND id = @id", new { o = organisation, id = row, next = before!.Attempts + 1 });
            tx.Append(Event("test.counted"));
            return true;
        }
    }

    [Fact]
    public async Task What_a_unit_is_about_may_not_be_there() =>
        (await Storage.WriteAbout(organisation, Guid.CreateVersion7(), async tx =>
            await tx.OneToChange<Held>("SELECT kind, attempts FROM storage_jobs WHERE organisation = @o AND kind = 'none'", new { o = organisation }) is null)).ShouldBeTrue();

    [Fact]
    public async Task What_is_given_to_a_statement_comes_out_of_it()
    {
        var given = new Kinds { SomeText = "Grüße, 玄関 \U0001F44B", EmptyText = "", LargeNumber = long.MaxValue, SomeNumber = -7, SomeId = Guid.CreateVersion7(), Whose = organisation, SomeBytes = [0, 1, 255], EmptyBytes = [] };

        var came = await Storage.ReadInstallation(tx => tx.One<Kinds>(
            """
            SELECT @SomeText AS some_text, @EmptyText AS empty_text, @NoText AS no_text, @LargeNumber AS large_number, @SomeNumber AS some_number, @NoNumber AS no_number,
                @SomeId AS some_id, @NoId AS no_id, @Whose AS whose, @SomeBytes AS some_bytes, @EmptyBytes AS empty_bytes, 1 AS unknown
            """,
            given));

        (came! with { SomeBytes = given.SomeBytes, EmptyBytes = given.EmptyBytes }).ShouldBe(given);
        came.SomeBytes.ShouldBe(given.SomeBytes);
        came.EmptyBytes.ShouldBe([]);
    }

    [Fact]
    public async Task One_value_is_read_as_what_it_is_and_none_as_nothing()
    {
        await Append("test.one");
        await Append("test.two");

        (await Storage.Read(organisation, tx => tx.All<long>("SELECT seq FROM storage_events WHERE organisation = @o ORDER BY seq", new { o = organisation }))).ShouldBe([1, 2]);
        (await Storage.Read(organisation, tx => tx.One<string>("SELECT kind FROM storage_events WHERE organisation = @o ORDER BY seq", new { o = organisation }))).ShouldBe("test.one");
        (await Storage.Read(organisation, tx => tx.One<long?>("SELECT seq FROM storage_events WHERE organisation = @o AND seq > 2", new { o = organisation }))).ShouldBeNull();
        (await Storage.Write(organisation, tx => tx.Run("UPDATE storage_events SET kind = kind WHERE organisation = @o", new { o = organisation }))).ShouldBe(2);
    }

    [Fact]
    public async Task A_line_that_breaks_after_the_decision_does_not_change_it()
    {
        Assert.SkipUnless(Engine.IsPostgres, "SQLite has no line that could break.");

        var refusal = await Should.ThrowAsync<Refusal>(() => Storage.Write<bool>(organisation, async tx =>
        {
            await Engine.RunOnServer($"SELECT pg_terminate_backend({await tx.One<int>("SELECT pg_backend_pid()")}, 5000)");
            throw new Refusal(409, "conversation_taken");
        }));

        refusal.Status.ShouldBe(409);
        await Append("test.after");
        (await Journal.After(organisation, 0)).ShouldHaveSingleItem().Kind.ShouldBe("test.after");
    }

    [Fact]
    public async Task What_an_organisation_appends_is_nobody_elses()
    {
        var other = new OrganisationId(Guid.CreateVersion7());
        await Append("test.ours");

        (await Journal.After(other, 0)).ShouldBeEmpty();
        (await Storage.Read(other, tx => tx.Head())).ShouldBe(0);
        (await Storage.Read(organisation, tx => tx.Head())).ShouldBe(1);
    }

    [Fact]
    public async Task A_unit_that_awaits_the_outside_is_refused_on_SQLite()
    {
        Assert.SkipWhen(Engine.IsPostgres, "PostgreSQL gives each unit its own transaction.");
        var never = new TaskCompletionSource<bool>();

        await Should.ThrowAsync<InvalidOperationException>(() => Storage.Write(organisation, _ => never.Task));

        await Append("test.after");
        (await Storage.Read(organisation, tx => tx.Head())).ShouldBe(1);
    }

    [Fact]
    public async Task Pruned_events_are_gone_and_the_journal_says_from_where_it_goes_on()
    {
        await Append("test.old");
        await Append("test.older");
        shop.Clock.Advance(TimeSpan.FromDays(20));
        await Append("test.new");

        await Journal.Prune(organisation, shop.Clock.GetUtcNow().AddDays(-14).ToUnixTimeMilliseconds());

        (await Journal.After(organisation, 0)).Select(e => e.Kind).ShouldBe(["test.new"]);
        (await Journal.Bounds(organisation)).ShouldBe((3, 3));
    }

    private static NewEvent Event(string kind) => new(kind, Actor.System, Audience.None, new { });

    private Task<bool> Append(string kind) => Storage.Write(organisation, tx =>
    {
        tx.Append(Event(kind));
        return Task.FromResult(true);
    });

    /// <summary>Jobs nobody runs: rows to change.</summary>
    private Task<List<Guid>> Rows(int count) => Storage.Write(organisation, async tx =>
    {
        var ids = Enumerable.Range(0, count).Select(_ => Guid.CreateVersion7()).Order().ToList();
        foreach (var (n, id) in ids.Index())
        {
            await tx.Run(
                "INSERT INTO storage_jobs (organisation, id, kind, data, created_at, due_at, attempts, leased_until, failed_at) VALUES (@o, @id, @kind, '', @n, 0, 0, 0, 1)",
                new { o = organisation, id, kind = $"test.{n}", n = (long)n });
        }

        return ids;
    });

    private Task<IReadOnlyList<long>> Attempts() =>
        Storage.Read(organisation, tx => tx.All<long>("SELECT attempts FROM storage_jobs WHERE organisation = @o ORDER BY created_at", new { o = organisation }));

    private sealed record Held
    {
        public string Kind { get; init; } = "";

        public long Attempts { get; init; }
    }

    private sealed record Kinds
    {
        public string SomeText { get; init; } = "";

        public string EmptyText { get; init; } = "?";

        public string? NoText { get; init; }

        public long LargeNumber { get; init; }

        public long? SomeNumber { get; init; }

        public long? NoNumber { get; init; }

        public Guid SomeId { get; init; }

        public Guid? NoId { get; init; }

        public OrganisationId Whose { get; init; }

        public byte[] SomeBytes { get; init; } = [];

        public byte[] EmptyBytes { get; init; } = [];
    }
}
