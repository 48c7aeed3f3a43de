using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Sites;

/// <summary>This room's SQL about sites.</summary>
internal static class SiteStore
{
    private const string Columns = """
        organisation, id, public_key AS PublicKey, name, origins, corner, color, language, nickname_form AS NicknameForm,
        consent_enabled AS ConsentEnabled, consent_text AS ConsentText, greeting_when AS GreetingWhen, greeting_text AS GreetingText,
        notice_enabled AS NoticeEnabled, notice_text AS NoticeText, nobody_text AS NobodyText, nobody_first AS NobodyFirst,
        store_only_after_opening AS StoreOnlyAfterOpening, made_from AS MadeFrom, created_at AS CreatedAt, removed_at AS RemovedAt
        """;

    public static async Task<SiteProfile?> FindByKey(IReadTx tx, string key) =>
        (await tx.One<SiteRow>($"SELECT {Columns} FROM sites_sites WHERE public_key = @key AND removed_at IS NULL -- any organisation: the key says which", new { key }))?.ToProfile();

    public static async Task<SiteProfile?> Find(IReadTx tx, Guid id) =>
        await FindEvenRemoved(tx, id) is { RemovedAt: null } row ? row.ToProfile() : null;

    public static Task<SiteRow?> FindEvenRemoved(IReadTx tx, Guid id) =>
        tx.One<SiteRow>($"SELECT {Columns} FROM sites_sites WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    /// <summary>Also a removed one; nobody else changes it until this unit ends, so that two changes at once both stay.</summary>
    public static Task<SiteRow?> FindToChange(ITx tx, Guid id) =>
        tx.One<SiteRow>($"UPDATE sites_sites SET name = name WHERE organisation = @organisation AND id = @id RETURNING {Columns}", new { organisation = tx.Organisation, id });

    public static async Task<IReadOnlyList<SiteProfile>> All(IReadTx tx) =>
        [.. (await tx.All<SiteRow>($"SELECT {Columns} FROM sites_sites WHERE organisation = @organisation AND removed_at IS NULL ORDER BY created_at, id", new { organisation = tx.Organisation }))
            .Select(row => row.ToProfile())];

    public static async Task<IReadOnlyList<SiteBrief>> Briefs(IReadTx tx) =>
        [.. (await tx.All<SiteRow>("SELECT id, name, removed_at AS RemovedAt FROM sites_sites WHERE organisation = @organisation ORDER BY created_at, id", new { organisation = tx.Organisation }))
            .Select(row => new SiteBrief(row.Id, row.Name, row.RemovedAt is not null))];

    public static Task<string?> NameOf(IReadTx tx, Guid id) =>
        tx.One<string>("SELECT name FROM sites_sites WHERE organisation = @organisation AND id = @id", new { organisation = tx.Organisation, id });

    public static Task Insert(ITx tx, SiteProfile site, string madeFrom) => tx.Run(
        """
        INSERT INTO sites_sites (organisation, id, public_key, name, origins, corner, color, language, nickname_form, consent_enabled, consent_text,
            greeting_when, greeting_text, notice_enabled, notice_text, nobody_text, nobody_first, store_only_after_opening, made_from, created_at)
        VALUES (@Organisation, @Id, @PublicKey, @Name, @Origins, @Corner, @Color, @Language, @NicknameForm, @ConsentEnabled, @ConsentText,
            @GreetingWhen, @GreetingText, @NoticeEnabled, @NoticeText, @NobodyText, @NobodyFirst, @StoreOnlyAfterOpening, @MadeFrom, @CreatedAt)
        """,
        SiteRow.Of(site) with { MadeFrom = madeFrom });

    public static Task Update(ITx tx, SiteProfile site) => tx.Run(
        """
        UPDATE sites_sites SET name = @Name, origins = @Origins, corner = @Corner, color = @Color, language = @Language, nickname_form = @NicknameForm,
            consent_enabled = @ConsentEnabled, consent_text = @ConsentText, greeting_when = @GreetingWhen, greeting_text = @GreetingText,
            notice_enabled = @NoticeEnabled, notice_text = @NoticeText, nobody_text = @NobodyText, nobody_first = @NobodyFirst, store_only_after_opening = @StoreOnlyAfterOpening
        WHERE organisation = @Organisation AND id = @Id AND removed_at IS NULL
        """,
        SiteRow.Of(site));

    public static Task Remove(ITx tx, Guid id) => tx.Run(
        "UPDATE sites_sites SET removed_at = @now WHERE organisation = @organisation AND id = @id AND removed_at IS NULL",
        new { now = tx.Now, organisation = tx.Organisation, id });
}

/// <summary>A row of <c>sites_sites</c>.</summary>
internal sealed record SiteRow
{
    public OrganisationId Organisation { get; init; }
    public Guid Id { get; init; }
    public string PublicKey { get; init; } = "";
    public string Name { get; init; } = "";
    public string Origins { get; init; } = "[]";
    public string Corner { get; init; } = "";
    public string Color { get; init; } = "";
    public string? Language { get; init; }
    public long NicknameForm { get; init; }
    public long ConsentEnabled { get; init; }
    public string ConsentText { get; init; } = "{}";
    public string GreetingWhen { get; init; } = "";
    public string GreetingText { get; init; } = "{}";
    public long NoticeEnabled { get; init; }
    public string NoticeText { get; init; } = "{}";
    public string NobodyText { get; init; } = "{}";
    public string NobodyFirst { get; init; } = "form";
    public long StoreOnlyAfterOpening { get; init; }
    public string MadeFrom { get; init; } = "";
    public long CreatedAt { get; init; }
    public long? RemovedAt { get; init; }

