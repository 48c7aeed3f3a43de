using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>One entry as stored.</summary>
internal sealed record AuditRow
{
    public OrganisationId Organisation { get; init; }
    public long Seq { get; init; }
    public Guid Id { get; init; }
    public long At { get; init; }
    public string Kind { get; init; } = "";
    public string ActorType { get; init; } = "";
    public Guid? ActorId { get; init; }
    public Guid? ApiKey { get; init; }
    public Guid? Subject { get; init; }

    /// <summary>JSON of what changed, without what is personal.</summary>
    public string Said { get; init; } = "[]";

    /// <summary>Sealed JSON of what is personal; null once it was erased.</summary>
    public string? Personal { get; init; }

    /// <summary>Stands in the chain for the personal part, so that the chain holds when that is erased.</summary>
    public string PersonalHash { get; init; } = "";

    /// <summary>Closes the entry and, with it, all before it.</summary>
    public string Mac { get; init; } = "";

    public SealedPlace PersonalPlace => new("audit_entries.personal", Organisation, Id);

    /// <summary>
    /// HMAC-SHA-256 over the entry before's and all this one says. Each part goes in with its length, so that no two entries
    /// say the same in other words. a1 is the version of this form.
    /// </summary>
    public string MacAfter(string before, byte[] key)
    {
        var all = new StringBuilder("a1");
        string?[] parts =
        [
            before, Organisation.ToString(), Number(Seq), Id.ToString("D"), Number(At), Kind, ActorType, ActorId?.ToString("D"), ApiKey?.ToString("D"),
            Subject?.ToString("D"), Said, PersonalHash,
        ];
        foreach (var part in parts)
        {
            all.Append(CultureInfo.InvariantCulture, $"|{part?.Length ?? -1}:{part}");
        }

        return Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(all.ToString())));
    }

    public static string HashOf(string personal) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(personal)));

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>What of an entry is sealed.</summary>
internal sealed record AuditPersonal(string? Address, string? Name, IReadOnlyList<AuditPersonalValue> Values);

internal sealed record AuditPersonalValue(string Field, JsonNode? Before, JsonNode? After);

/// <summary>What of a change may be read by whoever can read the database.</summary>
internal sealed record AuditSaid(string Field, JsonNode? Before, JsonNode? After, bool Personal);
