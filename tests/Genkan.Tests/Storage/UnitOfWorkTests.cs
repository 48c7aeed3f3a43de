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
