using System.Diagnostics.Metrics;
using Genkan.Live;

namespace Genkan.Operations;

/// <summary>How many streams are open on this server.</summary>
internal sealed class OpenStreams : IStreamWatcher
{
    private static readonly Meter Meter = new("Genkan");
    private static readonly UpDownCounter<int> Open = Meter.CreateUpDownCounter<int>("genkan.streams.open", "{stream}", "Open streams, by whether staff or visitors listen");
    private static readonly KeyValuePair<string, object?> OfStaff = new("listener", "staff");
    private static readonly KeyValuePair<string, object?> OfVisitors = new("listener", "visitor");
    private int staff;
    private int visitors;

    public int Staff => Volatile.Read(ref staff);

    public int Visitors => Volatile.Read(ref visitors);

    public void Opened(Listener listener) => Count(listener, 1);

    public void Closed(Listener listener) => Count(listener, -1);

    private void Count(Listener listener, int by)
    {
        var isStaff = listener.Staff is not null;
        Interlocked.Add(ref isStaff ? ref staff : ref visitors, by);
        Open.Add(by, isStaff ? OfStaff : OfVisitors);
    }
}