    public SiteProfile ToProfile() => new()
    {
        Organisation = Organisation,
        Id = Id,
        Key = PublicKey,
        Name = Name,
        Origins = JsonSerializer.Deserialize<List<string>>(Origins, Wire.Json)!,
        Corner = Corner,
        Color = Color,
        Language = Language,
        NicknameForm = NicknameForm != 0,
        Consent = new SiteConsent { Enabled = ConsentEnabled != 0, Text = Texts(ConsentText) },
        Greeting = new SiteGreeting { When = GreetingWhen, Text = Texts(GreetingText) },
        Notice = new SiteNotice { Enabled = NoticeEnabled != 0, Text = Texts(NoticeText) },
        Nobody = new SiteNobody { First = NobodyFirst, Text = Texts(NobodyText) },
        StoreOnlyAfterOpening = StoreOnlyAfterOpening != 0,
        CreatedAt = CreatedAt,
    };

    public static SiteRow Of(SiteProfile site) => new()
    {
        Organisation = site.Organisation,
        Id = site.Id,
        PublicKey = site.Key,
        Name = site.Name,
        Origins = JsonSerializer.Serialize(site.Origins, Wire.Json),
        Corner = site.Corner,
        Color = site.Color,
        Language = site.Language,
        NicknameForm = Flag(site.NicknameForm),
        ConsentEnabled = Flag(site.Consent.Enabled),
        ConsentText = Json(site.Consent.Text),
        GreetingWhen = site.Greeting.When,
        GreetingText = Json(site.Greeting.Text),
        NoticeEnabled = Flag(site.Notice.Enabled),
        NoticeText = Json(site.Notice.Text),
        NobodyText = Json(site.Nobody.Text),
        NobodyFirst = site.Nobody.First,
        StoreOnlyAfterOpening = Flag(site.StoreOnlyAfterOpening),
        CreatedAt = site.CreatedAt,
    };

    private static long Flag(bool value) => value ? 1 : 0;

    private static string Json(IReadOnlyDictionary<string, string> texts) =>
        JsonSerializer.Serialize(texts.OrderBy(t => t.Key, StringComparer.Ordinal).ToDictionary(), Wire.Json);

    private static Dictionary<string, string> Texts(string json) => JsonSerializer.Deserialize<Dictionary<string, string>>(json, Wire.Json)!;
}
