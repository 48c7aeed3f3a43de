namespace Genkan.PictureCodes;

/// <summary>Codes shown as pictures, with a spoken alternative.</summary>
public static class PictureCodesModule
{
    /// <summary>Registers the room.</summary>
    public static void AddPictureCodes(this IServiceCollection services)
    {
        services.AddSingleton<PictureCodeBook>();
        services.AddSingleton<IPictureCodes>(s => s.GetRequiredService<PictureCodeBook>());
        services.AddSingleton<SpokenDigits>();
        services.AddSingleton<GivePictureCode>();
    }

    /// <summary>Opens its doors.</summary>
    public static void MapPictureCodes(this IEndpointRouteBuilder routes) => GivePictureCode.Map(routes);
}
