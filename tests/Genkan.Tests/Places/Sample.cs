using System.Net;
using Genkan.Places;
using Genkan.Tests.HouseRules;

namespace Genkan.Tests.Places;

/// <summary>The published sample files.</summary>
internal static class Sample
{
    public static string PathOf(string name) => Project.Path($"tests/Genkan.Tests/Places/Samples/{name}.mmdb");

    public static MmdbReader Open(string name) => new(new FileBytes(PathOf(name)));

    public static Dictionary<string, object?>? Find(this MmdbReader reader, string address) => (Dictionary<string, object?>?)reader.Find(IPAddress.Parse(address));
}
