using System.Collections.Frozen;
using System.Reflection;

namespace Genkan.Pages;

/// <summary>The table of browser files built into the program. What is not in it cannot be asked for: no path ever reaches a disk.</summary>
internal sealed class WebFiles
{
    private const string Prefix = "web/";
    private readonly FrozenDictionary<string, WebFile> files;

    public WebFiles()
        : this(Assembly.GetExecutingAssembly())
    {
    }

    public WebFiles(Assembly assembly) => files = assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && !IsForBuildersOnly(name))
        .ToFrozenDictionary(name => name[Prefix.Length..], name => new WebFile(name, () => assembly.GetManifestResourceStream(name)!), StringComparer.Ordinal);

    public WebFile? Find(string path) => files.GetValueOrDefault(path);

    /// <summary>Source maps and the bundler's own list of files.</summary>
    private static bool IsForBuildersOnly(string name) =>
        name.EndsWith(".map", StringComparison.Ordinal) || name.EndsWith("/manifest.json", StringComparison.Ordinal);
}
