using System.Diagnostics;

namespace Genkan.Tests.Cast;

/// <summary>Waits for what the server does by itself, asking often; the limit only ends a lost test.</summary>
internal static class Until
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static async Task True(Func<Task<bool>> condition, [System.Runtime.CompilerServices.CallerArgumentExpression(nameof(condition))] string what = "")
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            if (watch.Elapsed > Patience)
            {
                throw new TimeoutException($"Waited in vain until {what}");
            }

            await Task.Delay(20);
        }
    }
}
