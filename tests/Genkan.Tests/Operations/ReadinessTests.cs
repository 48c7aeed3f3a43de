using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Genkan.Tests.Operations;

/// <summary><c>/readyz</c> tells the truth, says nothing of the inside, and comes back by itself: promise 19.</summary>
public sealed class ReadinessTests
{
    [Fact]
    public async Task A_store_that_takes_no_writes_is_not_ready_until_it_does()
    {
        await using var shop = await Shop.Open();
        using var http = new HttpClient { BaseAddress = shop.Server.Url };
        (await http.GetStringAsync("/readyz")).ShouldBe("ready");

        await using (await TakeAway(shop.Server.Store))
        {
            var refused = await Until(http, HttpStatusCode.ServiceUnavailable);
            refused.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
            var text = await refused.Content.ReadAsStringAsync();
            var problem = JsonNode.Parse(text)!;
            problem["code"]!.GetValue<string>().ShouldBe("not_ready");
            problem["reasons"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldBe(["cannot_write"]);
            foreach (var inside in new[] { "qlite", "ostgres", "Exception", "genkan.db", shop.Server.Folder })
            {
                text.ShouldNotContain(inside);
            }

            (await http.GetStringAsync("/healthz")).ShouldBe("alive");
        }

        (await Until(http, HttpStatusCode.OK)).Dispose();
    }

    [Fact]
    public async Task A_database_of_a_newer_program_is_not_touched()
    {
        await using var shop = await Shop.Open();
        await shop.Server.Services.GetRequiredService<Genkan.Storage.IStorage>().WriteInstallation(tx =>
            tx.Run("INSERT INTO storage_migrations (number, name, at) VALUES (9999, '9999-later.sql', 0)"));
        await shop.Server.Stop();
        var refused = await Should.ThrowAsync<Genkan.Storage.StartRefusedException>(shop.Server.Restart());
        refused.Message.ShouldContain("newer");
    }

    /// <summary>SQLite: another hand holds the write lock. PostgreSQL: nobody may come in, and who is in is put out.</summary>
    private static async Task<IAsyncDisposable> TakeAway(TestStore store)
    {
        if (store.Database is null)
        {
            var holder = new SqliteConnection($"Data Source={Path.Combine(store.Folder, "genkan.db")};Pooling=false");
            holder.Open();
            await new SqliteCommand("PRAGMA wal_autocheckpoint = 0; BEGIN IMMEDIATE", holder).ExecuteNonQueryAsync();
            return holder;
        }

        var name = new NpgsqlConnectionStringBuilder(store.Database).Database!;
        await Engine.RunOnServer($"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await Engine.RunOnServer($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        return new ComesBack(name);
    }

    private static async Task<HttpResponseMessage> Until(HttpClient http, HttpStatusCode status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            var answer = await http.GetAsync("/readyz", patience.Token);
            if (answer.StatusCode == status)
            {
                return answer;
            }

            answer.Dispose();
            await Task.Delay(50, patience.Token);
        }
    }

    private sealed class ComesBack(string database) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await Engine.RunOnServer($"ALTER DATABASE {database} ALLOW_CONNECTIONS true");
    }
}
