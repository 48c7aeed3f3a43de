using System.Globalization;
using System.Net;
using Genkan.Agents;
using Genkan.Audit;
using Genkan.Doors;
using Genkan.Hours;
using Genkan.Places;
using Genkan.Routing.Decision;
using Genkan.Sites;
using Genkan.Storage;

namespace Genkan.Routing;

/// <summary>
/// <c>POST /api/sites/{id}/routing/try</c>: what would become of a visitor from there, who speaks that, at that time: asked of the very
/// decision that is made for real. Nothing is changed by it.
/// </summary>
internal sealed class TryRouting(
    IStorage storage, RoutingStore store, RoutingReader reader, SiteRoutingCheck checkSite, ISites sites, IWorkforce workforce, IHours hours, VisitorRegions regions)
{
    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/api/sites/{site:guid}/routing/try", (Guid site, TrialRequest body, StaffCaller staff, TryRouting trial) => trial.Handle(staff, site, body))
        .ForStaff(Permission.SitesManage)
        .NotAudited("nothing is changed");

    private Task<TrialAnswer> Handle(StaffCaller staff, Guid site, TrialRequest asked) => storage.Read(staff.Organisation, async tx =>
    {
        if (!(await sites.All(tx)).Any(s => s.Id == site && !s.Removed))
        {
            throw Refusal.NotFound();
        }

        var opening = new TrialHours(await hours.Calendars(tx), await hours.Uses(tx));
        var trial = TrialFields.OrRefuse(asked, opening.ZoneOf(site), tx.Now, regions);
        var routing = asked.Routing is { } draft ? checkSite.OrRefuse(draft, await workforce.Read(tx)) : await store.Site(tx, site);
        var state = At(await reader.Read(tx, asked.EverybodyHere ? [] : await store.Waiting(tx)), site, routing, opening, trial.At, asked.EverybodyHere);
        return Answer(state, opening, trial, new Request
        {
            Conversation = Guid.Empty,
            Site = site,
            ArrivedAt = trial.At,
            Regions = trial.Regions.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            Language = trial.Language,
            WantsAgent = asked.Agent,
            WantsDepartment = asked.Department,
        });
    });

    /// <summary>The people as they are now, or all of them online with nothing in hand; the hours as they are at that time.</summary>
    private static RoutingState At(RoutingState now, Guid site, SiteRouting routing, TrialHours opening, long at, bool everybodyHere) => now with
    {
        Sites = new Dictionary<Guid, SiteRouting>(now.Sites) { [site] = routing },
        IsSiteOpen = id => opening.IsOpen(HoursKeeper.Site, id, at),
        IsDepartmentOpen = id => opening.IsOpen(HoursKeeper.Department, id, at),
        Agents = everybodyHere ? [.. now.Agents.Select(a => a with { Here = true, Online = true, Automatic = true, Pick = true, Held = 0 })] : now.Agents,
    };

    private TrialAnswer Answer(RoutingState state, TrialHours opening, Trial trial, Request request)
    {
        var availability = Decide.Availability(state, request);
        var admission = Admission.Of(request, state);
        var weighed = Decide.Weigh(request with { OverflowTo = admission.Department }, state.Agents, state, trial.At);
        var closed = weighed.Scope.Departments.Where(d => !state.IsDepartmentOpen(d)).ToList();
        var why = WhyNobody(state, request, weighed, availability, admission, closed.Count);
        var served = why is null && state.Policy.Chat == RoutingPolicy.Automatic && weighed.Eligible.Count > 0;
        var (chosen, by) = served ? Choice.Among(weighed.Eligible, request, state.Policy) : (null, null);
        var reasons = weighed.Reasons(request, by ?? "", trial.At);
        return new TrialAnswer
        {
            At = trial.At,
            Zone = trial.Zone,
            SiteOpen = state.IsSiteOpen(request.Site),
            SiteTurnsAt = opening.NextChange(request.Site, trial.At),
            Outcome = why is not null ? "form" : served ? "given" : state.Policy.Chat == RoutingPolicy.Automatic ? "waits" : "pool",
            Why = why,
            Availability = AvailabilityValue.Of(availability).State,
            Rule = reasons.Rule,
            Departments = reasons.Departments,
            ClosedDepartments = closed,
            Policies = reasons.Policies,
            Place = request.Regions,
            Regions = regions.Names(request.Regions),
            Credits = trial.ByAddress ? regions.Credits : [],
            Eligible = reasons.Eligible,
            PassedOver = reasons.PassedOver,
            Agent = chosen?.Id,
            Choice = by,
            RequirementsDropped = reasons.RequirementsDropped,
        };
    }

    /// <summary>Null: somebody would serve, now or when it is their turn.</summary>
    private static string? WhyNobody(RoutingState state, Request request, Weighed weighed, Availability availability, Admission admission, int closed) =>
        !state.IsSiteOpen(request.Site) ? "siteClosed"
        : closed > 0 && closed == weighed.Scope.Departments.Count ? "departmentsClosed"
        : availability == Availability.Away ? "nobodyOnline"
        : admission.IsFull ? "queueFull"
        : null;
}

