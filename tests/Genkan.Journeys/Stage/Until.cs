using System.Diagnostics;

namespace Genkan.Journeys.Stage;

/// <summary>Waits for something outside the browser to become true, asking often; the limit only ends a lost journey.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    public static async Task True(Func<Task<bool>> condition, Func<string> what)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"Waited in vain until {what()}");
            }

            await Task.Delay(20);
        }
    }
}
