using Genkan.Audit;
using Genkan.Doors;
using Genkan.Routing.Decision;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary><c>/api/settings/routing</c>: how the organisation distributes. What a change makes possible is given out in the same unit.</summary>
internal sealed class RoutingSettings(IStorage storage, RoutingStore store, Distribution distribution, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/settings/routing", (StaffCaller staff, RoutingSettings settings) => settings.Show(staff)).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/routing", (RoutingPolicy body, StaffCaller staff, RoutingSettings settings) => settings.Change(staff, body))
            .ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    private Task<RoutingPolicy> Show(StaffCaller staff) => storage.Read(staff.Organisation, store.Policy);

    private Task<RoutingPolicy> Change(StaffCaller staff, RoutingPolicy wanted)
    {
        Check(wanted);
        return storage.Write(staff.Organisation, async tx =>
        {
            await distribution.Before(tx);
            var before = await store.Policy(tx);
            if (before == wanted)
            {
                return wanted;
            }

            await store.SetPolicy(tx, wanted);
            tx.Append(RoutingChanged.Of(staff, wanted));
            await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(staff)) { Changes = AuditChange.Between(before, wanted) });
            await distribution.SettleChanged(tx);
            return wanted;
        });
    }

    /// <summary>What could not be, by field.</summary>
    public static void Check(RoutingPolicy policy)
    {
        var check = new FieldCheck();
        OneOf(check, "chat", policy.Chat, RoutingPolicy.Automatic, RoutingPolicy.Pool);
        OneOf(check, "mail", policy.Mail, RoutingPolicy.Automatic, RoutingPolicy.Pool);
        OneOf(check, "choice", policy.Choice, RoutingPolicy.Fewest, RoutingPolicy.InTurn);
        OneOf(check, "transferList", policy.TransferList, "tree", "plain");
        check.Range("ceiling", policy.Ceiling ?? 1, 1, 999);
        check.Range("graceSeconds", policy.GraceSeconds, 15, 3600);
        check.Range("offerSeconds", policy.OfferSeconds ?? 10, 10, 600);
        check.Range("missesUntilAway", policy.MissesUntilAway, 1, 20);
        check.Done();
    }

    private static void OneOf(FieldCheck check, string field, string? value, params string[] names)
    {
        if (!names.Contains(value, StringComparer.Ordinal))
        {
            check.Wrong(field, "one_of");
        }
    }
}
