using Genkan.Audit;
using Genkan.Doors;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Administration;

/// <summary>Founds organisations: the first one, which takes the installation, and further ones.</summary>
internal sealed class FirstRun(IStorage storage, Accounts accounts, IMembers members, IAudit audit, ITexts texts) : IFirstRun
{
    public async Task<bool> Needed() => !await storage.ReadInstallation(Installation.IsSetUp);

    public Task<FoundedOrganisation> Begin(NewOrganisation first) => Found(Check(first, ""), isFirst: true);

    public Task<FoundedOrganisation> Found(NewOrganisation further) => Found(Check(further, "owner."), isFirst: false);

    private async Task<FoundedOrganisation> Found(NewOrganisation wanted, bool isFirst)
    {
        var hash = await accounts.HashPassword(wanted.Password!);
        var known = isFirst ? null : await storage.ReadInstallation(tx => accounts.FindByEmail(tx, wanted.Email!));
        if (known is not null && !await accounts.Prove(storage, known.Id, wanted.Password!, new Place("founding", Known: true)))
        {
            throw Refusal.Invalid("owner.password", "password_wrong");
        }

        var id = OrganisationId.From(wanted.Id ?? Guid.CreateVersion7());
        return await storage.Write(id, tx => Found(tx, wanted, known?.Id, hash, isFirst));
    }

    private async Task<FoundedOrganisation> Found(ITx tx, NewOrganisation wanted, Guid? proved, string hash, bool isFirst)
    {
        // The owner's account comes after the claim, because the claim is also the lock the account is made under.
        if (isFirst && !await Installation.Claim(tx, Guid.Empty))
        {
            throw Refusal.Conflict("setup_done");
        }

        await Installation.Lock(tx);
        if (await Organisations.Find(tx, tx.Organisation.Value) is { } there)
        {
            return there.Name == wanted.Name ? new FoundedOrganisation(tx.Organisation, there.Name, there.Slug, Guid.Empty, IsNew: false) : throw Refusal.Conflict("id_taken");
        }

        var slug = await SlugFor(tx, wanted);
        await Organisations.Add(tx, wanted.Name!, slug);
        var account = proved ?? await accounts.Make(tx, wanted.Email, hash);
        var owner = await members.AddOwner(tx, account, wanted.OwnerName!, wanted.Email, wanted.Language);
        if (isFirst)
        {
            await Installation.SetOwner(tx, account);
        }

        await Note(tx, wanted);
        return new FoundedOrganisation(tx.Organisation, wanted.Name!, slug, owner);
    }

    /// <summary>The new organisation's trail begins with it; the founder's own organisation sees what its member did.</summary>
    private async Task Note(ITx tx, NewOrganisation wanted)
    {
        await audit.Note(tx, new AuditNote(AuditKinds.OrganisationFounded, AuditBy.System) { Subject = tx.Organisation.Value, Name = wanted.Name });
        if (wanted.By is { } founder)
        {
            await audit.Note(tx, founder.Organisation, new AuditNote(AuditKinds.OrganisationAdded, AuditBy.Of(founder)) { Subject = tx.Organisation.Value, Name = wanted.Name });
        }
    }

    /// <summary>An organisation whose founder proved the mail address by the mailed link.</summary>
    public async Task<FoundedOrganisation> FoundRegistered(ITx tx, Registration wanted, AuditBy by)
    {
        await Installation.Lock(tx);
        if (await accounts.FindByEmail(tx, wanted.Email) is not null)
        {
            // Two registrations with one address: the first that was confirmed has it.
            throw Refusal.Conflict("email_taken");
        }

        var slug = await Organisations.FreeSlug(tx, wanted.Organisation);
        await Organisations.Add(tx, wanted.Organisation, slug);
        var account = await accounts.Make(tx, wanted.Email, wanted.PasswordHash);
        var owner = await members.AddOwner(tx, account, wanted.Name, wanted.Email, wanted.Language);
        await audit.Note(tx, new AuditNote(AuditKinds.OrganisationFounded, by) { Subject = tx.Organisation.Value, Name = wanted.Organisation });
        return new FoundedOrganisation(tx.Organisation, wanted.Organisation, slug, owner);
    }

    private static async Task<string> SlugFor(ITx tx, NewOrganisation wanted)
    {
        if (wanted.Slug is null)
        {
            return await Organisations.FreeSlug(tx, wanted.Name!);
        }

        return await Organisations.FindBySlug(tx, wanted.Slug) is null ? wanted.Slug : throw Refusal.Invalid("slug", "slug_taken");
    }

    /// <param name="wanted">What is asked for.</param>
    /// <param name="owner">How the owner's fields are called in the request, for field errors.</param>
    private NewOrganisation Check(NewOrganisation wanted, string owner)
    {
        var check = new FieldCheck();
        var email = check.Email(owner + "email", wanted.Email, required: true);
        PasswordRule.Check(check, owner + "password", wanted.Password, email, null);
        var checkedOne = wanted with
        {
            Name = check.Text(owner.Length == 0 ? "organisation" : "name", wanted.Name, Organisations.LongestName),
            OwnerName = check.Text(owner + "name", wanted.OwnerName, 100),
            Email = email,
            Slug = CheckSlug(check, wanted.Slug),
            Language = CheckLanguage(check, wanted.Language),
        };
        check.Done();
        return checkedOne;
    }

    private static string? CheckSlug(FieldCheck check, string? slug)
    {
        var text = check.Optional("slug", slug, Organisations.LongestSlug);
        if (text is not null && !Organisations.IsSlug(text))
        {
            check.Wrong("slug", "slug_invalid");
        }

        return text;
    }

    private string? CheckLanguage(FieldCheck check, string? language)
    {
        var found = string.IsNullOrEmpty(language) ? null : texts.Find(language);
        if (found is null && !string.IsNullOrEmpty(language))
        {
            check.Wrong("language", "language_unknown");
        }

        return found;
    }
}
