using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>What members of an organisation sign in with.</summary>
internal enum SignInBy
{
    /// <summary>Either.</summary>
    Both,

    /// <summary>The mail address only.</summary>
    Email,

    /// <summary>The organisation's short name and the user name only.</summary>
    UserName,
}

internal sealed record SignInSettings(SignInBy? By);

/// <param name="By">What the page asks for: where all organisations agree theirs, else both.</param>
/// <param name="Reset">Letters can be sent, so a forgotten password can be replaced.</param>
/// <param name="Registration">Whoever comes may found an organisation.</param>
internal sealed record WaysIn(SignInBy By, bool Reset, bool Registration);

/// <summary><c>/api/settings/signin</c>: the name members sign in with; <c>GET /api/signin</c>: what the sign-in page offers.</summary>
internal static class SignInWays
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/api/signin", Ways).OpenToAnyone();
        routes.MapGet("/api/settings/signin", Show).ForStaff(Permission.SettingsManage);
        routes.MapPut("/api/settings/signin", Change).ForStaff(Permission.SettingsManage).Audited(AuditKinds.SettingsChanged);
    }

    /// <summary>May this organisation's members come in by that name?</summary>
    public static bool Allows(this SignInBy by, bool withEmail) => by == SignInBy.Both || withEmail == (by == SignInBy.Email);

    public static SignInBy Parse(string stored) => Enum.Parse<SignInBy>(stored, ignoreCase: true);

    public static async Task<SignInBy> Of(IReadTx tx, OrganisationId organisation) => Parse(
        await tx.One<string>("SELECT sign_in_by FROM administration_organisations WHERE id = @id", new { id = organisation }) ?? "both");

    private static async Task<IResult> Ways(IStorage storage, ILetters letters)
    {
        var (ways, registration) = await storage.ReadInstallation(async tx => (
            await tx.All<string>("SELECT DISTINCT sign_in_by FROM administration_organisations LIMIT 2"), await Installation.Registers(tx)));
        return TypedResults.Json(new WaysIn(ways.Count == 1 ? Parse(ways[0]) : SignInBy.Both, letters.Ready, registration && letters.Ready), Wire.Json);
    }

    private static async Task<IResult> Show(StaffCaller caller, IStorage storage) =>
        TypedResults.Json(new SignInSettings(await storage.Read(caller.Organisation, tx => Of(tx, caller.Organisation))), Wire.Json);

    private static async Task<IResult> Change(SignInSettings request, StaffCaller caller, IStorage storage, IMembers members, IAudit audit)
    {
        if (request.By is not { } by)
        {
            throw Refusal.Invalid("by", "required");
        }

        await storage.Write(caller.Organisation, async tx =>
        {
            // Nobody shuts the door they came in by behind themselves.
            var mine = await members.Find(tx, caller.Organisation, caller.Agent);
            if (by == SignInBy.Email && mine?.Email is null)
            {
                throw Refusal.Invalid("by", "own_email_missing");
            }

            var before = await Of(tx, tx.Organisation);
            if (by == before)
            {
                return false;
            }

            await tx.Run("UPDATE administration_organisations SET sign_in_by = @by WHERE id = @id", new { by = Written(by), id = tx.Organisation });
            await audit.Note(tx, new AuditNote(AuditKinds.SettingsChanged, AuditBy.Of(caller))
            {
                Changes = AuditChange.Between(new { signInBy = before }, new { signInBy = by }),
            });
            return true;
        });
        return TypedResults.Json(new SignInSettings(by), Wire.Json);
    }

    private static string Written(SignInBy by) => by switch
    {
        SignInBy.Email => "email",
        SignInBy.UserName => "userName",
        _ => "both",
    };
}
