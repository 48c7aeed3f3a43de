using Genkan.Live;

namespace Genkan.Tests.Live;

public sealed class RecentTargetsTests
{
    private static readonly Guid[] Visitors = [.. Enumerable.Range(0, 5).Select(_ => Guid.NewGuid())];

    [Theory, Requirement("RT-30")]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Nothing_is_said_only_where_the_whole_journal_says_so_too(int seed)
    {
        var chance = new Random(seed);
        var recent = new RecentTargets();
        var journal = new Dictionary<long, Guid?>();
        long head = chance.Next(0, 10_000), told = 0;
        for (var step = 0; step < 20_000; step++)
        {
            // Now and then some are missing, as after a gap that another reader filled.
            head += chance.Next(5_000) == 0 ? chance.Next(2, 50) : 1;
            journal[head] = chance.Next(3) == 0 ? null : Visitors[chance.Next(Visitors.Length - 1)];
            recent.Note(head, journal[head]);
            if (chance.Next(10) == 0)
            {
                var cursor = head - chance.Next(1, chance.Next(1, 6_000));
                Guid? visitor = chance.Next(6) is var one && one < Visitors.Length ? Visitors[one] : null;
                var missed = Enumerable.Range(0, (int)(head - cursor)).Select(i => cursor + 1 + i).ToList();
                if (recent.Nothing(cursor, head, visitor))
                {
                    told++;
                    missed.ShouldAllBe(seq => journal.ContainsKey(seq) && (visitor == null || journal[seq] != visitor));
                }
                else if (missed.Count < 64)
                {
                    missed.ShouldContain(seq => !journal.ContainsKey(seq) || (visitor != null && journal[seq] == visitor));
                }
            }
        }

        told.ShouldBeGreaterThan(100);
    }

    [Fact, Requirement("RT-30")]
    public void Of_a_head_it_has_not_heard_of_it_says_nothing()
    {
        var recent = new RecentTargets();
        recent.Nothing(0, 3, null).ShouldBeFalse();
        recent.Note(4, Visitors[0]);

        recent.Nothing(3, 4, Visitors[1]).ShouldBeTrue();
        recent.Nothing(2, 4, Visitors[1]).ShouldBeFalse();
        recent.Nothing(3, 5, Visitors[1]).ShouldBeFalse();
    }
}
