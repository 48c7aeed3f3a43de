using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>How somebody came in. Kept with the sign-in.</summary>
internal enum EntryProof
{
    /// <summary>Password alone.</summary>
    Password,

    /// <summary>Password, and a code of the second factor.</summary>
    Code,

    /// <summary>A passkey: something one has, opened by something one knows or is.</summary>
    Passkey,

    /// <summary>A remembered browser whose owner showed the password alone.</summary>
    Device,

    /// <summary>A remembered browser whose owner showed a second factor.</summary>
    DeviceWithCode,
}

/// <summary>What somebody asks for at the door.</summary>
internal sealed record EntryWish
{
    /// <summary>Short name, where one was given.</summary>
    public string? Organisation { get; init; }

    /// <summary>By user name, which means something inside one organisation only.</summary>
    public bool ByUserName { get; init; }

    /// <summary>By mail address. A passkey or a remembered browser is neither: nothing was typed.</summary>
    public bool ByEmail { get; init; }
    public string? Status { get; init; }
    public bool Remember { get; init; }
    public bool Automatic { get; init; }
}

/// <summary>
/// The one road from a proved account to a sign-in: which membership, whether it may enter, whether a second step is owed.
/// Every way to sign in comes through here, so that none is a weaker door.
/// </summary>
internal sealed class Entrance(IStorage storage, IMembers members, Sessions sessions, SecondSteps steps)
{
    /// <summary>The one membership that is meant.</summary>
    /// <exception cref="Refusal"><c>sign_in_failed</c> where there is none that may enter; <c>choose_organisation</c>.</exception>
    public async Task<Member> Which(Guid account, EntryWish wish)
    {
        var mine = await storage.ReadInstallation(tx => MembershipsOf(tx, account, wish));
        return mine.Count switch
        {
            0 => throw SignIn.Failed(),
            1 => mine[0],
            _ => throw await Choose(mine),
        };
    }

    /// <exception cref="Refusal"><c>second_factor</c>, <c>second_factor_setup</c>: with a ticket for the second step.</exception>
    public async Task<SessionAnswer> Enter(HttpContext context, Member member, EntryWish wish, EntryProof proof)
    {
        if (proof is EntryProof.Password or EntryProof.Device && await steps.Owed(member, wish) is { } owed)
        {
            throw owed;
        }

        return await sessions.Begin(context, member, wish, proof);
    }

    private async Task<IReadOnlyList<Member>> MembershipsOf(IReadTx tx, Guid account, EntryWish wish)
    {
        var all = await WhoMayComeThisWay(tx, [.. (await members.OfAccount(tx, account)).Where(m => EntryRule.Admits(m, account))], wish);
        if (string.IsNullOrEmpty(wish.Organisation) && !wish.ByUserName)
        {
            return all;
        }

        var named = string.IsNullOrEmpty(wish.Organisation) ? await Organisations.TheOnlyOne(tx) : await Organisations.FindBySlug(tx, wish.Organisation.Trim());
        return [.. all.Where(m => m.Organisation.Value == named?.Id)];
    }

    /// <summary>An organisation may let its members in by one kind of name only; the other then opens nothing.</summary>
    private static async Task<IReadOnlyList<Member>> WhoMayComeThisWay(IReadTx tx, IReadOnlyList<Member> mine, EntryWish wish)
    {
        if (!wish.ByUserName && !wish.ByEmail)
        {
            return mine;
        }

        var may = new List<Member>();
        foreach (var member in mine)
        {
            if ((await SignInWays.Of(tx, member.Organisation)).Allows(wish.ByEmail))
            {
                may.Add(member);
            }
        }

        return may;
    }

    private async Task<Refusal> Choose(IReadOnlyList<Member> mine)
    {
        var names = await storage.ReadInstallation(tx => Organisations.Of(tx, [.. mine.Select(m => m.Organisation)]));
        return Refusal.Conflict("choose_organisation", new Dictionary<string, object?>
        {
            ["organisations"] = names.Select(o => new OrganisationChoice(o.Slug, o.Name)).ToArray(),
        });
    }
}
