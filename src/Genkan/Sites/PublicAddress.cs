using System.Text.Encodings.Web;

namespace Genkan.Sites;

/// <summary>Where browsers reach this server: the address the operator set, else the one the request itself came by.</summary>
internal sealed class PublicAddress(GenkanSettings settings, IHttpContextAccessor requests)
{
    public string EmbedCode(string key) =>
        $"<script async src=\"{HtmlEncoder.Default.Encode(Url("/widget.js"))}\" data-site=\"{key}\"></script>";

    public string ChatUrl(string key) => Url($"/chat/{key}");

    private string Url(string path) => (requests.HttpContext?.Request is { } request ? settings.BaseUrl(request) : settings.PublicUrl) + path;
}
