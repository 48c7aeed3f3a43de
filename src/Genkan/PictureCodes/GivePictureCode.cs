using System.Security.Cryptography;
using System.Text;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Texts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Genkan.PictureCodes;

/// <param name="Challenge">Goes back with the answer.</param>
/// <param name="Picture">Path of the picture.</param>
/// <param name="Sound">Path of the spoken code; takes <c>?language=</c>.</param>
/// <param name="ExpiresAt">UTC milliseconds.</param>
internal sealed record PictureCodeAnswer(string Challenge, string Picture, string Sound, long ExpiresAt);

/// <summary><c>/api/picturecodes</c>: a fresh code, its picture and its sound. The last two change nothing and may be fetched again.</summary>
internal sealed class GivePictureCode(PictureCodeBook book, SpokenDigits digits, ITexts texts, TimeProvider clock)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/picturecodes", (GivePictureCode useCase) => useCase.Give()).OpenToAnyone().At(Pace.PictureCodes).NotAudited("nothing is kept");
        routes.MapGet("/api/picturecodes/{challenge}/picture", (string challenge, GivePictureCode useCase) => useCase.Show(challenge)).OpenToAnyone().At(Pace.PictureCodes);
        routes.MapGet("/api/picturecodes/{challenge}/sound", (string challenge, string? language, HttpContext context, GivePictureCode useCase) => useCase.Say(context, challenge, language))
            .OpenToAnyone().At(Pace.PictureCodes);
    }

    private long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    private JsonHttpResult<PictureCodeAnswer> Give()
    {
        var (token, expiresAt) = book.New(Now);
        return TypedResults.Json(
            new PictureCodeAnswer(token, $"/api/picturecodes/{token}/picture", $"/api/picturecodes/{token}/sound", expiresAt),
            Storage.Wire.Json,
            statusCode: StatusCodes.Status201Created);
    }

    private FileContentHttpResult Show(string challenge)
    {
        var found = Open(challenge);
        return TypedResults.Bytes(Picture.Of(found.Code, SeedOf(challenge, "picture")), "image/png");
    }

    private FileContentHttpResult Say(HttpContext context, string challenge, string? language)
    {
        var found = Open(challenge);
        var spoken = texts.Find(language) ?? texts.LanguageOf(context.Request.Headers.AcceptLanguage.ToString());
        return TypedResults.Bytes(Sound.Of(found.Code, digits.In(spoken), SeedOf(challenge, spoken)), "audio/wav");
    }

    private Challenge Open(string challenge) => book.Open(challenge, Now) ?? throw Refusal.NotFound();

    /// <summary>Of the token: always the same picture for it, and nothing that tells the code.</summary>
    private static int SeedOf(string challenge, string use) => BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(use + challenge)));
}
