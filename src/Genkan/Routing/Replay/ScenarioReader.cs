using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Genkan.Agents;
using Genkan.Doors;
using Genkan.Hours;
using Genkan.Routing.Decision;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Routing.Replay;

/// <summary>
/// Reads what is to be otherwise. People, departments and sites are named by id or by name. What is not known, or could not be set
/// in the console, is refused with its place in the file.
/// </summary>
internal sealed class ScenarioReader(ISiteNames sites, SiteRoutingCheck siteCheck, ITexts texts)
{
    private const long LongestPatience = 86_400;
    private const int LongestList = 500;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public async Task<Scenario> Read(IReadTx tx, string policy, Workforce people, Facts recorded, SimulationOrder order)
    {
        try
        {
            var root = Object(JsonNode.Parse(policy, documentOptions: Strict), "", "policy", "agents", "staff", "departments", "sites", "hours", "patienceSeconds");
            return new Reading(root, people, await sites.All(tx), recorded, order, siteCheck).Scenario();
        }
        catch (JsonException fault)
        {
            throw new StartRefusedException($"The policy is not JSON: {fault.Message}", fault);
        }
        catch (Refusal refusal)
        {
            throw new StartRefusedException($"The policy cannot be used:{string.Concat(Worded(refusal).Select(line => $"\n  {line}"))}", refusal);
        }
    }

    private IEnumerable<string> Worded(Refusal refusal) => refusal.Fields is { } fields
        ? fields.SelectMany(f => f.Value.Select(e => $"{f.Key}: {texts.Say("en", $"field.{e.Code}", e.Values)}"))
        : [texts.Say("en", $"problem.{refusal.Code}")];

    /// <summary>An object with these fields and no others.</summary>
    private static JsonObject Object(JsonNode? node, string at, params string[] known)
    {
        if (node is not JsonObject found)
        {
            throw Wrong(at, "an object belongs here");
        }

        return found.FirstOrDefault(field => !known.Contains(field.Key, StringComparer.Ordinal)) is { Key: { } strange }
            ? throw Wrong(Join(at, strange), $"not known; what is: {string.Join(", ", known)}")
            : found;
    }

    private static StartRefusedException Wrong(string at, string what) => new($"The policy cannot be used: {(at.Length == 0 ? "the file" : at)}: {what}.");

    private static string Join(string at, string field) => at.Length == 0 ? field : $"{at}.{field}";

