using Genkan.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Cast;

/// <summary>The shop on two servers, A and B, that share one PostgreSQL and nothing else. On SQLite there is only A, and the tests are skipped.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(5);
    private GenkanServer? _b;

    internal Shop Shop { get; private set; } = null!;

    internal GenkanServer A => Shop.Server;

    internal GenkanServer B => _b!;

    internal static async Task<TwoNodes> Open()
    {
        var nodes = new TwoNodes();
        await nodes.InitializeAsync();
        return nodes;
    }

    public static void SkipOnSqlite() => Assert.SkipUnless(Engine.IsPostgres, "SQLite has one node.");

    public async ValueTask InitializeAsync()
    {
        if (!Engine.IsPostgres)
        {
            return;
        }

        Shop = await Shop.Open();
        _b = await A.AnotherNode();
        await Until.True(() => Task.FromResult(BusOf(A).HasOthers && BusOf(B).HasOthers));
    }

    public async ValueTask DisposeAsync()
    {
        if (_b is not null)
        {
            await _b.DisposeAsync();
        }

        if (Shop is not null)
        {
            await Shop.DisposeAsync();
        }
    }

    internal static IBus BusOf(GenkanServer node) => node.Services.GetRequiredService<IBus>();

    /// <summary>
    /// Time goes by until this has happened, in steps, so that what each node does every second or every 20 is done on the way.
    /// When a server notices that a line is cut is up to the machine; the minutes are counted from there.
    /// </summary>
    internal async Task PassesUntil(Task happened)
    {
        while (!happened.IsCompleted)
        {
            Shop.Clock.Advance(Step);
            await Task.WhenAny(happened, Task.Delay(50));
        }

        await happened;
    }

    /// <summary>The same browser, whose next call happens to reach the other node.</summary>
    internal AgentClient OnB(AgentClient agent)
    {
        var there = new AgentClient(B.Url);
        foreach (var cookie in agent.Cookie.Split("; "))
        {
            there.Keep(cookie);
        }

        return there;
    }

    /// <summary>The same chat window on the other node.</summary>
    internal Task<VisitorClient> OnB(VisitorClient visitor) => new VisitorClient(B.Url, visitor.Site) { Token = visitor.Token }.Visits();
}
