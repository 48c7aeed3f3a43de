using Genkan.Tests.Cast;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace Genkan.Tests.Cast;

/// <summary>
/// Classes run side by side, the tests of a class one after the other: the longest class begins first, or everything would wait for it at the end. A class
/// that is missing here costs nothing but time.
/// </summary>
internal sealed class LongestFirst : ITestCollectionOrderer
{
    private static readonly string[] Longest =
    [
        "HistoryTests", "RealServerTests", "ForgottenPasswordTests", "BackupTests", "DeliverLetterTests", "LimitsTests", "StoreGoneTests",
        "TalkJourney", "WindowJourney", "ManagementJourney", "KeptJourney",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection => [.. testCollections.OrderBy(Place)];

    private static int Place<TTestCollection>(TTestCollection collection)
        where TTestCollection : ITestCollection
    {
        var place = Array.FindIndex(Longest, name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal));
        return place < 0 ? Longest.Length : place;
    }
}
