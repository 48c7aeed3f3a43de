namespace Genkan.Journeys.Stage;

/// <summary>What a person's browser says of its language.</summary>
internal static class Locales
{
    public static string Of(string language) => language switch
    {
        "tr" => "tr-TR",
        "ja" => "ja-JP",
        "zh-Hans" => "zh-CN",
        "zh-Hant" => "zh-TW",
        _ => "en-GB",
    };
}
