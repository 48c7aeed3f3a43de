using System.Text.Json;
using System.Text.Json.Nodes;
using Genkan.Storage;

namespace Genkan.Audit;

/// <summary>One field that changed. The values of personal fields are kept sealed, so that they can be erased without breaking the chain.</summary>
/// <param name="Field">Its path as in the API, like <c>greeting.text.tr</c>.</param>
/// <param name="Before">As it was; null where it was not.</param>
/// <param name="After">As it is; null where it is no more.</param>
/// <param name="Personal">Says something of a person.</param>
public sealed record AuditChange(string Field, JsonNode? Before, JsonNode? After, bool Personal = false)
{
    /// <summary>A secret was set or changed: that it was is noted, never what it is.</summary>
    public static AuditChange OfSecret(string field) => new(field, null, null);

    /// <summary>
    /// The fields in which two things differ, as the API shows them (nested ones by their path, lists as a whole). Null before:
    /// it is new; null after: it is gone.
    /// </summary>
    /// <param name="before">As it was.</param>
    /// <param name="after">As it is.</param>
    /// <param name="personal">Top-level fields that say something of a person.</param>
    /// <param name="but">Top-level fields that are no matter of administration.</param>
    public static IReadOnlyList<AuditChange> Between(object? before, object? after, string[]? personal = null, string[]? but = null)
    {
        var (was, now) = (FieldsOf(before), FieldsOf(after));
        return
        [
            .. from field in was.Keys.Union(now.Keys, StringComparer.Ordinal)
               let top = field.Split('.')[0]
               where but?.Contains(top, StringComparer.Ordinal) != true
               let old = was.GetValueOrDefault(field)
               let fresh = now.GetValueOrDefault(field)
               where !JsonNode.DeepEquals(old, fresh)
               select new AuditChange(field, old, fresh, personal?.Contains(top, StringComparer.Ordinal) == true),
        ];
    }

    private static Dictionary<string, JsonNode?> FieldsOf(object? thing)
    {
        var fields = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        if (thing is not null)
        {
            Gather(JsonSerializer.SerializeToNode(thing, Wire.Json), "", fields);
        }

        return fields;
    }

    private static void Gather(JsonNode? node, string path, Dictionary<string, JsonNode?> fields)
    {
        if (node is not JsonObject inside)
        {
            fields[path] = node?.DeepClone();
            return;
        }

        foreach (var (name, value) in inside)
        {
            Gather(value, path.Length == 0 ? name : $"{path}.{name}", fields);
        }
    }
}