/// <summary>Who asks, from where and when.</summary>
internal sealed record TrialRequest
{
    /// <summary>The visitor's place by the code of a region; absent for unknown.</summary>
    public string? Region { get; init; }

    /// <summary>Or by address, which then counts.</summary>
    public string? Address { get; init; }

    /// <summary>BCP 47; absent for unknown.</summary>
    public string? Language { get; init; }

    /// <summary>Day and time by the clock on the wall there, <c>2026-11-23T21:00</c>; absent for now.</summary>
    public string? At { get; init; }

    /// <summary>IANA time zone <see cref="At"/> is meant in where the site keeps no calendar; absent for UTC.</summary>
    public string? Zone { get; init; }

    /// <summary>The department the visitor chose.</summary>
    public Guid? Department { get; init; }

    /// <summary>The agent the visitor chose.</summary>
    public Guid? Agent { get; init; }

    /// <summary>As if everybody were online with nothing in hand: tries the rules, not the hour.</summary>
    public bool EverybodyHere { get; init; }

    /// <summary>The site's routing as it is about to be saved; absent for the one that is kept.</summary>
    public SiteRouting? Routing { get; init; }
}

/// <summary>What was asked, checked.</summary>
internal sealed record Trial(long At, string Zone, string Regions, string? Language, bool ByAddress);

internal static class TrialFields
{
    private const int LongestCode = 130;

    // The longest way to write an IPv6 address, with a zone (RFC 4007).
    private const int LongestAddress = 64;

