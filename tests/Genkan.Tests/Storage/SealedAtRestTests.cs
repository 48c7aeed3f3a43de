using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Tests.Storage;

/// <summary>What whoever gets hold of the database, but not of the keys, can read in it.</summary>
[Requirement("SP-01")]
public sealed class SealedAtRestTests
{
    private const string AgentMail = "Canary-Agent-7Q@Sealed.example";
    private const string GuestMail = "canary-guest-8W@sealed.example";
    private const string GuestPhone = "+49 30 7771 2349";
    private const string Picture = "canary-picture-9E";

    /// <summary>Nothing of these may be found, in whichever case it is kept.</summary>
    private static readonly string[] Marked = [AgentMail, GuestMail, GuestPhone, Picture, "nora@shop.example", "canary-agent-7q", "canary-guest-8w", "7771 2349", "77712349"];

    [Fact]
    public async Task Contact_fields_and_pictures_cannot_be_read_in_the_database()
    {
        await using var shop = await Shop.Open();
        await AFullTalk(shop);

        await shop.Server.WhileStopped(async () =>
        {
            var everything = await shop.Server.Everything();
            // What is meant to be searched is readable: so it is the right file we looked at.
            everything.ShouldContain("canary-message-6R");
            everything.ShouldContain("canary-nickname-5T");
            Found(everything).ShouldBeEmpty();
        });
    }

    [Fact]
    public async Task Who_is_signed_in_sees_them_all_the_same()
    {
        await using var shop = await Shop.Open();
        await AFullTalk(shop);
        await shop.Server.Restart();
        var nora = await new AgentClient(shop.Server.Url).SignIn("NORA@shop.example", Shop.Password);

        var agent = (await nora.Get("/api/agents?q=canary-AGENT")).Should(200)["items"]!.AsArray().Single()!;
        agent["email"]!.GetValue<string>().ShouldBe(AgentMail);
        var left = (await nora.Get("/api/leftmessages")).Should(200)["items"]!.AsArray().Single()!;
        left["email"]!.GetValue<string>().ShouldBe(GuestMail);
        left["phone"]!.GetValue<string>().ShouldBe(GuestPhone);
        await using var stream = await nora.Listen("0", shop.Server.Services.GetService(typeof(IStorage)) is IStorage storage ? storage.Epoch : null);
        (await stream.Next("leftMessage.received"))["message"]!["email"]!.GetValue<string>().ShouldBe(GuestMail);
        (await new AgentClient(shop.Server.Url).SignIn(AgentMail.ToUpperInvariant(), Shop.Password)).Name.ShouldBe("Canary");
        // Still one address, one account.
        (await nora.Post("/api/agents", new { id = Ids.New(), name = "Other", userName = "other", email = AgentMail.ToLowerInvariant(), password = Shop.Password, role = "agent" }))
            .ShouldRefuse(422, "invalid")["errors"]!["email"]![0]!["code"]!.GetValue<string>().ShouldBe("email_taken");
    }

    [Fact]
    public async Task What_earlier_versions_stored_in_plain_is_sealed_at_the_next_start()
    {
        await using var shop = await Shop.Open();
        var canary = await AFullTalk(shop);
        await shop.Server.WhileStopped(() => BackToThePreviousSchema(shop));

        // Started again: migrated and sealed.
        var nora = await new AgentClient(shop.Server.Url).SignIn("nora@shop.example", Shop.Password);
        (await nora.Get("/api/agents?q=canary")).Should(200)["items"]!.AsArray().Single()!["email"]!.GetValue<string>().ShouldBe(AgentMail);
        (await nora.Get("/api/leftmessages?limit=200")).Should(200)["items"]!.AsArray().Count(m => m!["email"]!.GetValue<string>() == GuestMail).ShouldBe(121);
        (await nora.Get(canary.Avatar)).Should(200).Text.ShouldContain(Picture);
        (await nora.Post("/api/agents", canary.Body)).Should(200);
        (await nora.Get("/api/session")).Should(200)["permissions"]!.AsArray().Select(p => p!.GetValue<string>()).ShouldContain("audit.read");
        await using var stream = await nora.Listen("0", shop.Server.Services.GetService(typeof(IStorage)) is IStorage storage ? storage.Epoch : null);
        (await stream.Next("leftMessage.received"))["message"]!["phone"]!.GetValue<string>().ShouldBe(GuestPhone);
        await shop.Server.WhileStopped(async () => Found(await shop.Server.Everything()).ShouldBeEmpty());
    }

    [Fact]
    public async Task A_further_key_seals_everything_anew_at_the_next_start()
    {
        await using var shop = await Shop.Open();
        await AFullTalk(shop);
        await shop.Server.WhileStopped(() => File.WriteAllBytesAsync(Path.Combine(shop.Server.Folder, "keys", "root-2.key"), RandomNumberGenerator.GetBytes(32)));

        (await new AgentClient(shop.Server.Url).SignIn(AgentMail, Shop.Password)).Name.ShouldBe("Canary");
        await shop.Server.WhileStopped(async () =>
        {
            string[] columns = ["SELECT email FROM administration_accounts", "SELECT email FROM agents_agents", "SELECT phone FROM leftmessages_messages", "SELECT data FROM storage_events WHERE kind LIKE 'leftMessage.%'"];
            foreach (var column in columns)
            {
                (await shop.Server.RawRows<string>(column)).ShouldAllBe(value => value.StartsWith("g1.2.", StringComparison.Ordinal));
            }
        });
    }

