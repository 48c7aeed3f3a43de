namespace Genkan.Texts;

/// <summary>The product's words in its languages, from <c>texts/*.json</c>.</summary>
public interface ITexts
{
    /// <summary>Installed languages as BCP 47 tags, English first.</summary>
    IReadOnlyList<string> Languages { get; }

    /// <summary>The installed language that suits an <c>Accept-Language</c> header (or one tag) best; English where none does.</summary>
    string LanguageOf(string? acceptLanguage);

    /// <summary>The installed language of this tag, or null.</summary>
    string? Find(string? tag);

    /// <summary>What follows this beginning in the keys there are, in order: <c>problem.</c> gives every problem's code.</summary>
    IEnumerable<string> KeysOf(string beginning);

    /// <summary>The words for a key, with <c>{name}</c> filled in; the key itself where nobody worded it.</summary>
    string Say(string language, string key, IReadOnlyList<(string Name, string Value)>? values = null);
}