    public static Trial OrRefuse(TrialRequest asked, string? siteZone, long now, VisitorRegions regions)
    {
        var check = new FieldCheck();
        var place = Place(check, asked, regions);
        var language = check.Optional("language", asked.Language, 35);
        var zone = siteZone ?? check.Optional("zone", asked.Zone, 64) ?? "UTC";
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var rules))
        {
            check.Wrong("zone", "zone_unknown");
        }

        var at = check.Optional("at", asked.At, 32) is { } wall ? Instant(check, wall, rules ?? TimeZoneInfo.Utc) : now;
        check.Done();
        return new Trial(at, zone, place, language, !string.IsNullOrWhiteSpace(asked.Address));
    }

    private static string Place(FieldCheck check, TrialRequest asked, VisitorRegions regions)
    {
        if (check.Optional("address", asked.Address, LongestAddress) is { } text)
        {
            if (IPAddress.TryParse(text, out var address))
            {
                return regions.Of(address);
            }

            check.Wrong("address", "address_invalid");
        }
        else if (check.Optional("region", asked.Region, LongestCode) is { } code)
        {
            if (regions.Exists(code))
            {
                return regions.In(code);
            }

            check.Wrong("region", "region_unknown");
        }

        return "";
    }

    /// <summary>A time the clock leaps over when it is put forward is the one an hour later; of one it shows twice, the first.</summary>
    private static long Instant(FieldCheck check, string wall, TimeZoneInfo zone)
    {
        if (!DateTime.TryParseExact(wall, "yyyy-MM-dd'T'HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var local) || local.Year is < 2000 or > 2100)
        {
            check.Wrong("at", "date_invalid");
            return 0;
        }

        var shown = zone.IsInvalidTime(local) ? local.AddHours(1) : local;
        var offset = zone.IsAmbiguousTime(shown) ? zone.GetAmbiguousTimeOffsets(shown).Max() : zone.GetUtcOffset(shown);
        return new DateTimeOffset(shown, offset).ToUnixTimeMilliseconds();
    }
}

/// <summary>Opening hours at any time.</summary>
internal sealed class TrialHours(IReadOnlyList<HoursCalendar> calendars, IReadOnlyList<HoursUse> uses)
{
    /// <summary>The zone of the site's calendar; null where it keeps none.</summary>
    public string? ZoneOf(Guid site) => Of(HoursKeeper.Site, site)?.Zone;

    public bool IsOpen(HoursKeeper kind, Guid keeper, long at) => Of(kind, keeper)?.IsOpen(at) ?? true;

    public long? NextChange(Guid site, long at) => Of(HoursKeeper.Site, site)?.NextChange(at);

    private HoursCalendar? Of(HoursKeeper kind, Guid keeper) =>
        uses.FirstOrDefault(use => use.Kind == kind && use.Keeper == keeper) is { } use ? calendars.FirstOrDefault(c => c.Id == use.Calendar) : null;
}

/// <summary>What would become of that visitor.</summary>
internal sealed record TrialAnswer
{
    /// <summary>The instant it speaks of, UTC milliseconds.</summary>
    public long At { get; init; }

    /// <summary>The time zone that was meant.</summary>
    public required string Zone { get; init; }

    /// <summary>Within the site's hours then?</summary>
    public bool SiteOpen { get; init; }

    /// <summary>When that changes next, UTC milliseconds; null for never.</summary>
    public long? SiteTurnsAt { get; init; }

    /// <summary><c>given</c>, <c>waits</c>, <c>pool</c> or <c>form</c> (the message form).</summary>
    public required string Outcome { get; init; }

    /// <summary>Why the form: <c>siteClosed</c>, <c>departmentsClosed</c>, <c>nobodyOnline</c> or <c>queueFull</c>.</summary>
    public string? Why { get; init; }

    /// <summary>What the button shows.</summary>
    public required string Availability { get; init; }

    /// <summary>What gave the scope, as <see cref="Reasons.Rule"/>.</summary>
    public required string Rule { get; init; }

    /// <summary>Whose members serve.</summary>
    public IReadOnlyList<Guid> Departments { get; init; } = [];

    /// <summary>Those of them that are closed then.</summary>
    public IReadOnlyList<Guid> ClosedDepartments { get; init; } = [];

    /// <summary>Region policies that match.</summary>
    public IReadOnlyList<Guid> Policies { get; init; } = [];

    /// <summary>Where the visitor is, the widest first; empty where unknown.</summary>
    public IReadOnlyList<string> Place { get; init; } = [];

    /// <summary>What these are called, by code and language.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Regions { get; init; }

    /// <summary>Whose data said so, where an address was asked for.</summary>
    public IReadOnlyList<PlaceCredit> Credits { get; init; } = [];

    /// <summary>Who could have it.</summary>
    public IReadOnlyList<Considered> Eligible { get; init; } = [];

    /// <summary>Who could not, and why.</summary>
    public IReadOnlyList<PassedOver> PassedOver { get; init; } = [];

    /// <summary>Who would get it; null for nobody at once.</summary>
    public Guid? Agent { get; init; }

    /// <summary>By what the choice fell, as <see cref="Reasons.Choice"/>.</summary>
    public string? Choice { get; init; }

    /// <summary>Languages and skills do not count: they are dropped at once.</summary>
    public bool RequirementsDropped { get; init; }
}