    [Fact]
    public async Task Without_its_keys_the_server_does_not_start_and_says_why()
    {
        await using var shop = await Shop.Open();
        var file = Path.Combine(shop.Server.Folder, "keys", "root.key");
        var right = await File.ReadAllBytesAsync(file);

        var missing = await Should.ThrowAsync<StartRefusedException>(() => shop.Server.WhileStopped(() => Task.Run(() => File.Delete(file))));
        missing.Message.ShouldContain("root.key");
        missing.Message.ShouldContain("missing");
        // No key of our own stands where the right one belongs.
        File.Exists(file).ShouldBeFalse();

        var wrong = await Should.ThrowAsync<StartRefusedException>(() => shop.Server.WhileStopped(() => File.WriteAllBytesAsync(file, RandomNumberGenerator.GetBytes(32))));
        wrong.Message.ShouldContain("not the one");

        await shop.Server.WhileStopped(() => File.WriteAllBytesAsync(file, right));
        (await new AgentClient(shop.Server.Url).SignIn("nora@shop.example", Shop.Password)).Name.ShouldNotBeEmpty();
    }

    private static IEnumerable<string> Found(string everything) => Marked.Where(marked => everything.Contains(marked, StringComparison.OrdinalIgnoreCase));

    private sealed record Canary(string Avatar, object Body);

    /// <summary>A person with a picture, a talk, and a message left with its contact fields.</summary>
    private static async Task<Canary> AFullTalk(Shop shop)
    {
        var body = new { id = Ids.New(), name = "Canary", userName = "bird", email = AgentMail, password = Shop.Password, role = "agent" };
        (await shop.Nora.Post("/api/agents", body)).Should(201);
        var content = new ByteArrayContent([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, .. Encoding.ASCII.GetBytes(Picture)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("image/png");
        var avatar = (await shop.Nora.Put($"/api/agents/{body.id}/avatar", content)).Should(200)["avatar"]!.GetValue<string>();
        await shop.Nora.Status("online");
        var visitor = await shop.AVisitor();
        (await visitor.Starts("canary-nickname-5T")).Should(201);
        var other = await shop.NoraIsTalkingToAVisitor();
        (await other.Says("canary-message-6R")).Should(201);
        (await other.Ends()).Should(200);
        (await visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Guest", email = GuestMail, phone = GuestPhone, text = "Please call" })).Should(201);
        return new Canary(avatar, body);
    }

    /// <summary>As the release before this one left it: no marks, no seals, no audit trail, mail addresses among the words to search by.</summary>
    private static async Task BackToThePreviousSchema(Shop shop)
    {
        var server = shop.Server;
        var uuid = server.Database is null ? "text" : "uuid";
        await server.Raw("DELETE FROM storage_migrations WHERE number IN (60, 61)");
        await server.Raw("DELETE FROM storage_installation WHERE name <> 'epoch'");
        await server.Raw("DROP TABLE audit_entries");
        await server.Raw("DROP TABLE audit_heads");
        if (server.Database is not null)
        {
            await server.Raw("DROP FUNCTION audit_entries_refuse");
        }

        await server.Raw("ALTER TABLE agents_agents ADD COLUMN search text NOT NULL DEFAULT ''");
        await server.Raw("UPDATE agents_agents SET permissions = REPLACE(permissions, ' audit.read', '')");
        foreach (var (name, mail) in new[] { ("Canary", AgentMail), ("nora", "nora@shop.example") })
        {
            var person = new { mail, key = Folded.Key(mail), name, search = Folded.ForSearch(mail) };
            await server.Raw("UPDATE administration_accounts SET email = @mail, email_key = @key WHERE id = (SELECT account FROM agents_agents WHERE name = @name)", person);
            await server.Raw("UPDATE agents_agents SET email = @mail, search = @search WHERE name = @name", person);
        }

        var fields = new { name = "Canary", userName = "bird", email = AgentMail, nickname = (string?)null, role = "agent", permissions = "conversations.chat leftMessages.read leftMessages.reply" };
        await server.Raw(
            "UPDATE agents_agents SET fingerprint = @fingerprint WHERE name = 'Canary'",
            new { fingerprint = Convert.ToHexString(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(fields, Wire.Json))) });
        await server.Raw("UPDATE agents_avatars SET bytes = @bytes", new { bytes = (byte[])[0x89, 0x50, 0x4E, 0x47, .. Encoding.ASCII.GetBytes(Picture)] });
        await server.Raw("UPDATE leftmessages_messages SET email = @GuestMail, phone = @GuestPhone", new { GuestMail, GuestPhone });
        for (var i = 0; i < 120; i++)
        {
            await server.Raw(
                $"INSERT INTO leftmessages_messages (organisation, id, site, visitor, name, email, phone, wording, at) SELECT organisation, CAST(@id AS {uuid}), site, visitor, name, email, phone, wording, at FROM leftmessages_messages ORDER BY id LIMIT 1",
                new { id = $"00000000-0000-7000-8000-{i.ToString("D12", CultureInfo.InvariantCulture)}" });
        }

        var told = new { message = new { id = Ids.New(), site = shop.Site, name = "Guest", email = GuestMail, phone = GuestPhone, text = "Please call", at = 1 } };
        await server.Raw("UPDATE storage_events SET data = @data WHERE kind LIKE 'leftMessage.%'", new { data = JsonSerializer.Serialize(told, Wire.Json) });
    }
}
