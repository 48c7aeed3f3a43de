using System.Text.Json;
using Genkan.Doors;
using Genkan.Storage;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Genkan.Administration;

/// <summary>What the browser is asked, and the note to bring back with the answer.</summary>
internal sealed record PasskeyQuestion(JsonElement Options, string Ticket);

internal sealed record PasskeyTicket(Guid? Account, string State);

/// <summary>
/// WebAuthn ceremonies with ASP.NET Core Identity's handler, without the rest of Identity. Keys are bound to the host of
/// <c>GENKAN_PUBLIC_URL</c>, else of the request; answers count only from our own pages, with their user verified, once.
/// </summary>
internal sealed class Passkeys : IDisposable
{
    /// <summary>How long somebody may look for the key.</summary>
    private static readonly TimeSpan GoodFor = TimeSpan.FromMinutes(5);

    private readonly PasskeyUsers users;
    private readonly UserManager<PasskeyUser> manager;
    private readonly PasskeyHandler<PasskeyUser> handler;
    private readonly Tickets tickets;

    public Passkeys(IStorage storage, GenkanSettings settings, Tickets tickets)
    {
        this.tickets = tickets;
        users = new PasskeyUsers(storage);
        manager = new UserManager<PasskeyUser>(users, null!, null!, null!, null!, null!, null!, null!, NullLogger<UserManager<PasskeyUser>>.Instance);
        handler = new PasskeyHandler<PasskeyUser>(manager, Options.Create(new IdentityPasskeyOptions
        {
            ServerDomain = Uri.TryCreate(settings.PublicUrl, UriKind.Absolute, out var address) ? address.IdnHost : null,
            AuthenticatorTimeout = GoodFor,
            // Verified by the device: so that the key is both, something one has and something one knows or is.
            UserVerificationRequirement = "required",
            // Kept by the device with the account's id: so that nobody types a name first.
            ResidentKeyRequirement = "required",
            AttestationConveyancePreference = "none",
            ValidateOrigin = c => ValueTask.FromResult(!c.CrossOrigin && OwnOrigin.Is(c.HttpContext, c.Origin)),
        }));
    }

    /// <summary>Asks for a new key.</summary>
    public async Task<PasskeyQuestion> AskForNew(HttpContext context, Guid account, string name, string shownName)
    {
        var made = await handler.MakeCreationOptionsAsync(new PasskeyUserEntity { Id = account.ToString("N"), Name = name, DisplayName = shownName }, context);
        return Question(made.CreationOptionsJson, "passkey-new", new PasskeyTicket(account, made.AttestationState!));
    }

    /// <summary>The new key, or null where the answer is no good.</summary>
    public async Task<UserPasskeyInfo?> ReadNew(HttpContext context, Guid account, string? ticket, JsonElement? credential)
    {
        if (tickets.Read<PasskeyTicket>("passkey-new", ticket) is not { } asked || asked.Account != account || credential is not { } answer)
        {
            return null;
        }

        var read = await handler.PerformAttestationAsync(new PasskeyAttestationContext
        {
            HttpContext = context,
            CredentialJson = answer.GetRawText(),
            AttestationState = asked.State,
        });
        return read.Succeeded ? read.Passkey : null;
    }

    /// <summary>Asks for a key there is: one of the account's, or anybody's who is signing in.</summary>
    public async Task<PasskeyQuestion> Ask(HttpContext context, Guid? account)
    {
        var made = await handler.MakeRequestOptionsAsync(account is { } known ? new PasskeyUser(known) : null, context);
        return Question(made.RequestOptionsJson, "passkey", new PasskeyTicket(account, made.AssertionState!));
    }

    /// <summary>Whose key answered; null where the answer is no good. <see cref="Spend"/> makes it count.</summary>
    /// <param name="context">The request.</param>
    /// <param name="account">As the question was asked.</param>
    /// <param name="ticket">The question's.</param>
    /// <param name="credential">The browser's answer.</param>
    public async Task<(Guid Account, UserPasskeyInfo Passkey)?> Read(HttpContext context, Guid? account, string? ticket, JsonElement? credential)
    {
        if (tickets.Read<PasskeyTicket>("passkey", ticket) is not { } asked || asked.Account != account || credential is not { } answer)
        {
            return null;
        }

        var read = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context,
            CredentialJson = answer.GetRawText(),
            AssertionState = asked.State,
        });
        return read.Succeeded ? (read.User.Account, read.Passkey) : null;
    }

    /// <summary>No answer counts twice, and no copy of a key counts at all.</summary>
    public static async Task<bool> Spend(ITx tx, string ticket, UserPasskeyInfo passkey) =>
        await Tickets.Spend(tx, ticket, GoodFor) && await PasskeyStore.Use(tx, passkey);

    public static Task<bool> SpendNew(ITx tx, string ticket) => Tickets.Spend(tx, ticket, GoodFor);

    public void Dispose()
    {
        manager.Dispose();
        users.Dispose();
    }

    private PasskeyQuestion Question(string options, string use, PasskeyTicket ticket)
    {
        using var read = JsonDocument.Parse(options);
        return new PasskeyQuestion(read.RootElement.Clone(), tickets.Write(use, ticket, GoodFor));
    }
}
