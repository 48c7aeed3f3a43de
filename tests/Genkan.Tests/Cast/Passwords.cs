using Genkan.PictureCodes;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.Cast;

/// <summary>Doors that ask for the digits of a picture: the test reads them where the server keeps its key.</summary>
internal static class Passwords
{
    /// <summary>A fresh challenge and its digits.</summary>
    public static async Task<(string Challenge, string Code)> PictureCode(Shop shop)
    {
        var given = (await new AgentClient(shop.Server.Url).Post("/api/picturecodes")).Should(201);
        var challenge = given["challenge"]!.GetValue<string>();
        return (challenge, shop.Server.Services.GetRequiredService<PictureCodeBook>().Open(challenge, shop.Clock.Now)!.Code);
    }

    /// <summary>Says that the password of this address was forgotten, with the right digits.</summary>
    public static async Task Forget(Shop shop, string email, string? language = null)
    {
        var (challenge, code) = await PictureCode(shop);
        var somebody = new AgentClient(shop.Server.Url);
        if (language is not null)
        {
            somebody.Headers["Accept-Language"] = language;
        }

        (await somebody.Post("/api/passwords/forgotten", new { email, challenge, code })).Should(202);
    }
}
