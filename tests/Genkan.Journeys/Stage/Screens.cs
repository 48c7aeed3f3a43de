namespace Genkan.Journeys.Stage;

/// <summary>Screenshots of the journeys, to be looked at: <c>artifacts/screens/…</c>.</summary>
internal static class Screens
{
    private static readonly string Folder = Environment.GetEnvironmentVariable("GENKAN_SCREENS") ?? Project.Path("artifacts/screens");

    public static async Task Shoot(this IPage page, string name) =>
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, $"{name}.png"), Animations = ScreenshotAnimations.Disabled });

    public static async Task Keep(string name, byte[] picture)
    {
        var file = Path.Combine(Folder, $"{name}.png");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllBytesAsync(file, picture);
    }
}
