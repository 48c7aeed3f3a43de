using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Genkan.Mail;

internal enum MailTls
{
    /// <summary>Not encrypted: for a server on this machine or in the same closed network.</summary>
    None,

    /// <summary>Begins in plain and is encrypted before anything is said (RFC 3207). Refused where the server does not offer it.</summary>
    StartTls,

    /// <summary>Encrypted from the first byte (RFC 8314).</summary>
    Tls,
}

/// <summary>A setting that keeps mail from working: its name and <c>missing</c>, <c>invalid</c> or <c>unprotected</c>.</summary>
internal sealed record MailProblem(string Setting, string Why);

/// <summary>The mail server letters leave by: <c>GENKAN_SMTP_*</c>.</summary>
internal sealed record MailSettings
{
    /// <summary>Null: mail is not set up.</summary>
    public string? Host { get; private init; }

    public int Port { get; private init; }

    public MailTls Tls { get; private init; }

    public string? User { get; private init; }

    public string? Password { get; private init; }

    /// <summary>Who letters are from.</summary>
    public Mailbox? From { get; private init; }

    /// <summary>Certificates trusted beside the system's.</summary>
    public X509Certificate2Collection Trusted { get; private init; } = [];

    /// <summary>What we call ourselves: the host people reach this server by; null where none is set.</summary>
    public string? OwnName { get; private init; }

    /// <summary>What keeps mail from working; empty where all is well or nothing is set.</summary>
    public IReadOnlyList<MailProblem> Problems { get; private init; } = [];

    public bool Ready => Host is not null && Problems.Count == 0;

    public static MailSettings Read(IConfiguration configuration, GenkanSettings settings)
    {
        string? Of(string name) => configuration["GENKAN_SMTP_" + name] is { Length: > 0 } value ? value.Trim() : null;
        if (Of("HOST") is not { } host)
        {
            return new MailSettings();
        }

        var problems = new List<MailProblem>();
        var tls = TlsOf(Of("TLS"), problems);
        var made = new MailSettings
        {
            Host = host,
            Tls = tls,
            Port = PortOf(Of("PORT"), tls, problems),
            User = Of("USER"),
            Password = configuration["GENKAN_SMTP_PASSWORD"] is { Length: > 0 } secret ? secret : null,
            From = FromOf(Of("FROM"), Of("FROM_NAME"), problems),
            Trusted = TrustedOf(Of("TRUST"), problems),
            OwnName = Uri.TryCreate(settings.PublicUrl, UriKind.Absolute, out var url) && url.HostNameType == UriHostNameType.Dns ? url.IdnHost : null,
            Problems = problems,
        };
        CheckSecrets(made, problems);
        if (settings.PublicUrl is null)
        {
            // Links in letters must lead here, whatever name the request that caused them claimed to have come by.
            problems.Add(new MailProblem("GENKAN_PUBLIC_URL", "missing"));
        }

        return made;
    }

    private static MailTls TlsOf(string? value, List<MailProblem> problems)
    {
        switch (value?.ToLowerInvariant())
        {
            case null or "starttls":
                return MailTls.StartTls;
            case "tls":
                return MailTls.Tls;
            case "none":
                return MailTls.None;
            default:
                problems.Add(new MailProblem("GENKAN_SMTP_TLS", "invalid"));
                return MailTls.StartTls;
        }
    }

    /// <summary>Without one the usual port of each form: 587 submission (RFC 6409), 465 over TLS (RFC 8314), 25.</summary>
    private static int PortOf(string? value, MailTls tls, List<MailProblem> problems)
    {
        if (value is not null && (!int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port is 0 or > 65535))
        {
            problems.Add(new MailProblem("GENKAN_SMTP_PORT", "invalid"));
            return 0;
        }

        return value is not null ? int.Parse(value, CultureInfo.InvariantCulture) : tls switch
        {
            MailTls.StartTls => 587,
            MailTls.Tls => 465,
            _ => 25,
        };
    }

    private static Mailbox? FromOf(string? address, string? name, List<MailProblem> problems)
    {
        var from = address is null ? null : Mailbox.Of(address, name ?? "Genkan");
        if (from is null)
        {
            problems.Add(new MailProblem("GENKAN_SMTP_FROM", address is null ? "missing" : "invalid"));
        }

        return from;
    }

    private static X509Certificate2Collection TrustedOf(string? file, List<MailProblem> problems)
    {
        var trusted = new X509Certificate2Collection();
        try
        {
            if (file is not null)
            {
                trusted.ImportFromPemFile(file);
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or CryptographicException)
        {
            problems.Add(new MailProblem("GENKAN_SMTP_TRUST", "invalid"));
        }

        return trusted;
    }

    /// <summary>A password is not sent where others on the way could read it.</summary>
    private static void CheckSecrets(MailSettings made, List<MailProblem> problems)
    {
        if (made.User is not null && made.Password is null)
        {
            problems.Add(new MailProblem("GENKAN_SMTP_PASSWORD", "missing"));
        }

        if (made is { User: not null, Tls: MailTls.None } && !IsThisMachine(made.Host!))
        {
            problems.Add(new MailProblem("GENKAN_SMTP_TLS", "unprotected"));
        }
    }

    private static bool IsThisMachine(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
