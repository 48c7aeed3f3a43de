using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

internal sealed record CodeRequest(string? Code);

internal sealed record RecoveryCodesAnswer(IReadOnlyList<string> RecoveryCodes);

/// <summary><c>/api/me/second-factor</c>: begin, confirm by a first code, turn off; <c>/api/me/recovery-codes</c>: fresh ones.</summary>
internal sealed class MySecondFactor(IStorage storage, IMembers members, Freshness freshness, GuessLimit guesses, FailureLimit failures, SecurityNotices notices, IAudit audit)
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/me/second-factor", (StaffCaller caller, MySecondFactor useCase) => useCase.Begin(caller)).ForStaff().NotAudited("counts for nothing before it is confirmed");
        routes.MapPost("/api/me/second-factor/confirm", (CodeRequest request, StaffCaller caller, HttpContext context, MySecondFactor useCase) => useCase.Confirm(context, caller, request)).ForStaff()
            .Audited(AuditKinds.SecondFactorOn);
        routes.MapDelete("/api/me/second-factor", (StaffCaller caller, HttpContext context, MySecondFactor useCase) => useCase.TurnOff(context, caller)).ForStaff().Audited(AuditKinds.SecondFactorOff);
        routes.MapPost("/api/me/recovery-codes", (StaffCaller caller, HttpContext context, MySecondFactor useCase) => useCase.RenewCodes(context, caller)).ForStaff().Audited(AuditKinds.RecoveryCodesMade);
    }

    private async Task<IResult> Begin(StaffCaller caller)
    {
        await freshness.Require(caller);
        var member = await storage.Read(caller.Organisation, tx => members.Find(tx, caller.Organisation, caller.Agent)) ?? throw Refusal.NotFound();
        return TypedResults.Json(await storage.WriteInstallation(tx => SecondFactors.Begin(tx, caller.Account, member.Email ?? member.UserName)), Wire.Json);
    }

    private async Task<IResult> Confirm(HttpContext context, StaffCaller caller, CodeRequest request)
    {
        await freshness.Require(caller);
        failures.RefuseWhenTooMany(context);
        var check = new FieldCheck();
        var code = check.Text("code", request.Code, 20);
        check.Done();
        var what = $"code:{caller.Account:N}";
        var codes = await guesses.MayTry(what, Place.Inside(caller)) ? await storage.Write(caller.Organisation, tx => Confirm(tx, context, caller, code)) : null;
        if (codes is null)
        {
            failures.Note(context);
            throw Refusal.Invalid("code", "code_wrong");
        }

        guesses.Forgive(what, Place.Inside(caller));
        return TypedResults.Json(new RecoveryCodesAnswer(codes), Wire.Json);
    }

    private async Task<IReadOnlyList<string>?> Confirm(ITx tx, HttpContext context, StaffCaller caller, string code)
    {
        var codes = await SecondFactors.Confirm(tx, caller.Account, code);
        if (codes is not null)
        {
            await notices.Tell(tx, caller.Agent, SecurityNotice.FactorOn, context);
            await Note(tx, caller, AuditKinds.SecondFactorOn);
        }

        return codes;
    }

    private async Task<IResult> TurnOff(HttpContext context, StaffCaller caller)
    {
        await freshness.Require(caller);
        await storage.Write(caller.Organisation, async tx =>
        {
            await RefuseWhereRequired(tx, caller.Account);
            if (await SecondFactors.IsOn(tx, caller.Account))
            {
                await notices.Tell(tx, caller.Agent, SecurityNotice.FactorOff, context);
            }

            await SecondFactors.TurnOff(tx, caller.Account);
            await Note(tx, caller, AuditKinds.SecondFactorOff);
            return true;
        });
        return TypedResults.NoContent();
    }

    private async Task<IResult> RenewCodes(HttpContext context, StaffCaller caller)
    {
        await freshness.Require(caller);
        var codes = await storage.Write(caller.Organisation, async tx =>
        {
            var made = await SecondFactors.IsOn(tx, caller.Account) ? await RecoveryCodes.Make(tx, caller.Account) : throw Refusal.Conflict("second_factor_off");
            await notices.Tell(tx, caller.Agent, SecurityNotice.CodesMade, context);
            await Note(tx, caller, AuditKinds.RecoveryCodesMade);
            return made;
        });
        return TypedResults.Json(new RecoveryCodesAnswer(codes), Wire.Json);
    }

    private Task Note(ITx tx, StaffCaller caller, string kind) =>
        audit.Note(tx, new AuditNote(kind, AuditBy.Of(caller)) { Subject = caller.Agent });

    /// <summary>Whichever of the person's organisations wants it.</summary>
    private async Task RefuseWhereRequired(IReadTx tx, Guid account)
    {
        foreach (var membership in await members.OfAccount(tx, account))
        {
            if (await SecuritySettings.SecondFactorRequired(tx, membership.Organisation))
            {
                throw Refusal.Conflict("second_factor_required");
            }
        }
    }
}
