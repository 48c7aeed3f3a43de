namespace Genkan.Tests.Cast;

/// <summary>Ids as clients make them: UUIDv7, lower case.</summary>
internal static class Ids
{
    public static string New() => Guid.CreateVersion7().ToString();
}
