using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Genkan.Tests.HouseRules;

namespace Genkan.Tests.Live;

/// <summary>
/// For every kind of event: what a screen showed, and the events since, make what a fresh look shows. Here the real server
/// is recorded (before, events, after, for each who watches); the browser side's tests apply the recordings to its own states
/// (<c>recordings.test.ts</c>). The files in <c>tests/recordings/</c> must be current: record them anew with
/// <c>GENKAN_RECORD=1 bin/test --only unit --filter StateRecording</c>.
/// </summary>
[Requirement("RT-01", "RT-30")]
public sealed partial class StateRecordingTests : IAsyncLifetime
{
    /// <summary>Between two deeds by the server's clock: longer than any deed takes, so that times fall into steps whatever the machine does.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(20);

    private Shop _shop = null!;
    private AgentClient _walt = null!;
    private VisitorClient _visitor = null!;

    public async ValueTask InitializeAsync()
    {
        _shop = await Shop.Open();
        _walt = await _shop.Walt("online");
    }

    public ValueTask DisposeAsync() => _shop.DisposeAsync();

    [Fact]
    public async Task Every_kind_of_event_is_recorded_and_the_recordings_are_current()
    {
        var recorded = new HashSet<string>(StringComparer.Ordinal);
        var stale = new List<string>();
        foreach (var (name, prepare, act) in Cases())
        {
            var recording = await Record(prepare, act);
            recorded.UnionWith(KindsIn(recording));
            var file = Project.Path($"tests/recordings/{name.Replace(' ', '-')}.json");
            var text = new Plain().Of(recording).ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n";
            if (Environment.GetEnvironmentVariable("GENKAN_RECORD") is { Length: > 0 })
            {
                Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                await File.WriteAllTextAsync(file, text);
            }
            else if (!File.Exists(file) || await File.ReadAllTextAsync(file) != text)
            {
                stale.Add($"{file}\n{text}");
            }
        }

        stale.ShouldBeEmpty("record anew: GENKAN_RECORD=1 bin/test --only unit --filter StateRecording");
        KindsOf("AgentEvents").Except(recorded.Where(k => k.StartsWith("staff ", StringComparison.Ordinal)).Select(k => k[6..])).ShouldBeEmpty("no case makes staff hear these kinds");
        KindsOf("VisitorEvents").Except(recorded.Where(k => k.StartsWith("visitor ", StringComparison.Ordinal)).Select(k => k[8..])).ShouldBeEmpty("no case makes the visitor hear these kinds");
    }

    [Fact]
    public void The_browser_side_names_every_kind_the_server_has() =>
        Project.Sources("src/Genkan", "Events.cs", "LeftMessage.cs")
            .SelectMany(source => Kind().Matches(source.Text).Select(match => match.Groups["kind"].Value))
            .Except(KindsOf("AgentEvents"))
            .ShouldBeEmpty("types.ts lists these in AgentEvents, and a case here records them");

