using Genkan.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace Genkan.Tests.Storage;

/// <summary>How words between nodes are packed, put together again and missed.</summary>
public sealed class BusTests : IDisposable
{
    private static readonly Guid Speaker = Guid.CreateVersion7();
    private readonly string _folder = Directory.CreateTempSubdirectory("genkan-test-").FullName;
    private readonly BusWire _wire;
    private readonly BusEar _ear;

    public BusTests()
    {
        _wire = new BusWire(KeysIn(_folder));
        _ear = new BusEar(Guid.CreateVersion7(), _wire, NullLogger.Instance);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact, Requirement("RT-06")]
    public void What_is_longer_than_a_payload_is_cut_and_put_together_again()
    {
        var batch = Batch(new string('語', 20_000));

        var payloads = _wire.Pack(Speaker, 1, batch);

        payloads.Count.ShouldBeGreaterThan(5);
        payloads.ShouldAllBe(payload => payload.Length < 8_000);
        payloads.SkipLast(1).ShouldAllBe(payload => _ear.Take(payload).Parcel == null);
        var heard = _ear.Take(payloads[^1]);
        heard.Missed.ShouldBeFalse();
        heard.Parcel!.Batch.Words.ShouldBe(batch.Words);
        heard.Parcel.Batch.Hints.ShouldBe(batch.Hints);
    }

    [Fact, Requirement("RT-09")]
    public void Nothing_of_a_word_can_be_read_on_the_way() =>
        string.Concat(_wire.Pack(Speaker, 1, Batch("half a secret"))).ShouldNotContain("secret");

    [Fact, Requirement("RT-01")]
    public void What_is_missing_is_noticed_and_a_repeat_is_not_heard_twice()
    {
        Hear(1, "a").Missed.ShouldBeFalse();
        Hear(1, "a").Parcel.ShouldBeNull();
        Hear(2, "b").Parcel!.Batch.Words.Single().Json.ShouldBe("b");

        var after = Hear(4, "d");

        after.Missed.ShouldBeTrue();
        after.Parcel!.Batch.Words.Single().Json.ShouldBe("d");
        Hear(5, "e").Missed.ShouldBeFalse();
    }

    [Fact, Requirement("RT-01")]
    public void A_part_that_did_not_come_is_noticed()
    {
        var payloads = _wire.Pack(Speaker, 1, Batch(new string('x', 20_000)));

        _ear.Take(payloads[0]).Missed.ShouldBeFalse();
        _ear.Take(payloads[2]).Missed.ShouldBeTrue();
        Hear(2, "b").Missed.ShouldBeTrue();
    }

    [Fact, Requirement("SP-02")]
    public void A_node_with_other_keys_is_not_believed()
    {
        var other = Directory.CreateTempSubdirectory("genkan-test-").FullName;
        try
        {
            _ear.Take(new BusWire(KeysIn(other)).Pack(Speaker, 1, Batch("forged"))[0]).Parcel.ShouldBeNull();
        }
        finally
        {
            Directory.Delete(other, recursive: true);
        }
    }

    [Fact, Requirement("RT-01")]
    public void Of_too_many_words_the_oldest_go_and_the_others_learn_that_they_did()
    {
        using var queue = new BusQueue();
        var organisation = OrganisationId.From(Guid.CreateVersion7());
        queue.Hint(organisation, 7);
        queue.Hint(organisation, 6);
        for (var said = 0; said < 50; said++)
        {
            queue.Add(new BusWord("t", new string('x', 100_000)));
        }

        var first = queue.Take()!;

        first.Lost.ShouldBeTrue();
        first.Hints.ShouldHaveSingleItem().ShouldBe((organisation, 7));
        queue.Take()!.Lost.ShouldBeFalse();
    }

    private (BusParcel? Parcel, bool Missed) Hear(long number, string said) => _ear.Take(_wire.Pack(Speaker, number, Batch(said)).Single());

    private static BusBatch Batch(string said) => new([(OrganisationId.From(Guid.CreateVersion7()), 3)], [new BusWord("t", said)], Lost: false);

    private static Keys KeysIn(string folder) => new(new GenkanSettings { DataFolder = folder });
}
