using System.Diagnostics.CodeAnalysis;

namespace Genkan.Administration;

/// <summary>
/// May this account come in as this member now? Asked at every door and each time: password, second step, passkey, remembered
/// browser, cookie, API key, open stream, and the link to a new password.
/// </summary>
internal static class EntryRule
{
    /// <param name="member">The membership as it is now; null once removed.</param>
    /// <param name="account">Whose credential it is.</param>
    public static bool Admits([NotNullWhen(true)] Member? member, Guid account) => member is { MayEnter: true } && member.Account == account;
}
