using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Carried from the first step to the second.</summary>
internal sealed record SecondStepTicket(Guid Account, Guid Organisation, Guid Agent, string Stamp, EntryWish Wish);

/// <summary>Whether a second step is owed, and the ticket that leads there.</summary>
internal sealed class SecondSteps(IStorage storage, Tickets tickets)
{
    /// <summary>Time to find the telephone.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(10);

    private const string Step = "second-step";
    private const string SetUp = "second-step-setup";

    /// <summary>What to answer instead of letting the member in; null where the first step is enough.</summary>
    public async Task<Refusal?> Owed(Member member, EntryWish wish)
    {
        var (isOn, passkeys, required, stamp) = await storage.ReadInstallation(async tx => (
            await SecondFactors.IsOn(tx, member.Account),
            await PasskeyStore.CountOf(tx, member.Account),
            await SecuritySettings.SecondFactorRequired(tx, member.Organisation),
            await Accounts.StampOf(tx, member.Account)));
        if (!isOn && !required)
        {
            return null;
        }

        // Who has a passkey shows it: or a stolen password alone could set up a second factor beside it.
        var mustSetUp = !isOn && passkeys == 0;
        var ticket = new SecondStepTicket(member.Account, member.Organisation.Value, member.Agent, stamp, wish);
        return new Refusal(401, mustSetUp ? "second_factor_setup" : "second_factor", new Dictionary<string, object?>
        {
            ["ticket"] = isOn || mustSetUp ? tickets.Write(mustSetUp ? SetUp : Step, ticket, GoodFor) : null,
            ["methods"] = Methods(isOn || mustSetUp, passkeys > 0),
        });
    }

    /// <exception cref="Refusal"><c>ticket_over</c>: forged, too old, or the password was changed since.</exception>
    public Task<SecondStepTicket> Read(string? ticket) => Read(Step, ticket);

    /// <summary>As <see cref="Read(string?)"/>, for who must set the second factor up first.</summary>
    public Task<SecondStepTicket> ReadForSetUp(string? ticket) => Read(SetUp, ticket);

    private async Task<SecondStepTicket> Read(string use, string? ticket)
    {
        var read = tickets.Read<SecondStepTicket>(use, ticket);
        var stamp = read is null ? null : await storage.ReadInstallation(tx => Accounts.StampOf(tx, read.Account));
        return read is not null && read.Stamp == stamp ? read : throw new Refusal(401, "ticket_over");
    }

    private static string[] Methods(bool code, bool passkey) => (code, passkey) switch
    {
        (true, true) => ["code", "passkey"],
        (false, true) => ["passkey"],
        _ => ["code"],
    };
}
