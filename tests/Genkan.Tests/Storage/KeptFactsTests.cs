using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Storage;

/// <summary>What is kept in memory is what the store has, whoever changed it and however their unit ended.</summary>
public sealed class KeptFactsTests(Shop shop) : IClassFixture<Shop>
{
    private const string Subject = "test.words";
    private readonly OrganisationId _organisation = new(Guid.Parse(shop.Nora.Organisation));
    private readonly KeptFacts<string> _kept = new(Subject);
    private int _read;

    private IStorage Storage => shop.Server.Services.GetRequiredService<IStorage>();

    [Fact]
    public async Task What_nobody_changed_is_read_once()
    {
        var first = await Storage.Read(_organisation, Word);
        var second = await Storage.Write(_organisation, tx => Word(tx));

        second.ShouldBeSameAs(first);
        _read.ShouldBe(1);
    }

    [Fact]
    public async Task A_change_counts_in_its_own_unit_and_from_its_commit_on_everywhere()
    {
        await Storage.Read(_organisation, Word);
        await Storage.Write(_organisation, async tx =>
        {
            await tx.Changed(_organisation, Subject);
            (await Word(tx)).ShouldBe("word 2");
            return true;
        });

        (await Storage.Read(_organisation, Word)).ShouldBe("word 2");
        // Another subject's change is none of this one.
        await Storage.Write(_organisation, async tx =>
        {
            await tx.Changed(_organisation, "test.other");
            return true;
        });
        (await Storage.Read(_organisation, Word)).ShouldBe("word 2");
    }

    [Fact]
    public async Task What_a_unit_saw_that_came_to_nothing_nobody_believes()
    {
        await Storage.Read(_organisation, Word);
        await Should.ThrowAsync<InvalidOperationException>(() => Storage.Write<bool>(_organisation, async tx =>
        {
            await tx.Changed(_organisation, Subject);
            (await Word(tx)).ShouldBe("word 2");
            throw new InvalidOperationException();
        }));

        (await Storage.Read(_organisation, Word)).ShouldBe("word 3");
    }

    [Fact]
    public async Task A_change_after_a_look_in_the_same_unit_is_seen_by_the_next_look()
    {
        await Storage.Write(_organisation, async tx =>
        {
            (await Word(tx)).ShouldBe("word 1");
            await tx.Changed(_organisation, Subject);
            (await Word(tx)).ShouldBe("word 2");
            await tx.Changed(_organisation, Subject);
            (await Word(tx)).ShouldBe("word 3");
            return true;
        });
    }

    private Task<string> Word(IReadTx tx) => _kept.Read(tx, _ => Task.FromResult($"word {++_read}"));
}
