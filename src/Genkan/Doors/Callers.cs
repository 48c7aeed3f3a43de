using Genkan.Storage;

namespace Genkan.Doors;

/// <summary>A member who calls, as the credential says. Never taken from the request's body.</summary>
public sealed record StaffCaller
{
    /// <summary>The organisation.</summary>
    public required OrganisationId Organisation { get; init; }

    /// <summary>The membership.</summary>
    public required Guid Agent { get; init; }

    /// <summary>The account behind it.</summary>
    public required Guid Account { get; init; }

    /// <summary>What this member may do now.</summary>
    public required IReadOnlySet<Permission> Permissions { get; init; }

    /// <summary>Owns the installation.</summary>
    public bool InstallationOwner { get; init; }

    /// <summary>The sign-in this call belongs to; null for API keys.</summary>
    public Guid? Session { get; init; }

    /// <summary>The API key it came with; null for sign-ins.</summary>
    public Guid? Key { get; init; }

    /// <summary>The address this call came from.</summary>
    public string? Address { get; init; }

    /// <summary>May this member do that?</summary>
    public bool May(Permission permission) => Permissions.Contains(permission);

    /// <summary>Binds a handler's parameter.</summary>
    public static ValueTask<StaffCaller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<StaffCaller>());
}

/// <summary>A visitor who calls.</summary>
public sealed record VisitorCaller
{
    /// <summary>The organisation.</summary>
    public required OrganisationId Organisation { get; init; }

    /// <summary>The site the token was made for.</summary>
    public required Guid Site { get; init; }

    /// <summary>The visitor; null for a token that stands for nobody (nothing may be stored yet).</summary>
    public Guid? Visitor { get; init; }

    /// <summary>How far the token reaches.</summary>
    public required Reach Reach { get; init; }

    /// <summary>Where this call came from; says which region's departments serve, and is kept nowhere.</summary>
    public System.Net.IPAddress? Address { get; init; }

    /// <summary>Binds a handler's parameter.</summary>
    public static ValueTask<VisitorCaller?> BindAsync(HttpContext context) => ValueTask.FromResult(context.Features.Get<VisitorCaller>());
}

/// <summary>Filled by Administration: who is behind a cookie or an API key? Null where the credential is no good.</summary>
public interface IStaffCredentials
{
    /// <summary>Cookie of this request, where there is one.</summary>
    string? CookieOf(HttpContext context);

    /// <summary>The member behind a session cookie.</summary>
    Task<StaffCaller?> FindByCookie(string cookie);

    /// <summary>The member behind an API key.</summary>
    Task<StaffCaller?> FindByKey(string key);
}

/// <summary>Filled by Visitors: who is behind a visitor's token?</summary>
public interface IVisitorCredentials
{
    /// <summary>Null where the token is forged, expired or of a site that is gone.</summary>
    Task<VisitorCaller?> Find(string token);
}

/// <summary>Filled by Sites: may a page of this origin call for this site?</summary>
public interface ISiteOrigins
{
    /// <summary>True where the site allows any origin or names this one.</summary>
    Task<bool> Allows(OrganisationId organisation, Guid site, string origin);
}
