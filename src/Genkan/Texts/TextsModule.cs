namespace Genkan.Texts;

/// <summary>The product's words.</summary>
public static class TextsModule
{
    /// <summary>Loads the installed languages.</summary>
    public static void AddTexts(this IServiceCollection services) => services.AddSingleton<ITexts, InstalledTexts>();
}
