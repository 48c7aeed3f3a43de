using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.PlainPages;

/// <summary>Why something was not done, in the words of the page's language.</summary>
internal sealed record PlainTrouble(int Status, string Sentence, IReadOnlyDictionary<string, string> Fields)
{
    public static PlainTrouble? Of(Exception fault, ITexts texts, string language) => fault switch
    {
        Refusal refusal => Of(refusal, texts, language),
        CannotWriteException => Plain(StatusCodes.Status503ServiceUnavailable, "cannot_write", texts, language),
        TooBusyException => Plain(StatusCodes.Status503ServiceUnavailable, "busy", texts, language),
        OutcomeUnknownException => Plain(StatusCodes.Status503ServiceUnavailable, "outcome_unknown", texts, language),
        _ => null,
    };

    public string? For(string field) => Fields.GetValueOrDefault(field);

    private static PlainTrouble Of(Refusal refusal, ITexts texts, string language) => Plain(refusal.Status, refusal.Code, texts, language) with
    {
        Fields = (refusal.Fields ?? new Dictionary<string, IReadOnlyList<FieldError>>())
            .ToDictionary(f => f.Key, f => texts.Say(language, $"field.{f.Value[0].Code}", f.Value[0].Values), StringComparer.Ordinal),
    };

    private static PlainTrouble Plain(int status, string code, ITexts texts, string language) =>
        new(status, texts.Say(language, $"problem.{code}"), new Dictionary<string, string>());
}
