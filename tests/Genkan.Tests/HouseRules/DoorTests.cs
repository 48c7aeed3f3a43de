using Genkan.Doors;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Genkan.Tests.HouseRules;

/// <summary>Deny by default: nobody forgets to say who may use a door.</summary>
[Requirement("SP-09")]
public sealed class DoorTests
{
    [Fact]
    public async Task Every_endpoint_declares_who_may_use_it()
    {
        await using var server = await GenkanServer.Start();
        var endpoints = server.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).ToList();
        endpoints.Count.ShouldBeGreaterThan(40);
        Undeclared(endpoints).ShouldBeEmpty();
    }

    [Fact]
    public void An_endpoint_that_declares_nothing_is_seen()
    {
        var open = new Microsoft.AspNetCore.Http.Endpoint(null, null, "GET /open");
        Undeclared([open]).ShouldBe(["GET /open"]);
    }

    private static IEnumerable<string?> Undeclared(IEnumerable<Microsoft.AspNetCore.Http.Endpoint> endpoints) =>
        endpoints.Where(endpoint => endpoint.Metadata.GetMetadata<Access>() is null).Select(endpoint => endpoint.DisplayName);
}
