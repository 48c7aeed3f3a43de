namespace Genkan.Journeys.Stage;

/// <summary>A server with one organisation and Nora, its owner; nothing else is there yet.</summary>
public abstract class NorasShop : IAsyncLifetime
{
    /// <summary>Nora's.</summary>
    protected const string Email = "nora@shop.example";

    /// <summary>Hers, and everybody's a journey adds.</summary>
    protected const string Password = "teapot blue 42";

    private protected ServerProcess Server { get; private set; } = null!;

    /// <summary>Starts it; a journey adds what it needs besides.</summary>
    public virtual async ValueTask InitializeAsync() => Server = await ServerProcess.Start([], new()
    {
        ["GENKAN_SETUP_EMAIL"] = Email,
        ["GENKAN_SETUP_PASSWORD"] = Password,
    });

    /// <summary>Stops it.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Server.DisposeAsync();
    }
}
