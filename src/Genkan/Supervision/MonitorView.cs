using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Supervision;

/// <summary>All that goes on at one moment.</summary>
internal sealed record MonitorView
{
    private readonly Lazy<string> written;

    public MonitorView() => written = new Lazy<string>(() => JsonSerializer.Serialize(Figures, Wire.Json));

    public required long Seq { get; init; }

    public required long At { get; init; }

    public required MonitorFigures Figures { get; init; }

    public required IReadOnlyDictionary<Guid, MonitoredVisitor> Visitors { get; init; }

    public MonitorAnswer Whole() => new(Figures, [.. Visitors.Values]) { Seq = Seq, At = At };

    /// <summary>The figures alone.</summary>
    public MonitorNews Now() => new(Figures) { Seq = Seq, At = At };

    /// <summary>What is to be told to who was told the other before; null where nothing is.</summary>
    public MonitorNews? After(MonitorView before, long told)
    {
        List<MonitoredVisitor> changed = [.. Visitors.Values.Where(v => !before.Visitors.TryGetValue(v.Id, out var was) || !v.LooksLike(was))];
        List<Guid> gone = [.. before.Visitors.Keys.Where(id => !Visitors.ContainsKey(id))];
        return changed.Count == 0 && gone.Count == 0 && written.Value == before.written.Value
            ? null
            : Now() with { Changes = new MonitorChanges(told, changed, gone) };
    }
}
