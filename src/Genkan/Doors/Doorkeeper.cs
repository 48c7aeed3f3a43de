using Microsoft.Net.Http.Headers;

namespace Genkan.Doors;

/// <summary>
/// Stands at every endpoint: reads the credential, holds it against what the endpoint declares, refuses by default.
/// </summary>
internal sealed class Doorkeeper(RequestDelegate next, IStaffCredentials staff, IVisitorCredentials visitors, ISiteOrigins origins, Limits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        // The framework's own answers to a wrong method or content type (405, 415) are endpoints without a route: nothing is behind them.
        if (endpoint is not RouteEndpoint)
        {
            await next(context);
            return;
        }

        // Deny by default: an endpoint nobody thought about opens for nobody.
        var access = endpoint.Metadata.GetMetadata<Access>() ?? throw new Refusal(403, "not_allowed");
        var pace = Paced.Of(endpoint, access, context.Request.Method);
        limits.SpendAddress(context, pace);
        RefuseOtherCharsets(context);
        if (access.Visitor is { } reach)
        {
            await LetVisitorIn(context, reach, pace);
        }
        else if (access.Staff)
        {
            await LetStaffIn(context, access, pace);
        }
        else if (!access.Anyone)
        {
            throw new Refusal(403, "not_allowed");
        }
        else
        {
            RefuseForeignPagesWithCookies(context);
        }

        await next(context);
    }

    /// <summary>JSON is UTF-8 (RFC 8259 8.1), and so are our forms; the framework takes a charset it does not know for a fault of ours.</summary>
    private static void RefuseOtherCharsets(HttpContext context)
    {
        if (context.Request.ContentType is { } type && MediaTypeHeaderValue.TryParse(type, out var parsed)
            && parsed.Charset.HasValue && !parsed.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) && !parsed.Charset.Equals("\"utf-8\"", StringComparison.OrdinalIgnoreCase))
        {
            throw new Refusal(415, "unsupported_media");
        }
    }

    private async Task LetVisitorIn(HttpContext context, Reach reach, Pace pace)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var caller = header.StartsWith("Visitor ", StringComparison.Ordinal) && header.Length <= 1024
            ? await visitors.Find(header["Visitor ".Length..].Trim())
            : null;
        if (caller is null)
        {
            throw new Refusal(401, "token_invalid");
        }

        if (caller.Reach < reach)
        {
            throw Refusal.NotAllowed();
        }

        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length > 0 && !OwnOrigin.Is(context, origin) && !await origins.Allows(caller.Organisation, caller.Site, origin))
        {
            throw new Refusal(403, "origin_not_allowed");
        }

        limits.Spend(pace, caller.Organisation, caller.Visitor);
        context.Features.Set(caller with { Address = context.Connection.RemoteIpAddress });
    }

    private async Task LetStaffIn(HttpContext context, Access access, Pace pace)
    {
        var caller = await FindStaff(context) ?? throw new Refusal(401, "not_signed_in");
        limits.SpendMember(pace, caller.Organisation, caller.Agent);
        if ((access.Needs is { } needs && !caller.May(needs)) || (access.InstallationOwner && !caller.InstallationOwner))
        {
            throw Refusal.NotAllowed();
        }

        context.Features.Set(caller with { Address = CallerAddress.Of(context) });
    }

    private async Task<StaffCaller?> FindStaff(HttpContext context)
    {
        var header = context.Request.Headers.Authorization.ToString();
        if (header.StartsWith("Bearer ", StringComparison.Ordinal))
        {
            return header.Length <= 512 ? await staff.FindByKey(header["Bearer ".Length..].Trim()) : null;
        }

        if (staff.CookieOf(context) is not { } cookie)
        {
            return null;
        }

        RefuseForeignPagesWithCookies(context);
        return await staff.FindByCookie(cookie);
    }

    /// <summary>A browser sends our cookie also for requests other sites make: those are told by Sec-Fetch-Site, in older browsers by Origin.</summary>
    private void RefuseForeignPagesWithCookies(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)
            || context.Request.Path.StartsWithSegments("/visitor", StringComparison.Ordinal))
        {
            return;
        }

        var site = context.Request.Headers["Sec-Fetch-Site"].ToString();
        var origin = context.Request.Headers.Origin.ToString();
        var foreign = site.Length > 0 ? site is not ("same-origin" or "none") : origin.Length > 0 && !OwnOrigin.Is(context, origin);
        if (foreign)
        {
            throw new Refusal(403, "cross_site");
        }
    }
}
