using Npgsql;

namespace Genkan.Tests.Cast;

/// <summary>
/// Which database the suite runs on: <c>GENKAN_TEST_ENGINE</c> is <c>sqlite</c> (the default) or <c>postgres</c>, and
/// <c>GENKAN_TEST_POSTGRES</c> then names the server on which each store gets a database of its own.
/// </summary>
internal static class Engine
{
    public static bool IsPostgres => Environment.GetEnvironmentVariable("GENKAN_TEST_ENGINE") == "postgres";

    /// <summary>A fresh, empty store.</summary>
    public static async Task<TestStore> NewStore() =>
        IsPostgres ? await NewPostgresStore() : new TestStore(NewFolder(), null);

    /// <summary>One on PostgreSQL, whatever the suite runs on: empty, or a copy of the database named.</summary>
    public static async Task<TestStore> NewPostgresStore(string copyOf = "template0")
    {
        var name = $"genkan_{Guid.NewGuid():N}";
        await RunOnServer($"CREATE DATABASE {name} TEMPLATE {copyOf} ENCODING 'UTF8'");
        // A small pool: many servers share one PostgreSQL with its few hundred connections while the suite runs.
        var connection = new NpgsqlConnectionStringBuilder(ServerConnection) { Database = name, MaxPoolSize = 12 };
        return new TestStore(NewFolder(), connection.ToString());
    }

    private static string NewFolder() => Directory.CreateTempSubdirectory("genkan-test-").FullName;

    internal static async Task RunOnServer(string sql)
    {
        await using var connection = new NpgsqlConnection(ServerConnection + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private static string ServerConnection => Environment.GetEnvironmentVariable("GENKAN_TEST_POSTGRES")
        ?? throw new InvalidOperationException("GENKAN_TEST_POSTGRES is not set; run the suite through bin/test");
}

/// <summary>A data folder and, on PostgreSQL, a database. Both go when the test is done.</summary>
internal sealed record TestStore(string Folder, string? Database) : IAsyncDisposable
{
    public string DatabaseName => new NpgsqlConnectionStringBuilder(Database).Database!;

    /// <summary>Is the database another's, who takes it away?</summary>
    private bool Shared { get; init; }

    /// <summary>The same database and a folder of its own with the same keys.</summary>
    public TestStore ForAnotherNode()
    {
        var folder = Directory.CreateTempSubdirectory("genkan-test-").FullName;
        Directory.CreateDirectory(Path.Combine(folder, "keys"));
        foreach (var key in Directory.GetFiles(Path.Combine(Folder, "keys")))
        {
            File.Copy(key, Path.Combine(folder, "keys", Path.GetFileName(key)));
        }

        return new TestStore(folder, Database) { Shared = true };
    }

    public async ValueTask DisposeAsync()
    {
        if (Database is not null && !Shared)
        {
            await Engine.RunOnServer($"DROP DATABASE IF EXISTS {DatabaseName} WITH (FORCE)");
        }

        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A file still open somewhere is no reason to fail a test that passed.
        }
    }
}
