using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Agents;

/// <summary>What decides which conversations an agent gets, as an admin says it. What is given changes, the rest stays.</summary>
internal partial record WorkFields
{
    private const int LargestLimit = 99;
    private const int MostDepartments = 50;
    private const int MostSites = 1000;
    private const int MostLanguages = 10;
    private const int MostSkills = 20;
    private const int LongestSkill = 40;

    /// <summary>RFC 5646 4.4.1: no tag in use is longer.</summary>
    private const int LongestLanguage = 35;

    /// <summary>Conversations at a time (AD-08); null for the organisation's ceiling.</summary>
    public long? Limit
    {
        get;
        init => (field, LimitGiven) = (value, true);
    }

    public IReadOnlyList<Guid>? Departments { get; init; }

    /// <summary>null for all, empty for none (AD-14).</summary>
    public IReadOnlyList<Guid>? Sites
    {
        get;
        init => (field, SitesGiven) = (value, true);
    }

    public IReadOnlyList<string?>? Languages { get; init; }
    public IReadOnlyList<string?>? Skills { get; init; }

    internal bool LimitGiven { get; private init; }

    internal bool SitesGiven { get; private init; }

    public AgentRow ApplyTo(AgentRow agent, FieldCheck check)
    {
        if (Limit is { } limit)
        {
            check.Range("limit", limit, 1, LargestLimit);
        }

        NoMoreThan(check, "departments", Departments?.Count, MostDepartments);
        NoMoreThan(check, "sites", Sites?.Count, MostSites);
        return agent with
        {
            ChatLimit = LimitGiven ? Limit : agent.ChatLimit,
            Departments = Departments is null ? agent.Departments : IdList.Write(Departments),
            Sites = !SitesGiven ? agent.Sites : Sites is null ? null : IdList.Write(Sites),
            Languages = Languages is null ? agent.Languages : LanguagesOf(check, Languages),
            Skills = Skills is null ? agent.Skills : SkillsOf(check, Skills),
        };
    }

    private static string LanguagesOf(FieldCheck check, IReadOnlyList<string?> given)
    {
        NoMoreThan(check, "languages", given.Count, MostLanguages);
        var tags = given.Select(tag => tag?.Trim() ?? "").ToArray();
        if (tags.Any(tag => tag.Length > LongestLanguage || !LanguageTag().IsMatch(tag)))
        {
            check.Wrong("languages", "language_tag");
            return "";
        }

        return string.Join(' ', tags.Select(UsualCase).Distinct(StringComparer.Ordinal));
    }

    /// <summary>Twice the same word, however capitalised, is one skill.</summary>
    private static string SkillsOf(FieldCheck check, IReadOnlyList<string?> given)
    {
        NoMoreThan(check, "skills", given.Count, MostSkills);
        var words = given.Take(MostSkills).Select(word => check.Text("skills", word, LongestSkill)).ToArray();
        return JsonSerializer.Serialize(words.DistinctBy(Folded.Key, StringComparer.Ordinal), Wire.Json);
    }

    private static void NoMoreThan(FieldCheck check, string field, int? count, int most)
    {
        if (count > most)
        {
            check.Wrong(field, "too_many", ("max", most.ToString(CultureInfo.InvariantCulture)));
        }
    }

    /// <summary>RFC 5646 2.1.1: languages small, four letters (a script) with a capital, two letters (a region) in capitals.</summary>
    private static string UsualCase(string tag) => string.Join('-', tag.ToLowerInvariant().Split('-').Select((part, place) =>
        place == 0 ? part
        : part.Length == 4 && char.IsAsciiLetter(part[0]) ? char.ToUpperInvariant(part[0]) + part[1..]
        : part.Length == 2 ? part.ToUpperInvariant() : part));

    /// <summary>The common form of RFC 5646 2.1: a language of two or three letters and further parts of two to eight.</summary>
    [GeneratedRegex("^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,7}$", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex LanguageTag();
}
