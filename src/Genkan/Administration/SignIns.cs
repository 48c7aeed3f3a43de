using Genkan.Storage;

namespace Genkan.Administration;

/// <summary>Sign-ins and remembered browsers as lists show them.</summary>
internal static class SignIns
{
    public static async Task<IReadOnlyList<SignInAnswer>> Sessions(IReadTx tx, IReadOnlyList<SessionRow> sessions, Guid? current)
    {
        var answers = new List<SignInAnswer>(sessions.Count);
        foreach (var session in sessions)
        {
            var device = session.Device is { } id ? await Administration.Devices.Find(tx, id) : null;
            answers.Add(new SignInAnswer(
                session.Id, await NameOf(tx, session.Organisation), session.Browser, session.System, session.Address, session.How, session.CreatedAt, session.UsedAt,
                session.Id == current, device is not null, device is { Automatic: not 0 }));
        }

        return [.. answers.OrderByDescending(a => a.Current).ThenByDescending(a => a.UsedAt)];
    }

    /// <summary>Browsers that are remembered and not signed in.</summary>
    public static async Task<IReadOnlyList<SignInAnswer>> Devices(IReadTx tx, IReadOnlyList<DeviceRow> devices, IReadOnlyList<SessionRow> sessions)
    {
        var answers = new List<SignInAnswer>();
        foreach (var device in devices.Where(d => sessions.All(s => s.Device != d.Id)))
        {
            answers.Add(new SignInAnswer(
                device.Id, await NameOf(tx, device.Organisation), device.Browser, device.System, device.Address, null, device.CreatedAt, device.UsedAt,
                Current: false, Remembered: true, device.Automatic != 0));
        }

        return answers;
    }

    private static async Task<string> NameOf(IReadTx tx, OrganisationId organisation) => (await Organisations.Find(tx, organisation.Value))?.Name ?? "";
}