    private sealed class Reading(
        JsonObject root,
        Workforce people,
        IReadOnlyList<SiteBrief> sites,
        Facts recorded,
        SimulationOrder order,
        SiteRoutingCheck siteCheck)
    {
        private readonly List<(Guid Id, string Name)> agents = [.. people.Agents.Where(a => !a.Removed).SelectMany(a => new[] { (a.Id, a.Name), (a.Id, a.Nickname ?? a.Name) }).Distinct()];
        private readonly List<(Guid Id, string Name)> departments = [.. people.Departments.Where(d => !d.Removed).Select(d => (d.Id, d.Name))];
        private readonly List<(Guid Id, string Name)> places = [.. sites.Where(s => !s.Removed).Select(s => (s.Id, s.Name))];

        public Scenario Scenario() => new()
        {
            Policy = Policy(),
            Agents = Named("agents", agents, AgentFields),
            Departments = Departments(),
            Sites = Named("sites", places, SiteFields),
            SiteHours = Hours("sites", places),
            DepartmentHours = Hours("departments", departments),
            Staff = Staff(),
            PatienceSeconds = Number(root["patienceSeconds"], "patienceSeconds", 1, LongestPatience),
        };

        private JsonObject? Policy()
        {
            if (root["policy"] is not { } node)
            {
                return null;
            }

            var fields = Object(node, "policy", NamesOf(new RoutingPolicy()));
            Checked("policy", () => RoutingSettings.Check(Laid(recorded.Policy, fields, "policy")));
            return fields;
        }

        private Dictionary<Guid, JsonObject> Departments()
        {
            var otherwise = Named("departments", departments, (_, node, at) =>
            {
                var fields = Object(node, at, NamesOf(new DepartmentRouting()));
                return With(fields, "overflow", Join(at, "overflow"), value => Find(value, departments, Join(at, "overflow")));
            });
            var known = new Dictionary<Guid, DepartmentRouting>(recorded.Departments);
            foreach (var (id, fields) in otherwise)
            {
                known[id] = Laid(known.GetValueOrDefault(id) ?? new DepartmentRouting(), fields, $"departments.{NameOf(id, departments)}");
            }

            var all = departments.Select(d => d.Id).ToHashSet();
            foreach (var id in otherwise.Keys)
            {
                Checked($"departments.{NameOf(id, departments)}", () => DepartmentRoutingSettings.Check(id, known[id], all, known));
            }

            return otherwise;
        }

        private JsonObject AgentFields(Guid agent, JsonNode? node, string at)
        {
            var fields = Object(node, at, "limit", "departments", "sites", "languages", "skills");
            Number(fields["limit"], Join(at, "limit"), 1, 99);
            fields = People(fields, at);
            Laid(recorded.Agents.GetValueOrDefault(agent) ?? new AgentFact(), fields, at);
            return fields;
        }

        private JsonObject SiteFields(Guid site, JsonNode? node, string at)
        {
            var fields = Object(node, at, NamesOf(new SiteRouting()));
            fields = WithAll(WithAll(fields, "agents", at, agents), "departments", at, departments);
            if (fields.ContainsKey("regions"))
            {
                var policies = List(fields["regions"], Join(at, "regions"));
                fields["regions"] = new JsonArray([.. policies.Select((policy, number) => Region(policy, $"{at}.regions.{number}"))]);
            }

            Words(fields, "skills", at);
            Checked(at, () => siteCheck.OrRefuse(Laid(recorded.Sites.GetValueOrDefault(site) ?? new SiteRouting(), fields, at), people));
            return fields;
        }

        private JsonObject Region(JsonNode? node, string at)
        {
            var fields = WithAll(Object(node, at, "id", "regions", "departments"), "departments", at, departments);
            Words(fields, "regions", at);
            fields["id"] ??= IdOf(at).ToString();
            return fields;
        }

        /// <summary>Sites may be null: all of them.</summary>
        private JsonObject People(JsonObject fields, string at)
        {
            Words(fields, "languages", at);
            Words(fields, "skills", at);
            var found = WithAll(fields, "departments", at, departments);
            return found["sites"] is null ? found : WithAll(found, "sites", at, places);
        }

        private Dictionary<Guid, HoursCalendar?> Hours(string whose, List<(Guid Id, string Name)> known)
        {
            if (root["hours"] is not { } node)
            {
                return [];
            }

            var found = new Dictionary<Guid, HoursCalendar?>();
            if (Object(node, "hours", "sites", "departments")[whose] is { } keepers)
            {
                foreach (var (name, calendar) in Object(keepers, $"hours.{whose}", [.. Fields(keepers)]))
                {
                    var at = $"hours.{whose}.{name}";
                    found[Find(name, known, at)] = calendar is null ? null : Calendar(calendar, at);
                }
            }

            return found;
        }

        private HoursCalendar Calendar(JsonNode node, string at)
        {
            HoursCalendar? drawn = null;
            Checked(at, () => drawn = HoursCalendar.Drawn(node.ToJsonString()));
            return drawn!;
        }

        private List<Staffing> Staff()
        {
            if (root["staff"] is not { } node)
            {
                return [];
            }

            return node is JsonArray list ? [.. list.Select((one, number) => Staffing(one, $"staff.{number}"))] : throw Wrong("staff", "a list belongs here");
        }

        private Staffing Staffing(JsonNode? node, string at)
        {
            var fields = Object(node, at, "add", "remove", "from", "to", "limit", "departments", "sites", "languages", "skills");
            var (from, to) = (Instant(fields["from"], Join(at, "from")) ?? order.From, Instant(fields["to"], Join(at, "to")) ?? order.To);
            if (to <= from)
            {
                throw Wrong(Join(at, "to"), "must be after from");
            }

            if (fields.ContainsKey("add") == fields.ContainsKey("remove"))
            {
                throw Wrong(at, "either add or remove, please");
            }

            return fields.ContainsKey("add") ? Added(fields, at, from, to) : Removed(fields, at, from, to);
        }

        private Staffing Removed(JsonObject fields, string at, long from, long to)
        {
            Object(fields, at, "remove", "from", "to");
            return new Staffing(Find(Text(fields["remove"], Join(at, "remove")), agents, Join(at, "remove")), null, null, from, to);
        }

        private Staffing Added(JsonObject fields, string at, long from, long to)
        {
            var name = Text(fields["add"], Join(at, "add"));
            if (name.Length is 0 or > 40 || agents.Exists(a => a.Name == name))
            {
                throw Wrong(Join(at, "add"), "a name of 1 to 40 characters that nobody has yet, please");
            }

            Number(fields["limit"], Join(at, "limit"), 1, 99);
            var known = People((JsonObject)fields.DeepClone(), at);
            foreach (var other in new[] { "add", "from", "to" })
            {
                known.Remove(other);
            }

            var fact = new AgentFact { Status = AgentStatus.Online, Automatic = true, Pick = true, Accept = true, Transfer = true, Online = true, MayChat = true };
            return new Staffing(IdOf(name), name, Laid(fact, known, at), from, to);
        }

        // ------------------------------------------------------------ pieces

        private Dictionary<Guid, JsonObject> Named(string what, List<(Guid Id, string Name)> known, Func<Guid, JsonNode?, string, JsonObject> read)
        {
            var found = new Dictionary<Guid, JsonObject>();
            if (root[what] is not { } node)
            {
                return found;
            }

            foreach (var (name, fields) in Object(node, what, [.. Fields(node)]))
            {
                var at = $"{what}.{name}";
                if (!found.TryAdd(Find(name, known, at), read(Find(name, known, at), fields, at)))
                {
                    throw Wrong(at, "named twice");
                }
            }

            return found;
        }

        private static IEnumerable<string> Fields(JsonNode node) => node is JsonObject whole ? whole.Select(field => field.Key) : [];

        private static string[] NamesOf<T>(T example) => [.. JsonSerializer.SerializeToNode(example, Wire.Json)!.AsObject().Select(field => field.Key)];

        private static T Laid<T>(T recorded, JsonObject fields, string at)
        {
            try
            {
                return Replay.Scenario.Over(recorded, fields);
            }
            catch (JsonException fault)
            {
                throw Wrong(at + fault.Path?.TrimStart('$'), "not what belongs here");
            }
        }

        /// <summary>What is wrong is told with its place in the file.</summary>
        private static void Checked(string at, Action check)
        {
            try
            {
                check();
            }
            catch (Refusal refusal) when (refusal.Fields is { } fields)
            {
                throw Refusal.Invalid(fields.ToDictionary(f => Join(at, f.Key), f => f.Value));
            }
            catch (JsonException fault)
            {
                throw Wrong(at + fault.Path?.TrimStart('$'), "not known, or not what belongs here");
            }
        }

        private static JsonObject With(JsonObject fields, string field, string at, Func<string, Guid> find)
        {
            var copy = (JsonObject)fields.DeepClone();
            if (copy[field] is { } value)
            {
                copy[field] = find(Text(value, at)).ToString();
            }

            return copy;
        }

        private static JsonObject WithAll(JsonObject fields, string field, string at, List<(Guid Id, string Name)> known)
        {
            var copy = (JsonObject)fields.DeepClone();
            if (copy.ContainsKey(field))
            {
                var list = List(copy[field], Join(at, field));
                copy[field] = new JsonArray([.. list.Select((one, number) => (JsonNode)Find(Text(one, $"{at}.{field}.{number}"), known, $"{at}.{field}.{number}").ToString())]);
            }

            return copy;
        }

        private static JsonArray List(JsonNode? node, string at) =>
            node is JsonArray { Count: <= LongestList } list ? list : throw Wrong(at, $"a list of at most {LongestList} belongs here");

        /// <summary>A list of short words, where the field is there.</summary>
        private static void Words(JsonObject fields, string field, string at)
        {
            if (!fields.ContainsKey(field))
            {
                return;
            }

            var list = List(fields[field], Join(at, field));
            for (var number = 0; number < list.Count; number++)
            {
                if (Text(list[number], $"{at}.{field}.{number}").Length is 0 or > 80)
                {
                    throw Wrong($"{at}.{field}.{number}", "1 to 80 characters, please");
                }
            }
        }

        private static Guid Find(string named, List<(Guid Id, string Name)> known, string at)
        {
            var found = known.Where(one => string.Equals(one.Name, named, StringComparison.OrdinalIgnoreCase) || (Guid.TryParse(named, out var id) && one.Id == id))
                .Select(one => one.Id).Distinct().ToList();
            return found.Count switch
            {
                1 => found[0],
                0 => throw Wrong(at, $"nothing is called \"{named}\""),
                _ => throw Wrong(at, $"{found.Count} are called \"{named}\"; say the id instead: {string.Join(", ", found.Order())}"),
            };
        }

        private static string NameOf(Guid id, List<(Guid Id, string Name)> known) => known.Find(one => one.Id == id).Name;

        private static string Text(JsonNode? node, string at) =>
            node is JsonValue value && value.TryGetValue<string>(out var text) ? text.Trim() : throw Wrong(at, "a text belongs here");

        private static long? Number(JsonNode? node, string at, long min, long max) => node switch
        {
            null => null,
            JsonValue value when value.TryGetValue<long>(out var number) && number >= min && number <= max => number,
            _ => throw Wrong(at, string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max} belongs here")),
        };

        private static long? Instant(JsonNode? node, string at) => node is null
            ? null
            : Instants.Read(Text(node, at)) ?? throw Wrong(at, "a time like 2026-03-02T09:00+09:00, or a date, belongs here");

        /// <summary>The same name is the same person in every run.</summary>
        private static Guid IdOf(string name) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"simulated {name}")).AsSpan(0, 16));
    }
}
