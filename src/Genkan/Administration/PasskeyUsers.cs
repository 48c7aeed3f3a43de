using Genkan.Storage;
using Microsoft.AspNetCore.Identity;

namespace Genkan.Administration;

/// <summary>An account, as ASP.NET Core Identity's passkey handler sees it.</summary>
internal sealed record PasskeyUser(Guid Account);

/// <summary>
/// What the framework's passkey handler asks of a user store, and nothing more: whose is this key, which keys has this account.
/// It only reads; what a ceremony led to is stored by its use case, in one unit with the rest.
/// </summary>
internal sealed class PasskeyUsers(IStorage storage) : IUserPasskeyStore<PasskeyUser>
{
    public Task<string> GetUserIdAsync(PasskeyUser user, CancellationToken cancellationToken) => Task.FromResult(user.Account.ToString("N"));

    public Task<PasskeyUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        Task.FromResult(Guid.TryParseExact(userId, "N", out var account) ? new PasskeyUser(account) : null);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(PasskeyUser user, CancellationToken cancellationToken) =>
        [.. (await storage.ReadInstallation(tx => PasskeyStore.Of(tx, user.Account))).Select(p => p.Info())];

    public async Task<PasskeyUser?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await storage.ReadInstallation(tx => PasskeyStore.Find(tx, credentialId)) is { } row ? new PasskeyUser(row.Account) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) =>
        await storage.ReadInstallation(tx => PasskeyStore.Find(tx, credentialId)) is { } row && row.Account == user.Account ? row.Info() : null;

    public Task AddOrUpdatePasskeyAsync(PasskeyUser user, UserPasskeyInfo passkey, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task RemovePasskeyAsync(PasskeyUser user, byte[] credentialId, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> GetUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetUserNameAsync(PasskeyUser user, string? userName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<string?> GetNormalizedUserNameAsync(PasskeyUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task SetNormalizedUserNameAsync(PasskeyUser user, string? normalizedName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> CreateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> UpdateAsync(PasskeyUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IdentityResult> DeleteAsync(PasskeyUser user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<PasskeyUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
        // Holds nothing.
    }
}
