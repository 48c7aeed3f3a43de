using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record MakeKeyRequest(string? Name);

internal sealed record MadeKey(Guid Id, string Name, string Key);

internal sealed record KeyAnswer(Guid Id, string Name, long CreatedAt, long? UsedAt);

internal sealed record KeyList(IReadOnlyList<KeyAnswer> Items);

internal sealed record KeyRow
{
    public Guid Id { get; init; }
    public Guid Account { get; init; }
    public OrganisationId Organisation { get; init; }
    public Guid Agent { get; init; }
    public string Name { get; init; } = "";
    public long CreatedAt { get; init; }
    public long? UsedAt { get; init; }
    public long Owner { get; init; }
}

/// <summary><c>/api/keys</c>: credentials for programs. A key may what its maker may at that moment, and ends with the maker.</summary>
internal static class ApiKeys
{
    /// <summary>So that a key left lying about is recognised as one by people and by secret scanners.</summary>
    private const string Prefix = "genkan_";

    private const string Selection =
        """
        SELECT k.id, k.account, k.organisation, k.agent, k.name, k.created_at, k.used_at, CASE WHEN i.owner IS NULL THEN 0 ELSE 1 END AS owner
        FROM administration_keys k LEFT JOIN administration_installation i ON i.owner = k.account
        """;

    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/keys", List).ForStaff();
        routes.MapPost("/api/keys", Make).ForStaff();
        routes.MapDelete("/api/keys/{id:guid}", End).ForStaff();
    }

    public static bool LooksLikeOne(string key) => key.Length == Prefix.Length + Secret.Length && key.StartsWith(Prefix, StringComparison.Ordinal);

    public static Task<KeyRow?> Find(IReadTx tx, string tokenHash) => tx.One<KeyRow>($"{Selection} WHERE k.token = @tokenHash", new { tokenHash });

    public static Task<KeyRow?> Find(IReadTx tx, Guid id) => tx.One<KeyRow>($"{Selection} WHERE k.id = @id", new { id });

    public static Task<int> Use(ITx tx, Guid id) =>
        tx.Run(
            """
            -- any organisation: the key was found by its secret
            UPDATE administration_keys SET used_at = @now WHERE id = @id
            """,
            new { id, now = tx.Now });

    private static async Task<IResult> Make(MakeKeyRequest request, StaffCaller caller, IStorage storage)
    {
        // A key that could make keys would outlive its own withdrawal.
        if (caller.Session is null)
        {
            throw Refusal.NotAllowed();
        }

        var check = new FieldCheck();
        var name = check.Text("name", request.Name, 100);
        check.Done();
        var (id, key) = (Guid.CreateVersion7(), Prefix + Secret.New());
        await storage.Write(caller.Organisation, tx => tx.Run(
            """
            INSERT INTO administration_keys (id, token, account, organisation, agent, name, created_at)
            VALUES (@id, @token, @account, @organisation, @agent, @name, @now)
            """,
            new { id, token = Secret.HashOf(key), account = caller.Account, organisation = tx.Organisation, agent = caller.Agent, name, now = tx.Now }));
        return TypedResults.Json(new MadeKey(id, name, key), Wire.Json, statusCode: StatusCodes.Status201Created);
    }

    private static async Task<IResult> List(StaffCaller caller, IStorage storage)
    {
        var keys = await storage.Read(caller.Organisation, tx => tx.All<KeyRow>(
            "SELECT id, name, created_at, used_at FROM administration_keys WHERE organisation = @organisation AND agent = @agent ORDER BY id",
            new { organisation = tx.Organisation, agent = caller.Agent }));
        return TypedResults.Json(new KeyList([.. keys.Select(k => new KeyAnswer(k.Id, k.Name, k.CreatedAt, k.UsedAt))]), Wire.Json);
    }

    private static async Task<IResult> End(Guid id, StaffCaller caller, IStorage storage, CredentialCache cache)
    {
        var ended = await storage.Write(caller.Organisation, tx => tx.Run(
            "DELETE FROM administration_keys WHERE organisation = @organisation AND agent = @agent AND id = @id",
            new { organisation = tx.Organisation, agent = caller.Agent, id }));
        cache.Forget();
        return ended > 0 ? TypedResults.NoContent() : throw Refusal.NotFound();
    }
}
