namespace Genkan.Administration;

/// <summary>Answers that must not tell by their time what they do not tell by their words leave at one moment.</summary>
internal static class FirmTime
{
    /// <summary>More than the work behind costs on a busy machine.</summary>
    private static readonly TimeSpan Takes = TimeSpan.FromMilliseconds(500);

    /// <param name="clock">The clock.</param>
    /// <param name="began">Its timestamp when the request came.</param>
    public static async Task Wait(TimeProvider clock, long began)
    {
        var left = Takes - clock.GetElapsedTime(began);
        if (left > TimeSpan.Zero)
        {
            await Task.Delay(left, clock);
        }
    }
}
