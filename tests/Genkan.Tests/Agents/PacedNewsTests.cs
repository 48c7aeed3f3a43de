using System.Collections.Concurrent;
using Genkan.Agents;
using Genkan.Live;
using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Genkan.Tests.Agents;

/// <summary>News told at a pace: of two that one organisation has, the later is told last.</summary>
public sealed class PacedNewsTests
{
    private static readonly OrganisationId Organisation = OrganisationId.From(Guid.NewGuid());

    [Fact]
    public async Task What_takes_longer_than_a_beat_is_not_overtaken_by_the_next()
    {
        await using var shop = await Shop.Open();
        using var news = new SlowNews(shop, shop.Clock);
        await news.StartAsync(TestContext.Current.CancellationToken);
        news.Happens(1);
        var first = await news.Reads();

        news.Happens(2);
        for (var beat = 0; beat < 5; beat++)
        {
            shop.Clock.Advance(SlowNews.Pace);
        }

        news.Reading.ShouldBe(1, "one at a time");
        first.SetResult();
        (await news.Reads()).SetResult();
        await Until.True(() => Task.FromResult(news.Told.Count == 2));
        news.Told.ShouldBe([1, 2]);

        for (var beat = 0; beat < 5; beat++)
        {
            shop.Clock.Advance(SlowNews.Pace);
        }

        news.Reading.ShouldBe(2, "nothing has happened since");
        await news.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_could_not_be_told_is_told_with_a_later_beat()
    {
        await using var shop = await Shop.Open();
        using var news = new SlowNews(shop, shop.Clock);
        await news.StartAsync(TestContext.Current.CancellationToken);
        news.Happens(7);
        (await news.Reads()).SetException(new InvalidOperationException("the store is busy"));
        (await news.Reads()).SetResult();
        await Until.True(() => Task.FromResult(news.Told.Count == 1));
        news.Told.ShouldBe([7]);
        await news.StopAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tells a number, and takes as long to read it as the test wants.</summary>
    private sealed class SlowNews(Shop shop, FakeClock clock) : PacedNews(
        shop.Server.Services.GetRequiredService<IStore>(),
        shop.Server.Services.GetRequiredService<ILive>(),
        shop.Server.Services.GetRequiredService<IAgentContact>(),
        clock,
        Pace,
        NullLogger.Instance)
    {
        public static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(500);
        private readonly BlockingCollection<TaskCompletionSource> _begun = [];
        private int _number;
        private int _reading;

        public ConcurrentQueue<int> Told { get; } = [];

        public int Reading => Volatile.Read(ref _reading);

        public void Happens(int number)
        {
            Volatile.Write(ref _number, number);
            Renew(Organisation);
        }

        /// <summary>Once it has begun to read: how that ends.</summary>
        public async Task<TaskCompletionSource> Reads()
        {
            TaskCompletionSource? begun = null;
            await Until.True(() =>
            {
                Clock.ShouldBeOfType<FakeClock>().Advance(Pace);
                return Task.FromResult(_begun.TryTake(out begun));
            });
            return begun!;
        }

        protected override bool Bears(string kind) => false;

        protected override async Task Tell(OrganisationId organisation)
        {
            if (organisation != Organisation)
            {
                return;
            }

            var read = Volatile.Read(ref _number);
            Interlocked.Increment(ref _reading);
            var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _begun.Add(end);
            await end.Task;
            Told.Enqueue(read);
        }

        protected override void Dispose(bool disposing)
        {
            _begun.Dispose();
            base.Dispose(disposing);
        }
    }
}
