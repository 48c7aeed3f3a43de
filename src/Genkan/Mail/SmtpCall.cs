using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Genkan.Mail;

/// <summary>
/// One connection to the mail server (RFC 5321), encrypted and signed in as set up: EHLO, STARTTLS (RFC 3207), AUTH PLAIN and
/// LOGIN (RFC 4954), SIZE (RFC 1870), 8BITMIME (RFC 6152), SMTPUTF8 (RFC 6531). What the letter itself is refused for by 5xx is
/// for good; everything else (server away, certificate, password) is the installation's matter and may be mended.
/// </summary>
internal sealed class SmtpCall : IAsyncDisposable
{
    private static readonly TimeSpan ToConnect = TimeSpan.FromSeconds(15);

    /// <summary>Shorter than the five minutes of RFC 5321 4.5.3.2: a letter is tried again, and others wait for their turn.</summary>
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(30);

    /// <summary>After the last line servers look for unwanted mail and store; taking that for silence would send twice (4.5.3.2.6).</summary>
    private static readonly TimeSpan ToAccept = TimeSpan.FromMinutes(2);

    private readonly MailSettings settings;
    private readonly CancellationToken stop;
    private readonly TcpClient socket = new();
    private Stream stream = Stream.Null;
    private SmtpWire wire = new(Stream.Null);
    private Dictionary<string, string> offers = new(StringComparer.OrdinalIgnoreCase);

    private SmtpCall(MailSettings settings, CancellationToken stop) => (this.settings, this.stop) = (settings, stop);

    /// <exception cref="SmtpTrouble">It did not come about.</exception>
    public static async Task<SmtpCall> Open(MailSettings settings, CancellationToken stop)
    {
        var call = new SmtpCall(settings, stop);
        try
        {
            await call.Connect();
            return call;
        }
        catch
        {
            await call.DisposeAsync();
            throw;
        }
    }

    /// <summary>Hands one letter over. Returns when the server has taken it upon itself.</summary>
    /// <exception cref="SmtpTrouble">It did not.</exception>
    public async Task<SmtpReply> Send(Mailbox from, Mailbox to, ReadOnlyMemory<byte> letter)
    {
        var utf8 = from.NeedsUtf8 || to.NeedsUtf8;
        if (utf8 && !offers.ContainsKey("SMTPUTF8"))
        {
            throw new SmtpTrouble("address", forGood: true);
        }

        if (offers.TryGetValue("SIZE", out var size) && long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 && letter.Length > most)
        {
            throw new SmtpTrouble("refused", $"SIZE {most}", forGood: true);
        }

        await Envelope($"MAIL FROM:<{from.Address}>{Parameters(letter.Length, utf8)}");
        await Envelope($"RCPT TO:<{to.Address}>");
        await Envelope("DATA", 354);
        await Within(ToAnswer, token => wire.Write(Stuffed(letter.Span), token));
        return RefuseUnlessGood(await Within(ToAccept, wire.Read));
    }

