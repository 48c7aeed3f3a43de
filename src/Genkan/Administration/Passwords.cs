using System.Text;
using Genkan.Doors;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Genkan.Administration;

/// <summary>Hashes and proves passwords with ASP.NET Core Identity's hasher: salted PBKDF2 with HMAC-SHA512.</summary>
internal sealed class Passwords : IDisposable
{
    /// <summary>What OWASP asks of PBKDF2-HMAC-SHA512; older hashes are renewed when their owner next signs in.</summary>
    internal const int Iterations = 210_000;

    // Any instance does: the hasher takes the user for its own extensions only.
    private static readonly object Somebody = new();
    private readonly PasswordHasher<object> hasher;
    private readonly Lazy<string> nobodys;

    // Guessers must not take every core from those who talk with visitors.
    private readonly SemaphoreSlim places = new(Math.Max(1, Environment.ProcessorCount / 2));

    public Passwords()
        : this(Iterations)
    {
    }

    /// <param name="iterations">The server has no setting for them; tests, which sign in hundreds of people, take fewer.</param>
    internal Passwords(int iterations)
    {
        hasher = new(Options.Create(new PasswordHasherOptions { IterationCount = iterations }));
        nobodys = new Lazy<string>(() => hasher.HashPassword(Somebody, Secret.New()));
    }

    public Task<string> Hash(string password) => Slowly(() => hasher.HashPassword(Somebody, Normal(password)));

    /// <summary>Proves a password. Without a hash (nobody of that name, a locked account) it costs the same time and says no.</summary>
    public Task<PasswordVerificationResult> Prove(string? hash, string password) => Slowly(() =>
    {
        var outcome = hasher.VerifyHashedPassword(Somebody, hash ?? nobodys.Value, Normal(password));
        return hash is null ? PasswordVerificationResult.Failed : outcome;
    });

    public void Dispose() => places.Dispose();

    /// <summary>Keyboards write the same letter in several ways (composed or not, full width or not): one form is hashed (NIST SP 800-63B 5.1.1.2).</summary>
    private static string Normal(string password) => FieldCheck.IsWellFormed(password) ? password.Normalize(NormalizationForm.FormKC) : password;

    private async Task<T> Slowly<T>(Func<T> work)
    {
        await places.WaitAsync();
        try
        {
            return await Task.Run(work);
        }
        finally
        {
            places.Release();
        }
    }
}
