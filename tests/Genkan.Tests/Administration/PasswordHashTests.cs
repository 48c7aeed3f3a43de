using System.Buffers.Binary;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Product = Genkan.Administration.Passwords;

namespace Genkan.Tests.Administration;

/// <summary>What a password costs whoever steals its hash. The other tests' servers hash with less work, this is the product as it is built.</summary>
[Requirement("SP-12")]
public sealed class PasswordHashTests
{
    [Fact]
    public async Task The_server_as_it_is_built_hashes_with_the_work_OWASP_asks_for()
    {
        await using var store = await Engine.NewStore();
        await using var app = GenkanHost.Build(["--data", store.Folder]);

        var hash = Convert.FromBase64String(await app.Services.GetRequiredService<Product>().Hash(Shop.Password));

        // ASP.NET Core Identity's form 3: a mark, then big-endian the function (2: HMAC-SHA512), the iterations, the length of the salt.
        hash[0].ShouldBe((byte)1);
        BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(1)).ShouldBe(2);
        BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(5)).ShouldBeGreaterThanOrEqualTo(210_000);
        BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(9)).ShouldBeGreaterThanOrEqualTo(16);
    }

    [Fact]
    public async Task A_hash_made_with_less_work_still_proves_and_asks_to_be_made_anew()
    {
        using var weak = new Product(iterations: 1_000);
        using var product = new Product();
        var hash = await weak.Hash(Shop.Password);

        (await product.Prove(hash, Shop.Password)).ShouldBe(PasswordVerificationResult.SuccessRehashNeeded);
        (await product.Prove(hash, "not the password")).ShouldBe(PasswordVerificationResult.Failed);
    }
}
