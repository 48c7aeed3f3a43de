using System.Text.Json;
using System.Text.Json.Nodes;
using Genkan.Hours;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>What is otherwise than it was: laid over the recorded facts, whatever they are at the moment.</summary>
internal sealed class Scenario
{
    public static readonly Scenario Unchanged = new();

    /// <summary>Fields of the policy.</summary>
    public JsonObject? Policy { get; init; }

    public IReadOnlyDictionary<Guid, JsonObject> Agents { get; init; } = new Dictionary<Guid, JsonObject>();

    public IReadOnlyDictionary<Guid, JsonObject> Sites { get; init; } = new Dictionary<Guid, JsonObject>();

    public IReadOnlyDictionary<Guid, JsonObject> Departments { get; init; } = new Dictionary<Guid, JsonObject>();

    /// <summary>Null: open day and night.</summary>
    public IReadOnlyDictionary<Guid, HoursCalendar?> SiteHours { get; init; } = new Dictionary<Guid, HoursCalendar?>();

    /// <inheritdoc cref="SiteHours"/>
    public IReadOnlyDictionary<Guid, HoursCalendar?> DepartmentHours { get; init; } = new Dictionary<Guid, HoursCalendar?>();

    public IReadOnlyList<Staffing> Staff { get; init; } = [];

    /// <summary>Who was served in reality waits no longer than so, or as long as it really took; null: for as long as it takes.</summary>
    public long? PatienceSeconds { get; init; }

    public bool IsUnchanged => this == Unchanged;

    /// <summary>The policy with these fields in it.</summary>
    public static T Over<T>(T recorded, JsonObject? fields)
    {
        if (fields is null)
        {
            return recorded;
        }

        var whole = JsonSerializer.SerializeToNode(recorded, Wire.Json)!.AsObject();
        foreach (var (name, value) in fields)
        {
            whole[name] = value?.DeepClone();
        }

        return whole.Deserialize<T>(Wire.Json)!;
    }

    /// <summary>Does it change what happens to a conversation in an agent's hands? What really happened there says little then.</summary>
    public bool ChangesHands(RoutingPolicy recorded, RoutingPolicy policy) =>
        (recorded.OfferSeconds, recorded.GraceSeconds, recorded.MissesUntilAway) != (policy.OfferSeconds, policy.GraceSeconds, policy.MissesUntilAway);
}

/// <summary>Somebody is there, or is not, from one instant to another.</summary>
/// <param name="Agent">Who; for somebody added an id made of the name.</param>
/// <param name="Name">The name of somebody added; null for a colleague who is taken away.</param>
/// <param name="Added">What is known of somebody added.</param>
/// <param name="From">UTC milliseconds.</param>
/// <param name="To">From then on no longer.</param>
internal sealed record Staffing(Guid Agent, string? Name, AgentFact? Added, long From, long To)
{
    public bool Holds(long now) => From <= now && now < To;
}
