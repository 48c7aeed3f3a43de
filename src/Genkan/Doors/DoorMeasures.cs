using System.Diagnostics.Metrics;

namespace Genkan.Doors;

/// <summary>What the doors tell about themselves. Nothing is counted while nobody listens.</summary>
internal static class DoorMeasures
{
    private static readonly Meter Meter = new("Genkan");
    private static readonly Counter<long> Limited = Meter.CreateCounter<long>("genkan.requests.limited", "{request}", "Requests refused because somebody asked too often");
    private static readonly Counter<long> Failed = Meter.CreateCounter<long>("genkan.requests.failed", "{request}", "Requests answered with 5xx, by code");

    public static void Note(Refusal refusal)
    {
        if (refusal.Status == 429)
        {
            Limited.Add(1);
        }
        else if (refusal.Status >= 500)
        {
            Failed.Add(1, new KeyValuePair<string, object?>("code", refusal.Code));
        }
    }
}
