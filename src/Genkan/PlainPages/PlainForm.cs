using Genkan.Doors;
using Microsoft.AspNetCore.Http.Features;

namespace Genkan.PlainPages;

/// <summary>What was typed into a plain form, to be acted on or shown again.</summary>
internal sealed record PlainForm
{
    // Fields of our largest form, hidden ones included, twice over.
    private const int MostFields = 20;
    private const int LongestField = 60_000;

    /// <summary>Made when the form was drawn: sending it twice does it once.</summary>
    public Guid Id { get; init; } = Guid.CreateVersion7();

    /// <summary>The same for words that go along with the beginning of a talk.</summary>
    public Guid First { get; init; } = Guid.CreateVersion7();

    /// <summary>Not to be left yet: is somebody here now?</summary>
    public bool Looks { get; init; }

    public string? Proof { get; init; }

    public string Nickname { get; init; } = "";

    /// <summary>Whom or which department was chosen from the list (W-10); null leaves it to the system.</summary>
    public Guid? Choice { get; init; }

    /// <summary>What the list is of: <c>agents</c> or <c>departments</c>.</summary>
    public string ChoiceOf { get; init; } = "";

    public bool Agrees { get; init; }

    public string? ConsentVersion { get; init; }

    public string Text { get; init; } = "";

    public string Name { get; init; } = "";

    public string Email { get; init; } = "";

    public string Phone { get; init; } = "";

    public static async Task<PlainForm> Read(HttpContext context)
    {
        if (!context.Request.HasFormContentType)
        {
            throw new Refusal(StatusCodes.Status415UnsupportedMediaType, "unsupported_media");
        }

        try
        {
            var options = new FormOptions { ValueCountLimit = MostFields, ValueLengthLimit = LongestField, KeyLengthLimit = 100 };
            return Of(await context.Request.ReadFormAsync(options, context.RequestAborted));
        }
        catch (InvalidDataException)
        {
            throw new Refusal(StatusCodes.Status400BadRequest, "malformed");
        }
    }

    /// <summary>Browsers send line breaks as CR LF; a message has LF, so that the same words are the same through both doors.</summary>
    private static PlainForm Of(IFormCollection form) => new()
    {
        Id = Guid.TryParseExact(form["id"].ToString(), "D", out var id) ? id : Guid.CreateVersion7(),
        First = Guid.TryParseExact(form["first"], "D", out var first) ? first : Guid.CreateVersion7(),
        Looks = form["look"].ToString().Length > 0,
        Proof = form["proof"].ToString(),
        Nickname = form["nickname"].ToString(),
        Choice = Guid.TryParseExact(form["choice"].ToString(), "D", out var choice) ? choice : null,
        ChoiceOf = form["choiceOf"].ToString(),
        Agrees = form["consent"].ToString() == "yes",
        ConsentVersion = form["version"].ToString(),
        Text = form["text"].ToString().ReplaceLineEndings("\n"),
        Name = form["name"].ToString(),
        Email = form["email"].ToString(),
        Phone = form["phone"].ToString(),
    };
}