    /// <summary>Says goodbye where there is still somebody to say it to.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            if (socket.Connected && stream != Stream.Null)
            {
                await Within(TimeSpan.FromSeconds(2), token => wire.Write("QUIT\r\n"u8.ToArray(), token));
            }
        }
        catch (SmtpTrouble)
        {
            // The letter is through, or is not; a lost goodbye changes neither.
        }

        await stream.DisposeAsync();
        socket.Dispose();
    }

    /// <summary>Lines that begin with a dot get a second one (RFC 5321 4.5.2), and a lone dot ends it all.</summary>
    internal static byte[] Stuffed(ReadOnlySpan<byte> letter)
    {
        var stuffed = new List<byte>(letter.Length + 16);
        var atStart = true;
        foreach (var next in letter)
        {
            if (atStart && next == '.')
            {
                stuffed.Add((byte)'.');
            }

            stuffed.Add(next);
            atStart = next == '\n';
        }

        if (!atStart)
        {
            stuffed.AddRange("\r\n"u8);
        }

        stuffed.AddRange(".\r\n"u8);
        return [.. stuffed];
    }

    private async Task Connect()
    {
        await Within(ToConnect, async token => await socket.ConnectAsync(settings.Host!, settings.Port, token), "unreachable");
        socket.NoDelay = true;
        Speak(socket.GetStream());
        if (settings.Tls == MailTls.Tls)
        {
            await Encrypt();
        }

        RefuseUnlessGood(await Within(ToAnswer, wire.Read), mayBeForGood: false);
        await Greet();
        if (settings.Tls == MailTls.StartTls)
        {
            await StartTls();
        }

        if (settings.User is { } user)
        {
            await SignIn(user, settings.Password!);
        }
    }

    private async Task Greet()
    {
        var reply = await Ask($"EHLO {OwnName()}");
        if (!reply.IsGood)
        {
            reply = RefuseUnlessGood(await Ask($"HELO {OwnName()}"), mayBeForGood: false);
        }

        offers = reply.Lines.Skip(1).Select(line => line.Split(' ', 2))
            .GroupBy(words => words[0], StringComparer.OrdinalIgnoreCase)
            .ToDictionary(g => g.Key, g => g.First() is [_, var rest] ? rest : "", StringComparer.OrdinalIgnoreCase);
    }

    private async Task StartTls()
    {
        if (!offers.ContainsKey("STARTTLS") || !(await Ask("STARTTLS")).IsGood)
        {
            // Going on in plain is what somebody on the way who hid the offer would want.
            throw new SmtpTrouble("tls_missing");
        }

        if (wire.HasMore)
        {
            // What was said before the encryption must not be taken for said after it (CVE-2011-0411).
            throw new SmtpTrouble("broken");
        }

        await Encrypt();
        await Greet();
    }

    private async Task Encrypt()
    {
        var encrypted = new SslStream(stream, leaveInnerStreamOpen: false);
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = settings.Host,
            CertificateRevocationCheckMode = X509RevocationMode.NoCheck,
            RemoteCertificateValidationCallback = (_, certificate, _, errors) => errors == SslPolicyErrors.None || IsTrustedBesides(certificate, errors),
        };
        await Within(ToAnswer, token => encrypted.AuthenticateAsClientAsync(options, token), "tls_failed");
        Speak(encrypted);
    }

    /// <summary>Issued by a certificate the operator named, for the host we asked for.</summary>
    private bool IsTrustedBesides(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 shown || errors != SslPolicyErrors.RemoteCertificateChainErrors || settings.Trusted.Count == 0)
        {
            return false;
        }

        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(settings.Trusted);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(shown);
    }

    private async Task SignIn(string user, string password)
    {
        var ways = (offers.GetValueOrDefault("AUTH") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var reply = ways.Contains("PLAIN", StringComparer.OrdinalIgnoreCase) ? await Ask($"AUTH PLAIN {Base64($"\0{user}\0{password}")}")
            : ways.Contains("LOGIN", StringComparer.OrdinalIgnoreCase) ? await SignInByQuestions(user, password)
            : throw new SmtpTrouble("auth_missing");
        if (!reply.IsGood)
        {
            throw new SmtpTrouble("auth_failed", reply.Words);
        }
    }

    private async Task<SmtpReply> SignInByQuestions(string user, string password)
    {
        var reply = await Ask("AUTH LOGIN");
        foreach (var answer in new[] { user, password })
        {
            reply = reply.Code == 334 ? await Ask(Base64(answer)) : reply;
        }

        return reply;
    }

    private async Task Envelope(string command, int expected = 0)
    {
        var reply = RefuseUnlessGood(await Ask(command));
        if (expected != 0 && reply.Code != expected)
        {
            throw new SmtpTrouble("broken", reply.Words);
        }
    }

    private async Task<SmtpReply> Ask(string command)
    {
        // Addresses hold no control characters and user names are coded: this is for whoever changes that one day.
        if (command.Any(char.IsControl))
        {
            throw new SmtpTrouble("address", forGood: true);
        }

        await Within(ToAnswer, token => wire.Write(Encoding.UTF8.GetBytes(command + "\r\n"), token));
        return await Within(ToAnswer, wire.Read);
    }

    private string Parameters(int length, bool utf8) =>
        (offers.ContainsKey("SIZE") ? string.Create(CultureInfo.InvariantCulture, $" SIZE={length}") : "")
        + (utf8 && offers.ContainsKey("8BITMIME") ? " BODY=8BITMIME" : "")
        + (utf8 ? " SMTPUTF8" : "");

    private static SmtpReply RefuseUnlessGood(SmtpReply reply, bool mayBeForGood = true) =>
        reply.IsGood ? reply : throw new SmtpTrouble("refused", reply.Words, mayBeForGood && reply.IsForGood);

    /// <summary>A name, or the address as a literal (RFC 5321 4.1.3): a made-up name is what junk senders give.</summary>
    private string OwnName()
    {
        var own = (socket.Client.LocalEndPoint as IPEndPoint)?.Address ?? IPAddress.Loopback;
        own = own.IsIPv4MappedToIPv6 ? own.MapToIPv4() : own;
        return settings.OwnName ?? (own.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{own}]" : $"[{own}]");
    }

    private void Speak(Stream with) => (stream, wire) = (with, new SmtpWire(with));

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));

    private Task<bool> Within(TimeSpan limit, Func<CancellationToken, Task> deed, string otherwise = "broken") => Within(
        limit,
        async token =>
        {
            await deed(token);
            return true;
        },
        otherwise);

    /// <summary>Real time and not the clock of decisions: this is about a socket.</summary>
    private async Task<T> Within<T>(TimeSpan limit, Func<CancellationToken, Task<T>> deed, string otherwise = "broken")
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(limit);
        try
        {
            return await deed(late.Token);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new SmtpTrouble("timeout", inner: fault);
        }
        catch (Exception fault) when (fault is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            throw new SmtpTrouble(otherwise, inner: fault);
        }
    }
}
