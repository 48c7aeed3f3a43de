using System.Text.Json;
using System.Text.RegularExpressions;
using Genkan.Agents;
using Genkan.Conversations;
using Genkan.Hours;
using Genkan.LeftMessages;
using Genkan.Supervision;
using Genkan.Places;
using Genkan.Routing;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Visitors;

namespace Genkan.Tests.HouseRules;

/// <summary>What the server writes and what the browser side expects (<c>web/client/src/types.ts</c>) have the same members.</summary>
public sealed partial class WireShapeTests
{
    public static TheoryData<string, Type> Pairs => new()
    {
        { "Conversation", typeof(ConversationRow) },
        { "VisitorConversation", typeof(VisitorConversation) },
        { "Message", typeof(StaffMessage) },
        { "VisitorMessage", typeof(VisitorMessage) },
        { "Marks", typeof(Marks) },
        { "Sent", typeof(Sent) },
        { "Desk", typeof(Desk) },
        { "AgentBrief", typeof(AgentBrief) },
        { "DepartmentBrief", typeof(DepartmentBrief) },
        { "StatusBrief", typeof(StatusBrief) },
        { "LeftMessage", typeof(LeftMessage) },
        { "LeftReply", typeof(LeftReply) },
        { "LeftStep", typeof(LeftStep) },
        { "LeftAnswer", typeof(LeftAnswer) },
        { "VisitAnswer", typeof(VisitAnswer) },
        { "VisitorSite", typeof(VisitorSite) },
        { "VisitorChoices", typeof(VisitorChoices) },
        { "VisitorChoice", typeof(VisitorChoice) },
        { "Typing", typeof(TypingRequest) },
        { "Calendar", typeof(CalendarAnswer) },
        { "CalendarNews", typeof(CalendarNews) },
        { "HoursException", typeof(ExceptionAnswer) },
        { "HoursSpan", typeof(HoursSpan) },
        { "Region", typeof(RegionAnswer) },
        { "Monitor", typeof(MonitorAnswer) },
        { "MonitorNews", typeof(MonitorNews) },
        { "MonitorChanges", typeof(MonitorChanges) },
        { "MonitorFigures", typeof(MonitorFigures) },
        { "MonitorCounters", typeof(MonitorCounters) },
        { "MonitorGroup", typeof(MonitorGroup) },
        { "MonitorAgent", typeof(MonitorAgent) },
        { "MonitoredVisitor", typeof(MonitoredVisitor) },
    };

    [Theory, MemberData(nameof(Pairs))]
    public void Server_and_browser_name_the_same_members(string name, Type type) =>
        MembersOf(name).ShouldBe(Wire.Json.GetTypeInfo(type).Properties.Select(p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void A_member_only_one_side_knows_is_noticed() =>
        MembersOf("Marks").ShouldNotBe(Wire.Json.GetTypeInfo(typeof(Sent)).Properties.Select(p => p.Name).Order(StringComparer.Ordinal));

    private static IEnumerable<string> MembersOf(string name)
    {
        var source = Project.Read("web/client/src/types.ts");
        source = Comments().Replace(source, "");
        var found = Regex.Match(source, $@"export interface {name}(?: extends (\w+))? \{{(.*?)\n?\}}\n", RegexOptions.Singleline, TimeSpan.FromSeconds(1));
        found.Success.ShouldBeTrue($"types.ts has no {name}");
        var own = Members().Matches(Nested().Replace(found.Groups[2].Value, ": object")).Select(m => m.Groups["member"].Value);
        var inherited = found.Groups[1].Success ? MembersOf(found.Groups[1].Value) : [];
        return own.Concat(inherited).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"/\*.*?\*/|//[^\n]*", RegexOptions.Singleline, 1000)]
    private static partial Regex Comments();

    [GeneratedRegex(@":[^;{]*\{[^}]*\}", RegexOptions.None, 1000)]
    private static partial Regex Nested();

    [GeneratedRegex(@"(?<member>\w+)\??:", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Members();
}
