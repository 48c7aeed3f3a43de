namespace Genkan.Tests.Cast;

/// <summary>Tests in a shop of their own that mails through a server the test plays.</summary>
public abstract class ShopWithMail : IAsyncLifetime
{
    private protected PostBox Post { get; } = new();

    private protected Shop Shop { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Shop = await Shop.Open(Post.Settings());

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await Shop.DisposeAsync();
        Post.Dispose();
    }
}
