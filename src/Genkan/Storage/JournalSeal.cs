using System.Globalization;

namespace Genkan.Storage;

/// <summary>Closes the data of events that carry personal values before they are stored, and opens them when they are read.</summary>
internal sealed class JournalSeal(Seal seal, IEnumerable<SealedEvents> declared)
{
    private readonly string[] prefixes = [.. declared.Select(d => d.Prefix)];

    public IReadOnlyList<string> Prefixes => prefixes;

    /// <summary>As it is stored; the same one where nothing is to be sealed.</summary>
    public JournalEvent Closed(JournalEvent happened) => !Carries(happened.Kind) ? happened : happened with
    {
        Data = seal.Close(Place(happened, "data"), happened.Data)!,
        VisitorData = seal.Close(Place(happened, "visitor_data"), happened.VisitorData),
        BriefData = seal.Close(Place(happened, "brief_data"), happened.BriefData),
    };

    /// <summary>As it is told.</summary>
    public JournalEvent Opened(JournalEvent stored) => !Carries(stored.Kind) ? stored : stored with
    {
        Data = seal.Open(Place(stored, "data"), stored.Data)!,
        VisitorData = seal.Open(Place(stored, "visitor_data"), stored.VisitorData),
        BriefData = seal.Open(Place(stored, "brief_data"), stored.BriefData),
    };

    private bool Carries(string kind) => Array.Exists(prefixes, prefix => kind.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The seq is not known yet when an event is stored, so its kind, time and actor say which it is.</summary>
    private static SealedPlace Place(JournalEvent e, string column) => new(
        string.Create(CultureInfo.InvariantCulture, $"storage_events.{column} {e.Kind} {e.At}"), e.Organisation, e.ActorId ?? Guid.Empty);
}
