using System.Net;
using System.Text.RegularExpressions;

namespace Genkan.Tests.Cast;

/// <summary>A browser without script: follows links, sends forms with their hidden fields, keeps cookies.</summary>
internal sealed partial class Browser(Uri server) : Client(server)
{
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    /// <summary>The page last shown.</summary>
    public string Page { get; private set; } = "";

    /// <summary>As the server set them, attributes and all.</summary>
    public List<string> SetCookies { get; } = [];

    protected override string StreamPath => throw new NotSupportedException("A browser without script hears no stream.");

    public Task<Answer> Get(string path, params (string Name, string Value)[] headers) =>
        Send(HttpMethod.Get, path, null, headers.ToDictionary(header => header.Name, header => header.Value, StringComparer.Ordinal));

    /// <summary>Opens a page and everything it redirects to.</summary>
    public async Task<Answer> Open(string path) => await Follow(await Send(HttpMethod.Get, path));

    /// <summary>Fills in the form that posts to an address ending like this and sends it, following the redirect.</summary>
    public async Task<Answer> Submit(string formEnding, params (string Name, string Value)[] typed) => await Follow(await Press(formEnding, typed));

    /// <summary>The same, without following: what the form itself is answered.</summary>
    public Task<Answer> Press(string formEnding, params (string Name, string Value)[] typed)
    {
        var form = FormOf(formEnding);
        var fields = form.Fields.Where(field => typed.All(t => t.Name != field.Key)).Concat(typed.Select(t => KeyValuePair.Create(t.Name, t.Value)));
        return Send(HttpMethod.Post, form.Action, new FormUrlEncodedContent(fields));
    }

    /// <summary>The form as it stands on the page: where it goes and what it carries hidden.</summary>
    public (string Action, Dictionary<string, string> Fields) FormOf(string ending)
    {
        var form = Forms().Matches(Page).FirstOrDefault(match => WebUtility.HtmlDecode(match.Groups["action"].Value).Split('?')[0].EndsWith(ending, StringComparison.Ordinal))
            ?? throw new InvalidOperationException($"No form to {ending} on this page:\n{Page}");
        var hidden = HiddenFields().Matches(form.Groups["body"].Value)
            .ToDictionary(match => match.Groups["name"].Value, match => WebUtility.HtmlDecode(match.Groups["value"].Value), StringComparer.Ordinal);
        return (WebUtility.HtmlDecode(form.Groups["action"].Value), hidden);
    }

    public bool HasForm(string ending) => Forms().Matches(Page).Any(match => match.Groups["action"].Value.Split('?')[0].EndsWith(ending, StringComparison.Ordinal));

    protected override void Authorise(HttpRequestMessage request)
    {
        if (_cookies.Count > 0)
        {
            request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        }
    }

    protected override void Learn(Answer answer)
    {
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies))
        {
            foreach (var cookie in cookies)
            {
                SetCookies.Add(cookie);
                var pair = cookie.Split(';')[0].Split('=', 2);
                _cookies[pair[0]] = pair[1];
            }
        }

        if (answer.ContentHeaders.ContentType?.MediaType == "text/html")
        {
            Page = answer.Text;
        }
    }

    private async Task<Answer> Follow(Answer answer)
    {
        while ((int)answer.Status is 301 or 302 or 303)
        {
            answer = await Send(HttpMethod.Get, answer.Headers.Location!.ToString());
        }

        return answer;
    }

    [GeneratedRegex("""<form\b[^>]*\baction="(?<action>[^"]*)"[^>]*>(?<body>.*?)</form>""", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Forms();

    [GeneratedRegex("""<input type="hidden" name="(?<name>[^"]*)" value="(?<value>[^"]*)">""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex HiddenFields();
}
