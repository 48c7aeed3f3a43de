using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Genkan.Tests.Cast;

/// <summary>
/// A real mail server: Debian's Postfix with a configuration, queue and post boxes of its own under a temporary folder, on a free
/// port of 127.0.0.1. It offers STARTTLS with a certificate made for it, and takes letters for <c>*.example</c>. It must be
/// started by root (it gives its parts to other users itself); elsewhere <see cref="Here"/> is false.
/// </summary>
public sealed class PostOffice : IAsyncDisposable
{
    private const string Programs = "/usr/lib/postfix/sbin";
    private static readonly string[] Boxes = ["nora@shop.example", "walt@shop.example", "ada@shop.example", "ayşe@shop.example", "nora@shoes.example", "mia@river.example"];

    private readonly string _folder;
    private Process? _process;
    private SignInDesk? _desk;

    private PostOffice(string folder, int port) => (_folder, Port) = (folder, port);

    /// <summary>Can one be opened on this machine?</summary>
    public static bool Here => File.Exists($"{Programs}/master") && Environment.UserName == "root";

    public int Port { get; }

    /// <summary>Its own certificate, as PEM.</summary>
    public string Certificate => Path.Combine(_folder, "cert.pem");

    /// <summary>The settings a server needs to send by it.</summary>
    public string[] Settings(string tls = "starttls", string? user = null, string? password = null) =>
    [
        "--GENKAN_SMTP_HOST", "127.0.0.1", "--GENKAN_SMTP_PORT", Port.ToString(CultureInfo.InvariantCulture), "--GENKAN_SMTP_TLS", tls,
        "--GENKAN_SMTP_TRUST", Certificate, "--GENKAN_SMTP_FROM", "genkan@post.example", "--GENKAN_SMTP_FROM_NAME", "Genkan 玄関",
        "--GENKAN_PUBLIC_URL", "https://chat.example",
        .. user is null ? Array.Empty<string>() : ["--GENKAN_SMTP_USER", user, "--GENKAN_SMTP_PASSWORD", password!],
    ];

    /// <summary>Opens one. With <paramref name="way"/> (<c>PLAIN</c>, <c>LOGIN</c>) only for who signs in as <c>genkan</c>.</summary>
    public static async Task<PostOffice> Open(string? way = null)
    {
        var folder = Directory.CreateTempSubdirectory("genkan-post-").FullName;
        var office = new PostOffice(folder, FreePort());
        await office.Prepare(way);
        await office.Start();
        return office;
    }

