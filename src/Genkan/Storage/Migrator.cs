using System.Data.Common;
using System.Reflection;
using System.Text.RegularExpressions;
using Dapper;

namespace Genkan.Storage;

/// <summary>Numbered SQL files of all rooms, embedded, applied forward only, each in one transaction.</summary>
internal static partial class Migrator
{
    /// <summary>The highest number this program knows.</summary>
    public static long Newest => All().Max(m => m.Number);

    /// <summary>
    /// Applies what is missing. The caller holds the lock that keeps a second server out; within the caller's transaction
    /// where one is given, else each in one of its own.
    /// </summary>
    public static async Task Apply(DbConnection connection, Func<string, string> dialect, ILogger log, DbTransaction? within = null)
    {
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS storage_migrations (number bigint PRIMARY KEY, name text NOT NULL, at bigint NOT NULL)", transaction: within);
        await connection.ExecuteAsync("CREATE TABLE IF NOT EXISTS storage_installation (name text PRIMARY KEY, content text NOT NULL)", transaction: within);
        var done = (await connection.QueryAsync<long>("SELECT number FROM storage_migrations", transaction: within)).ToHashSet();
        if (done.Except(All().Select(m => m.Number)).Any())
        {
            throw new StartRefusedException("This database was already brought up to date by a newer Genkan. Start that one, or restore a backup from before.");
        }

        foreach (var (number, name) in All().Where(m => !done.Contains(m.Number)))
        {
            var transaction = within ?? await connection.BeginTransactionAsync();
            try
            {
                await connection.ExecuteAsync(dialect(Read(name)), transaction: transaction);
                await connection.ExecuteAsync(
                    "INSERT INTO storage_migrations (number, name, at) VALUES (@number, @name, @at)",
                    new { number, name, at = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() },
                    transaction);
                if (within is null)
                {
                    await transaction.CommitAsync();
                }
            }
            finally
            {
                if (within is null)
                {
                    await transaction.DisposeAsync();
                }
            }

            log.LogInformation("Applied migration {Name}", name);
        }
    }

    /// <summary>Reads the database's epoch, making one for a new database.</summary>
    public static async Task<string> Epoch(DbConnection connection)
    {
        await connection.ExecuteAsync(
            "INSERT INTO storage_installation (name, content) VALUES ('epoch', @content) ON CONFLICT (name) DO NOTHING",
            new { content = Guid.NewGuid().ToString("N") });
        return (await connection.QuerySingleAsync<string>("SELECT content FROM storage_installation WHERE name = 'epoch'"))!;
    }

    /// <summary>Takes out what is for the other engine: <c>{sqlite} … {/sqlite}</c> and <c>{postgres} … {/postgres}</c>.</summary>
    public static string For(string engine, string sql) => EngineParts().Replace(sql, m => m.Groups["engine"].Value == engine ? m.Groups["sql"].Value : "");

    [GeneratedRegex(@"\{(?<engine>sqlite|postgres)\}(?<sql>.*?)\{/\k<engine>\}", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EngineParts();

    private static IEnumerable<(long Number, string Name)> All() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(n => n.EndsWith(".sql", StringComparison.Ordinal))
        .Select(n => (long.Parse(n.AsSpan(0, 4), System.Globalization.CultureInfo.InvariantCulture), n))
        .OrderBy(m => m.Item1);

    private static string Read(string name)
    {
        using var reader = new StreamReader(Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
