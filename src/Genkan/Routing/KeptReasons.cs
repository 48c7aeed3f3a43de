using System.Text.Json;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// Reasons as the store keeps them: of a team of 150 each assignment names everybody, and written out that is ten kilobytes. The people
/// stand in groups, who could have had it by how many they held and who could not by why, their ids in Base64 (RFC 4648) one behind the other: a third of it.
/// </summary>
internal sealed record KeptReasons
{
    private const int IdBytes = 16;

    /// <summary>Without the people. Null in a row from before they were grouped, which holds the reasons themselves.</summary>
    public Reasons? Reasons { get; init; }

    /// <summary>By the number of conversations held.</summary>
    public IReadOnlyDictionary<long, string> Eligible { get; init; } = new Dictionary<long, string>();

    /// <summary>By the reason.</summary>
    public IReadOnlyDictionary<string, string> PassedOver { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static string Write(Reasons reasons) => JsonSerializer.Serialize(
        new KeptReasons
        {
            Reasons = reasons with { Eligible = [], PassedOver = [] },
            Eligible = reasons.Eligible.GroupBy(c => c.Held).ToDictionary(group => group.Key, group => Ids(group.Select(c => c.Agent))),
            PassedOver = reasons.PassedOver.GroupBy(p => p.Reason, StringComparer.Ordinal).ToDictionary(group => group.Key, group => Ids(group.Select(p => p.Agent)), StringComparer.Ordinal),
        },
        Wire.Json);

    public static Reasons? Read(string? body)
    {
        if (body is null)
        {
            return null;
        }

        using var document = JsonDocument.Parse(body);
        if (!document.RootElement.TryGetProperty("reasons", out _))
        {
            return document.Deserialize<Reasons>(Wire.Json);
        }

        var kept = document.Deserialize<KeptReasons>(Wire.Json)!;
        return kept.Reasons! with
        {
            Eligible = [.. kept.Eligible.SelectMany(group => Agents(group.Value).Select(agent => new Considered(agent, group.Key))).OrderBy(c => c.Agent)],
            PassedOver = [.. kept.PassedOver.SelectMany(group => Agents(group.Value).Select(agent => new PassedOver(agent, group.Key))).OrderBy(p => p.Agent)],
        };
    }

    private static string Ids(IEnumerable<Guid> agents) => Convert.ToBase64String([.. agents.SelectMany(agent => agent.ToByteArray())]);

    private static IEnumerable<Guid> Agents(string ids) => Convert.FromBase64String(ids).Chunk(IdBytes).Select(bytes => new Guid(bytes));
}