    private static string[] KindsOf(string list)
    {
        var found = Regex.Match(Project.Read("web/client/src/types.ts"), $@"export interface {list} \{{(?<kinds>.*?)\n\}}", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        return [.. Listed().Matches(found.Groups["kinds"].Value).Select(match => match.Groups["kind"].Value)];
    }

    private static IEnumerable<string> KindsIn(JsonNode recording) =>
        recording["staff"]!.AsArray().SelectMany(one => one!["events"]!.AsArray().Select(e => $"staff {e!["kind"]}"))
            .Concat(recording["visitor"]!["events"]!.AsArray().Select(e => $"visitor {e!["kind"]}"));

    private IEnumerable<(string Name, Func<Task> Prepare, Func<Task> Act)> Cases()
    {
        yield return ("conversation.started", Nobody, () => Do(_visitor.Starts()));
        yield return ("conversation.accepted", Waiting, () => Do(_shop.Nora.Accept(_visitor.Conversation)));
        yield return ("conversation.accepted by a colleague", Waiting, () => Do(_walt.Accept(_visitor.Conversation)));
        yield return ("conversation.ended while waiting", Waiting, () => Do(_visitor.Ends()));
        yield return ("conversation.ended by the visitor", Talking, () => Do(_visitor.Ends()));
        yield return ("conversation.ended by the agent", Talking, () => Do(_shop.Nora.End(_visitor.Conversation)));
        yield return ("conversation.ended by both", Left, () => Do(_shop.Nora.End(_visitor.Conversation)));
        yield return ("conversation.marked by the visitor", Talking, () => Do(_visitor.Marks(new { delivered = 3, read = 2 })));
        yield return ("conversation.marked by the agent", Talking, () => Do(_shop.Nora.Mark(_visitor.Conversation, new { delivered = 4, read = 2 })));
        yield return ("message.sent while waiting", Waiting, () => Do(_visitor.Says("Anybody?")));
        yield return ("message.sent at first", Started, () => Do(_visitor.Says("Hello?")));
        yield return ("message.sent by the visitor", Talking, () => Do(_visitor.Says("And in blue?")));
        yield return ("message.sent by the agent", Talking, () => Do(_shop.Nora.Say(_visitor.Conversation, new string('y', 199) + "😀 and more")));
        yield return ("message.sent twice", Talking, TwoAnswers);
        yield return ("message.edited", Talking, () => Edit("Yes, we do.", "Yes, we certainly do."));
        yield return ("message.edited twice", Talking, EditTwice);
        yield return ("message.edited earlier", Answered, () => Edit("Yes, we do.", "No."));
        yield return ("message.edited with a twin", Twins, EditTheFirstTwin);
        yield return ("message.edited after the visitor left", Left, () => Edit("Yes, we do.", "Yes, and gladly."));
        yield return ("message.retracted", Talking, () => Retract("Yes, we do."));
        yield return ("message.retracted earlier", Answered, () => Retract("Yes, we do."));
        yield return ("agent.status", Talking, () => Do(_walt.Put("/api/me/status", new { status = "break" })));
        yield return ("agent.added", Nobody, () => Do(_shop.Nora.Post("/api/agents", new { id = Ids.New(), name = "Tom", userName = "tom", email = "tom@shop.example", password = Shop.Password, role = "agent" })));
        yield return ("agent.changed", Nobody, async () => await Do(_shop.Nora.Patch($"/api/agents/{await IdOf("tom")}", new { name = "Thomas", nickname = "Tommy" })));
        yield return ("agent.changed to disabled", Nobody, async () => await Do(_shop.Nora.Patch($"/api/agents/{await IdOf("tom")}", new { disabled = true })));
        yield return ("agent.removed", Nobody, async () => await Do(_shop.Nora.Delete($"/api/agents/{await IdOf("tom")}")));
        yield return ("department.added", Nobody, () => Do(_shop.Nora.Post("/api/departments", new { id = Ids.New(), name = "Sales", order = 10 })));
        yield return ("department.changed", Nobody, async () => await Do(_shop.Nora.Patch($"/api/departments/{await DepartmentOf("Sales")}", new { name = "Pre-sales", order = 20 })));
        yield return ("agent.changed to another department", Nobody, async () => await Do(_shop.Nora.Patch($"/api/agents/{_walt.Id}", new { departments = new[] { await DepartmentOf("Pre-sales") } })));
        yield return ("department.removed", Nobody, async () => await Do(_shop.Nora.Delete($"/api/departments/{await DepartmentOf("Pre-sales")}?moveTo=none")));
        yield return ("statuses.changed", Nobody, () => Do(_shop.Nora.Post("/api/statuses", new { id = Ids.New(), name = "Lunch", transfer = true })));
        yield return ("statuses.changed under somebody", Lunching, async () => await Do(_shop.Nora.Delete($"/api/statuses/{await StatusOf("Lunch")}")));
        yield return ("site.added", Nobody, () => Do(_shop.Nora.Post("/api/sites", new { id = Ids.New(), name = "Outlet" })));
        yield return ("site.changed", Nobody, async () => await Do(_shop.Nora.Patch($"/api/sites/{await SiteOf("Outlet")}", new { name = "Outlet Store" })));
        yield return ("site.removed", Nobody, async () => await Do(_shop.Nora.Delete($"/api/sites/{await SiteOf("Outlet Store")}")));
        yield return ("calendar.added", Nobody, () => Do(_shop.Nora.Post("/api/calendars", new { id = Ids.New(), name = "Never", zone = "UTC" })));
        yield return ("calendar.turned", Nobody, async () => await Do(_shop.Nora.Patch($"/api/calendars/{await CalendarOf("Never")}", new { week = DayAndNight() })));
        yield return ("calendar.changed", Nobody, async () => await Do(_shop.Nora.Patch($"/api/calendars/{await CalendarOf("Never")}", new { name = "Always" })));
        yield return ("calendar.removed", Nobody, async () => await Do(_shop.Nora.Delete($"/api/calendars/{await CalendarOf("Always")}")));
        yield return ("conversation.transferred to a colleague", Talking, () => Do(_shop.Nora.Transfers(_visitor, new { agent = _walt.Id })));
        yield return ("conversation.transferred and opened", HandedOver, () => Do(_walt.Accept(_visitor.Conversation)));
        yield return ("conversation.transferred and back", HandedOver, () => Do(_walt.Transfers(_visitor, new { agent = _shop.Nora.Id })));
        yield return ("conversation.opened", HandedBack, () => Do(_shop.Nora.Accept(_visitor.Conversation)));
        yield return ("conversation.opened by answering", HandedBack, () => Do(_shop.Nora.Say(_visitor.Conversation, "Here I am again.")));
        yield return ("conversation.returned", Talking, async () => await Do(_shop.Nora.Transfers(_visitor, new { department = await CareOfWalt() })));
        yield return ("conversation.returned and accepted", Returned, () => Do(_walt.Accept(_visitor.Conversation)));
        yield return ("routing.changed", Talking, () => Do(_shop.Nora.Put("/api/settings/routing", new { chat = "pool", transferList = "plain" })));
        yield return ("routing.changed to automatic", Waiting, () => Do(_shop.Nora.Put("/api/settings/routing", new { chat = "automatic" })));
        yield return ("routing.changed to the pool", Nobody, () => Do(_shop.Nora.Put("/api/settings/routing", new { chat = "pool" })));
        yield return ("settings.changed", Talking, () => Do(_shop.Nora.Put("/api/settings/conversations", new { typingPreview = false })));
        yield return ("settings.changed left messages", Talking, () => Do(_shop.Nora.Put("/api/settings/leftmessages", new { answeredBy = "admins" })));
        yield return ("leftMessage.received", Nobody, LeaveMessage);
        yield return ("leftMessage.changed", Nobody, () => MarkLeft(done: true));
        yield return ("leftMessage.changed back", Nobody, () => MarkLeft(done: false));
        yield return ("leftMessage.replied", LeaveMessage, ReplyLeft);
        yield return ("leftMessage.changed seen", LeftAndReplied, SeeReply);
    }

    // ---- the scenes

    private static Task Nobody() => Task.CompletedTask;

    private Task Started() => Do(_visitor.Starts());

    private async Task Waiting()
    {
        await Started();
        await Do(_visitor.Says("Do you have these in red?"));
    }

    private async Task Talking()
    {
        await Waiting();
        await Do(_shop.Nora.Accept(_visitor.Conversation));
        await Do(_shop.Nora.Say(_visitor.Conversation, "Yes, we do."));
    }

    private async Task HandedOver()
    {
        await Talking();
        await Do(_shop.Nora.Transfers(_visitor, new { agent = _walt.Id }));
    }

    private async Task HandedBack()
    {
        await HandedOver();
        await Do(_walt.Transfers(_visitor, new { agent = _shop.Nora.Id }));
    }

    private async Task Returned()
    {
        await Talking();
        await Do(_shop.Nora.Transfers(_visitor, new { department = await CareOfWalt() }));
    }

    /// <summary>A department in which Walt works alone.</summary>
    private async Task<string> CareOfWalt()
    {
        var there = (await _shop.Nora.Get("/api/departments")).Should(200)["items"]!.AsArray().FirstOrDefault(d => d!["name"]!.GetValue<string>() == "Care");
        return there?["id"]!.GetValue<string>() ?? await _shop.Department("Care", _walt);
    }

    private async Task Answered()
    {
        await Talking();
        await Do(_visitor.Says("Lovely!"));
    }

    private async Task Twins()
    {
        await Talking();
        await Do(_shop.Nora.Say(_visitor.Conversation, "Yes, we do."));
    }

    private async Task Left()
    {
        await Talking();
        await Do(_visitor.Ends());
    }

    private async Task TwoAnswers()
    {
        await Do(_shop.Nora.Say(_visitor.Conversation, "One moment."));
        await Do(_visitor.Says("Sure."));
        await Do(_shop.Nora.Say(_visitor.Conversation, "Here they are."));
    }

    private async Task<string> MessageOf(string text) => (await _shop.Nora.Messages(_visitor.Conversation, "?after=0"))["items"]!.AsArray()
        .First(message => message!["text"]!.GetValue<string>() == text)!["id"]!.GetValue<string>();

    private async Task Edit(string before, string after) => await Do(_shop.Nora.Edit(_visitor.Conversation, await MessageOf(before), after));

    private async Task EditTwice()
    {
        await Edit("Yes, we do.", "Yes, we did.");
        await Edit("Yes, we did.", "Yes, we shall.");
    }

    private Task EditTheFirstTwin() => Edit("Yes, we do.", "Yes!");

    private async Task Retract(string text) => await Do(_shop.Nora.Retract(_visitor.Conversation, await MessageOf(text)));

    private async Task<string> IdOf(string userName) => (await _shop.Nora.Get("/api/agents"))["items"]!.AsArray()
        .First(agent => agent!["userName"]!.GetValue<string>() == userName)!["id"]!.GetValue<string>();

    private async Task Lunching() => await Do(_walt.Put("/api/me/status", new { status = await StatusOf("Lunch") }));

    private async Task<string> DepartmentOf(string name) => (await _shop.Nora.Get("/api/departments"))["items"]!.AsArray()
        .First(department => department!["name"]!.GetValue<string>() == name)!["id"]!.GetValue<string>();

    private async Task<string> StatusOf(string name) => (await _shop.Nora.Get("/api/statuses"))["items"]!.AsArray()
        .First(status => status!["name"]?.GetValue<string>() == name)!["key"]!.GetValue<string>();

    private async Task<string> SiteOf(string name) => (await _shop.Nora.Get("/api/sites"))["items"]!.AsArray()
        .First(site => site!["name"]!.GetValue<string>() == name)!["id"]!.GetValue<string>();

    private Task LeaveMessage() => Do(_visitor.Post("/visitor/leftmessages", new { id = Ids.New(), name = "Mina", email = "mina@example.com", text = "Please call back." }));

    private async Task MarkLeft(bool done)
    {
        var message = (await _shop.Nora.Get("/api/leftmessages"))["items"]![0]!["id"]!.GetValue<string>();
        await Do(_shop.Nora.Patch($"/api/leftmessages/{message}", new { done }));
    }

    private async Task<string> NewestLeft() => (await _shop.Nora.Get("/api/leftmessages"))["items"]![0]!["id"]!.GetValue<string>();

    private async Task ReplyLeft() => await Do(_shop.Nora.Post($"/api/leftmessages/{await NewestLeft()}/reply", new { id = Ids.New(), text = "We shall." }));

    private async Task LeftAndReplied()
    {
        await LeaveMessage();
        await ReplyLeft();
    }

    private async Task SeeReply() => await Do(_visitor.Put($"/visitor/leftmessages/{await NewestLeft()}/seen"));

    private async Task<string> CalendarOf(string name) =>
        (await _shop.Nora.Get("/api/calendars")).Should(200)["items"]!.AsArray().Single(calendar => calendar!["name"]!.GetValue<string>() == name)!["id"]!.GetValue<string>();

    private static Dictionary<string, object[]> DayAndNight() =>
        new[] { "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday" }.ToDictionary(day => day, _ => new object[] { new { from = 0, to = 1440 } }, StringComparer.Ordinal);

    private async Task Do(Task<Answer> deed)
    {
        (await deed).ShouldSucceed();
        _shop.Clock.Advance(Step);
    }

    // ---- recording

    private async Task<JsonObject> Record(Func<Task> prepare, Func<Task> act)
    {
        await _shop.Nora.Status("online");
        await _walt.Status("online");
        _visitor = await _shop.AVisitor();
        _shop.Clock.Advance(Step);
        await prepare();
        var (nora, walt, visitor) = (await DeskOf(_shop.Nora), await DeskOf(_walt), await WindowOf(_visitor));
        await act();
        var recording = new JsonObject
        {
            ["staff"] = new JsonArray(await Watched(_shop.Nora, nora), await Watched(_walt, walt)),
            ["visitor"] = await Watched(visitor),
        };
        await ClearTheDesk();
        return recording;
    }

    private async Task<JsonObject> Watched(AgentClient agent, JsonObject before) => new()
    {
        ["me"] = agent.Id,
        ["before"] = before,
        ["events"] = EventsOf(await agent.Poll(before["desk"]!["seq"]!.ToString(), before["desk"]!["epoch"]!.GetValue<string>())),
        ["after"] = await DeskOf(agent),
    };

    private async Task<JsonObject> Watched(JsonObject before) => new()
    {
        ["before"] = before,
        ["events"] = EventsOf(await _visitor.Poll(before["cursor"]!.GetValue<string>(), _visitor.Visit["epoch"]!.GetValue<string>())),
        ["after"] = await WindowOf(_visitor),
    };

    private static JsonArray EventsOf(Answer poll) => new([.. poll.Should(200)["events"]!.AsArray().Where(entry => entry!["id"] is not null).Select(entry => entry!["data"]!.DeepClone())]);

    private static async Task<JsonObject> DeskOf(AgentClient agent)
    {
        var desk = (await agent.Desk()).Should(200).Json.DeepClone();
        var pages = new JsonObject();
        foreach (var row in desk["waiting"]!.AsArray().Concat(desk["mine"]!.AsArray()))
        {
            var id = row!["id"]!.GetValue<string>();
            pages[id] = (await agent.Messages(id, "?after=0&limit=200")).Should(200).Json.DeepClone();
        }

        return new JsonObject { ["desk"] = desk, ["pages"] = pages };
    }

    private static async Task<JsonObject> WindowOf(VisitorClient visitor)
    {
        var visit = (await visitor.Post("/visitor/visits", new { site = visitor.Site })).Should(200);
        var answers = visit["answers"]!.DeepClone();
        if (visitor.Conversation.Length == 0)
        {
            return new JsonObject { ["answers"] = answers, ["conversation"] = null, ["page"] = null, ["cursor"] = visit["cursor"]!.DeepClone() };
        }

        var conversation = (await visitor.Snapshot()).Should(200).Json.DeepClone();
        return new JsonObject
        {
            ["answers"] = answers,
            ["conversation"] = conversation,
            ["page"] = (await visitor.Messages("?after=0&limit=200")).Should(200).Json.DeepClone(),
            ["cursor"] = conversation["cursor"]!.DeepClone(),
        };
    }

    /// <summary>The next case begins with empty desks.</summary>
    private async Task ClearTheDesk()
    {
        if (_visitor.Conversation.Length == 0)
        {
            return;
        }

        await _visitor.Ends();
        await _shop.Nora.End(_visitor.Conversation);
        await _walt.End(_visitor.Conversation);
    }

    [GeneratedRegex("\"(?<kind>(conversation|message|agent|calendar|department|site|settings|statuses|leftMessage)\\.[a-zA-Z]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Kind();

    [GeneratedRegex("^  \"(?<kind>[^\"]+)\":", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Listed();

    /// <summary>Takes out of a recording what is different each time: ids, times, numbers by chance, the place in the journal.</summary>
    private sealed partial class Plain
    {
        /// <summary>Numbers above are times, those below counts.</summary>
        private const long Earliest = 1_000_000_000_000;

        private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
        private readonly SortedSet<long> _times = [];
        private long _begin;

        public JsonNode Of(JsonObject recording)
        {
            _begin = recording["staff"]![0]!["before"]!["desk"]!["seq"]!.GetValue<long>() - 100;
            Collect(recording);
            return Walk("", recording)!;
        }

        private JsonNode? Walk(string name, JsonNode? node) => node switch
        {
            JsonObject children => Walk(children),
            JsonArray items => new JsonArray([.. items.Select(item => Walk(name, item))]),
            JsonValue value when value.TryGetValue<string>(out var text) => JsonValue.Create(Named(name, text)),
            JsonValue value when value.TryGetValue<long>(out var number) && number > Earliest => JsonValue.Create(Timed(number)),
            _ => node?.DeepClone(),
        };

        /// <summary>A desk's and an event's seq is the place in the journal; a message's counts in its talk and stays.</summary>
        private JsonObject Walk(JsonObject children)
        {
            var plain = new JsonObject(children.Select(child => KeyValuePair.Create(Named("", child.Key), Walk(child.Key, child.Value))));
            if (plain["seq"] is { } seq && (plain.ContainsKey("waiting") || (plain.ContainsKey("kind") && plain.ContainsKey("data"))))
            {
                plain["seq"] = seq.GetValue<long>() - _begin;
            }

            return plain;
        }

        /// <summary>Which step it was: times closer together than half a step are of one deed.</summary>
        private long Timed(long time)
        {
            var (step, last) = (0, long.MinValue);
            foreach (var known in _times.TakeWhile(known => known <= time))
            {
                step += last == long.MinValue || known - last > Step.TotalMilliseconds / 2 ? 1 : 0;
                last = known;
            }

            return 1_700_000_000_000 + (step * 1000);
        }

        private void Collect(JsonNode? node)
        {
            switch (node)
            {
                case JsonObject children:
                    children.ToList().ForEach(child => Collect(child.Value));
                    break;
                case JsonArray items:
                    items.ToList().ForEach(Collect);
                    break;
                case JsonValue value when value.TryGetValue<long>(out var number) && number > Earliest:
                    _times.Add(number);
                    break;
            }
        }

        private string Named(string name, string text) => name switch
        {
            "epoch" => "epoch",
            "cursor" => "cursor",
            "number" => "123456",
            _ => Id().Replace(text, match => Known(match.Value)),
        };

        private string Known(string id)
        {
            if (!_names.TryGetValue(id, out var known))
            {
                known = $"00000000-0000-7000-8000-{_names.Count + 1:D12}";
                _names.Add(id, known);
            }

            return known;
        }

        [GeneratedRegex("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", RegexOptions.None, 1000)]
        private static partial Regex Id();
    }
}
