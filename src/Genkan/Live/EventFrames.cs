using System.Buffers;
using System.Globalization;
using System.Text;
using Genkan.Storage;

namespace Genkan.Live;

/// <summary>Puts events into the form each side may see, as Server-Sent Events (WHATWG HTML 9.2).</summary>
internal static class EventFrames
{
    /// <summary>Whole frame for staff, made once and shared by all streams.</summary>
    public static byte[] ForStaff(JournalEvent e, bool fully) => fully
        ? e.StaffFrame ??= Whole(e, StaffData(e, fully: true))
        : e.BriefFrame ??= Whole(e, StaffData(e, fully: false));

    /// <summary>What staff sees of an event.</summary>
    public static string StaffData(JournalEvent e, bool fully) =>
        $"{{\"seq\":{Number(e.Seq)},\"kind\":\"{e.Kind}\",\"at\":{Number(e.At)}{Conversation(e)},\"actor\":{{\"type\":\"{e.ActorType}\"{ActorId(e)}}},\"data\":{(fully ? e.Data : e.BriefData ?? "null")}}}";

    /// <summary>What the visitor sees of it: no seq of the organisation, no agent's id.</summary>
    public static string VisitorData(JournalEvent e) =>
        $"{{\"kind\":\"{e.Kind}\",\"at\":{Number(e.At)}{Conversation(e)},\"actor\":{{\"type\":\"{e.ActorType}\"}},\"data\":{e.VisitorData ?? "null"}}}";

    /// <summary>Writes one frame; <paramref name="id"/> only where the client is to remember it.</summary>
    public static void Write(IBufferWriter<byte> to, string? id, string kind, string data)
    {
        if (id is not null)
        {
            Encoding.UTF8.GetBytes($"id: {id}\n", to);
        }

        Encoding.UTF8.GetBytes($"event: {kind}\ndata: ", to);
        Encoding.UTF8.GetBytes(data, to);
        Encoding.UTF8.GetBytes("\n\n", to);
    }

    private static byte[] Whole(JournalEvent e, string data) =>
        Encoding.UTF8.GetBytes($"id: {Number(e.Seq)}\nevent: {e.Kind}\ndata: {data}\n\n");

    private static string Conversation(JournalEvent e) => e.Conversation is { } id ? $",\"conversation\":\"{id:D}\"" : "";

    private static string ActorId(JournalEvent e) => e.ActorId is { } id ? $",\"id\":\"{id:D}\"" : "";

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
