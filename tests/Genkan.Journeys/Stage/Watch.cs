using System.Collections.Concurrent;

namespace Genkan.Journeys.Stage;

/// <summary>
/// Looks on in every frame of a browser: what a hostile text ran, what the policy of a page refused (CSP, Trusted Types),
/// and what it made of the page.
/// </summary>
internal sealed class Watch
{
    /// <summary>What a hostile text calls where it runs, and what it leaves where it becomes an element.</summary>
    public const string Called = "__ran", Left = "data-pwn";

    private const string Script =
        """
        addEventListener('securitypolicyviolation', e => __seen(`${e.effectiveDirective} refused ${e.blockedURI} ${e.sample} at ${location.href}`), true);
        """;

    private const string Elements =
        """
        () => {
          const all = root => [...root.querySelectorAll('*')].flatMap(e => [e, ...(e.shadowRoot ? all(e.shadowRoot) : [])]);
          return all(document).filter(e => e.hasAttribute('data-pwn') || /^\s*javascript:/i.test(e.getAttribute('href') ?? e.getAttribute('src') ?? '')).map(e => e.outerHTML.slice(0, 200));
        }
        """;

    private readonly ConcurrentQueue<string> _seen = new();

    /// <summary>Everything that should not have been.</summary>
    public IReadOnlyCollection<string> Seen => _seen;

    /// <summary>Before the first page of this context opens.</summary>
    public async Task Over(IBrowserContext context)
    {
        await context.ExposeFunctionAsync("__seen", (string what) => _seen.Enqueue(what));
        await context.ExposeFunctionAsync(Called, (string what) => _seen.Enqueue($"ran: {what}"));
        await context.AddInitScriptAsync(Script);
        context.Dialog += async (_, dialog) =>
        {
            _seen.Enqueue($"dialog: {dialog.Message}");
            await dialog.DismissAsync();
        };
    }

    /// <summary>Looks through every frame of this page for elements a text has become.</summary>
    public async Task LookAt(IPage page, string where)
    {
        foreach (var frame in page.Frames)
        {
            foreach (var element in await frame.EvaluateAsync<string[]>(Elements))
            {
                _seen.Enqueue($"{where}: became an element: {element}");
            }
        }
    }
}
