namespace Genkan.Tests.HouseRules;

/// <summary>The project's own files, found from where the tests were built.</summary>
internal static class Project
{
    public static string Root { get; } = FindRoot();

    public static string Path(string path) => System.IO.Path.Combine(Root, path);

    public static string Read(string path) => File.ReadAllText(Path(path));

    /// <summary>Source files below a folder, as (path from the root, text); built and fetched folders left out.</summary>
    public static IEnumerable<(string Path, string Text)> Sources(string folder, params string[] endings)
    {
        var files = Directory.Exists(Path(folder))
            ? Directory.EnumerateFiles(Path(folder), "*", SearchOption.AllDirectories)
            : [];
        return files
            .Select(file => System.IO.Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "node_modules" or "dist"))
            .Where(file => Array.Exists(endings, ending => file.EndsWith(ending, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal)
            .Select(file => (file, Read(file)));
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(System.IO.Path.Combine(folder.FullName, "Genkan.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("Genkan.slnx was not found above the tests");
    }
}