    public async Task Start()
    {
        _process = System.Diagnostics.Process.Start(new ProcessStartInfo($"{Programs}/master", ["-c", Path.Combine(_folder, "conf"), "-d"])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = "/",
        })!;
        for (var tries = 0; tries < 300 && !await Answers(); tries++)
        {
            await Task.Delay(100);
        }
    }

    public async Task Stop()
    {
        if (_process is { } running)
        {
            _process = null;
            running.Kill(entireProcessTree: true);
            await running.WaitForExitAsync();
            running.Dispose();
        }
    }

    /// <summary>The letters in a post box, oldest first, once there are that many.</summary>
    public async Task<IReadOnlyList<ReceivedLetter>> Box(string address, int atLeast = 1)
    {
        var box = Path.Combine(_folder, "mail", address, "new");
        for (var tries = 0; tries < 600; tries++)
        {
            var files = Directory.Exists(box) ? Directory.GetFiles(box) : [];
            if (files.Length >= atLeast)
            {
                return [.. files.Order(StringComparer.Ordinal).Select(file => ReceivedLetter.Read(File.ReadAllBytes(file)))];
            }

            await Task.Delay(50);
        }

        throw new TimeoutException($"No {atLeast} letters for {address}.\n{Said()}");
    }

    public bool IsEmpty(string address) => !Directory.Exists(Path.Combine(_folder, "mail", address, "new"));

    public async ValueTask DisposeAsync()
    {
        await Stop();
        _desk?.Dispose();
        try
        {
            Directory.Delete(_folder, recursive: true);
        }
        catch (IOException)
        {
            // A part that is still going down holds a file.
        }
    }

    private string Said() => File.Exists(Path.Combine(_folder, "log")) ? File.ReadAllText(Path.Combine(_folder, "log")) : "";

    private async Task Prepare(string? way)
    {
        foreach (var part in new[] { "conf", "queue", "data", "mail" })
        {
            Directory.CreateDirectory(Path.Combine(_folder, part));
        }

        MakeCertificate();
        await File.WriteAllTextAsync(Path.Combine(_folder, "conf/main.cf"), MainConfiguration(way));
        await File.WriteAllTextAsync(Path.Combine(_folder, "conf/master.cf"), Parts());
        // Each of the cast has a box of the address's name, as a maildir.
        await File.WriteAllLinesAsync(Path.Combine(_folder, "conf/boxes"), Boxes.Select(address => $"{address} {address}/"));
        await Run("chmod", "755", _folder);
        await Run("chown", "postfix", Path.Combine(_folder, "data"));
        await Run("chown", "nobody:nogroup", Path.Combine(_folder, "mail"));
        await Run("/usr/sbin/postfix", "-c", Path.Combine(_folder, "conf"), "check");
        if (way is not null)
        {
            _desk = new SignInDesk(Path.Combine(_folder, "desk"), way);
            await Run("chmod", "666", Path.Combine(_folder, "desk"));
        }
    }

    private string MainConfiguration(string? way) =>
        $$"""
        compatibility_level = 3.6
        queue_directory = {{_folder}}/queue
        data_directory = {{_folder}}/data
        command_directory = /usr/sbin
        daemon_directory = {{Programs}}
        mail_owner = postfix
        setgid_group = postdrop
        myhostname = post.example
        mydestination =
        alias_maps =
        alias_database =
        inet_interfaces = 127.0.0.1
        inet_protocols = ipv4
        mynetworks =
        virtual_mailbox_domains = static:all
        virtual_mailbox_base = {{_folder}}/mail
        virtual_mailbox_maps = texthash:{{_folder}}/conf/boxes
        virtual_uid_maps = static:65534
        virtual_gid_maps = static:65534
        smtpd_tls_cert_file = {{_folder}}/cert.pem
        smtpd_tls_key_file = {{_folder}}/key.pem
        smtpd_tls_security_level = may
        smtpd_sasl_auth_enable = {{(way is null ? "no" : "yes")}}
        smtpd_sasl_type = dovecot
        smtpd_sasl_path = {{_folder}}/desk
        smtpd_tls_auth_only = yes
        smtpd_relay_restrictions =
        smtpd_recipient_restrictions = check_recipient_access inline:{ {later@shop.example = 450 4.2.0 not now} {gone@shop.example = 550 5.1.1 nobody of that name} }, {{(way is null ? "reject_unauth_destination" : "permit_sasl_authenticated, reject")}}
        smtputf8_autodetect_classes = all
        maillog_file = {{_folder}}/log
        maillog_file_prefixes = {{_folder}}
        message_size_limit = 200000

        """;

    private string Parts() =>
        $"""
        127.0.0.1:{Port} inet n - n - - smtpd
        pickup unix n - n 60 1 pickup
        cleanup unix n - n - 0 cleanup
        qmgr unix n - n 300 1 qmgr
        tlsmgr unix - - n 1000? 1 tlsmgr
        rewrite unix - - n - - trivial-rewrite
        bounce unix - - n - 0 bounce
        defer unix - - n - 0 bounce
        trace unix - - n - 0 bounce
        proxymap unix - - n - - proxymap
        error unix - - n - - error
        retry unix - - n - - error
        virtual unix - n n - - virtual
        anvil unix - - n - 1 anvil
        postlog unix-dgram n - n - 1 postlogd

        """;

    private void MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=post.example", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(2));
        File.WriteAllText(Certificate, certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(_folder, "key.pem"), key.ExportPkcs8PrivateKeyPem());
    }

    private async Task<bool> Answers()
    {
        try
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static async Task Run(string program, params string[] arguments)
    {
        using var running = System.Diagnostics.Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true })!;
        var said = await running.StandardError.ReadToEndAsync();
        await running.WaitForExitAsync();
        if (running.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {said}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Whom Postfix asks about user names and passwords: the auth protocol of Dovecot, version 1, one line each way.</summary>
    private sealed class SignInDesk : IDisposable
    {
        private readonly Socket _door = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        private readonly string _way;

        public SignInDesk(string path, string way)
        {
            _way = way;
            _door.Bind(new UnixDomainSocketEndPoint(path));
            _door.Listen();
            _ = Serve();
        }

        public void Dispose() => _door.Dispose();

        private async Task Serve()
        {
            try
            {
                while (true)
                {
                    _ = Talk(await _door.AcceptAsync());
                }
            }
            catch (Exception fault) when (fault is SocketException or ObjectDisposedException)
            {
                // Closed for the day.
            }
        }

        private async Task Talk(Socket guest)
        {
            await using var stream = new NetworkStream(guest, ownsSocket: true);
            using var reader = new StreamReader(stream);
            await using var writer = new StreamWriter(stream) { NewLine = "\n", AutoFlush = true };
            await writer.WriteAsync($"VERSION\t1\t2\nMECH\t{_way}\tplaintext\nSPID\t1\nCUID\t1\nCOOKIE\t{new string('0', 32)}\nDONE\n");
            var given = new List<string>();
            while (await reader.ReadLineAsync() is { } line)
            {
                var words = line.Split('\t');
                if (words[0] is not ("AUTH" or "CONT"))
                {
                    continue;
                }

                var answer = words[0] == "CONT" ? words[2] : words.FirstOrDefault(word => word.StartsWith("resp=", StringComparison.Ordinal))?[5..];
                given.AddRange(answer is null ? [] : Encoding.UTF8.GetString(Convert.FromBase64String(answer)).Split('\0').Where(part => part.Length > 0));
                await writer.WriteLineAsync(
                    given.Count < 2 ? $"CONT\t{words[1]}\t{Convert.ToBase64String(Encoding.ASCII.GetBytes(given.Count == 0 ? "Username:" : "Password:"))}"
                    : given is ["genkan", "a secret"] ? $"OK\t{words[1]}\tuser=genkan"
                    : $"FAIL\t{words[1]}\tuser=x");
                if (given.Count >= 2)
                {
                    given.Clear();
                }
            }
        }
    }
}
