using System.Text.Encodings.Web;

namespace Genkan.Sites;

/// <summary>Where browsers reach this server: GENKAN_PUBLIC_URL, else the address the request itself came by.</summary>
internal sealed class PublicAddress(IConfiguration settings, IHttpContextAccessor requests)
{
    private readonly string? fixedUrl = settings["GENKAN_PUBLIC_URL"] is { Length: > 0 } url ? url.TrimEnd('/') : null;

    public string EmbedCode(string key) =>
        $"<script async src=\"{HtmlEncoder.Default.Encode(Url("/widget.js"))}\" data-site=\"{key}\"></script>";

    public string ChatUrl(string key) => Url($"/chat/{key}");

    private string Url(string path) => Root() + path;

    private string Root() => fixedUrl
        ?? (requests.HttpContext?.Request is { } request ? $"{request.Scheme}://{request.Host}" : "");
}
