using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Sites;

internal sealed record CountEntryRequest(Guid Id);

/// <summary><c>POST /visitor/entries</c>: the nickname screen was opened (E-02).</summary>
internal sealed class CountEntry(IStorage storage)
{
    // More openings than this are no person's doing and would only falsify the shop's numbers.
    private const int MostADay = 50;
    private const int RetryAfterSeconds = 3600;

    public static void Map(IEndpointRouteBuilder routes) => routes
        .MapPost("/visitor/entries", (CountEntryRequest request, VisitorCaller caller, CountEntry useCase) => useCase.Handle(caller, request))
        .ForVisitors(Reach.Talk);

    public Task Count(OrganisationId organisation, Guid site, Guid? visitor, Guid id) => storage.Write(organisation, async tx =>
    {
        if (visitor is { } person && await EntryCounts.OpenedToday(tx, person) >= MostADay)
        {
            throw new Refusal(StatusCodes.Status429TooManyRequests, "too_many") { RetryAfter = RetryAfterSeconds };
        }

        await EntryCounts.AddOpened(tx, site, id, visitor);
        return true;
    });

    private async Task<IResult> Handle(VisitorCaller caller, CountEntryRequest request)
    {
        var check = new FieldCheck();
        var id = check.Id("id", request.Id);
        check.Done();
        await Count(caller.Organisation, caller.Site, caller.Visitor, id);
        return TypedResults.NoContent();
    }
}
