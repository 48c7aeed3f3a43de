using System.Text.Json;

namespace Genkan.Journeys.Stage;

/// <summary>The product's words in one language: journeys look for what a person reads.</summary>
internal sealed class Words
{
    private readonly Dictionary<string, string> _texts;

    private Words(string language)
    {
        Language = language;
        _texts = JsonSerializer.Deserialize<Dictionary<string, string>>(Project.Read($"texts/{language}.json"))!;
    }

    public string Language { get; }

    public static Words In(string language) => new(language);

    public string this[string key] => _texts.TryGetValue(key, out var text) ? text : throw new KeyNotFoundException($"texts/{Language}.json has no {key}");

    public string Say(string key, params (string Name, string Value)[] values) =>
        values.Aggregate(this[key], (text, value) => text.Replace($"{{{value.Name}}}", value.Value, StringComparison.Ordinal));
}
