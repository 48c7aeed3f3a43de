using System.Text.RegularExpressions;

namespace Genkan.Tests.HouseRules;

/// <summary>The tables the migrations make: whose they are and whether their rows belong to an organisation.</summary>
internal sealed record Table(string Name, string Room, bool OfOrganisation);

internal static partial class Tables
{
    /// <param name="migrations">Path and text of the .sql files; the folder below <c>src/Genkan</c> is the room.</param>
    public static IReadOnlyList<Table> Of(IEnumerable<(string Path, string Text)> migrations) =>
        [.. from file in migrations
            from Match match in Creation().Matches(file.Text)
            select new Table(match.Groups["name"].Value, RoomOf(file.Path), Organisation().IsMatch(match.Groups["columns"].Value))];

    public static string RoomOf(string path) => path.Split('/')[2];

    /// <summary>Tables a piece of SQL names.</summary>
    public static IEnumerable<Table> NamedIn(string sql, IEnumerable<Table> tables)
    {
        var words = Words().Matches(sql).Select(match => match.Groups["name"].Value).ToHashSet(StringComparer.Ordinal);
        return tables.Where(table => words.Contains(table.Name));
    }

    /// <summary><c>conversations_messages</c> and <c>conversation_messages</c> begin with the name of Conversations, <c>left_messages</c> with that of LeftMessages.</summary>
    public static bool BeginsWithRoom(Table table)
    {
        var plain = table.Name.Replace("_", "", StringComparison.Ordinal);
        var room = table.Room.ToLowerInvariant();
        return plain.StartsWith(room, StringComparison.Ordinal)
            || (room.EndsWith('s') && plain.StartsWith(room[..^1], StringComparison.Ordinal));
    }

    [GeneratedRegex(@"CREATE\s+(VIRTUAL\s+)?TABLE\s+(IF\s+NOT\s+EXISTS\s+)?(?<name>\w+)(?<columns>[^;]*);", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Creation();

    [GeneratedRegex(@"^\s*\(?\s*organisation\s", RegexOptions.Multiline | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Organisation();

    [GeneratedRegex(@"\b(FROM|JOIN|INTO|UPDATE|TABLE|EXISTS|REFERENCES|ON)\s+(?<name>[a-z_]+)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Words();
}
