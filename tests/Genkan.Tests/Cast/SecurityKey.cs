using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Genkan.Tests.Cast;

/// <summary>A passkey, as a telephone or a key on the ring holds one: WebAuthn level 2, ES256, attestation "none".</summary>
internal sealed class SecurityKey(string origin) : IDisposable
{
    private const byte UserPresent = 0x01, UserVerified = 0x04, HasKey = 0x40;
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private byte[] _handle = [];

    public byte[] Id { get; } = RandomNumberGenerator.GetBytes(16);

    /// <summary>Where the browser says it is.</summary>
    public string Origin { get; set; } = origin;

    /// <summary>Did the person unlock it?</summary>
    public bool Verifies { get; set; } = true;

    public uint Count { get; set; }

    /// <summary>Answers <c>navigator.credentials.create</c>.</summary>
    public JsonObject Make(JsonNode options)
    {
        _handle = Base64Url.DecodeFromChars(options["user"]!["id"]!.GetValue<string>());
        var about = AuthenticatorData(options["rp"]!["id"]!.GetValue<string>(), HasKey);
        // CBOR: {"fmt": "none", "attStmt": {}, "authData": h'…'}
        byte[] attestation =
        [
            0xa3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xa0, 0x68, .. "authData"u8, 0x59, (byte)(about.Length >> 8), (byte)about.Length, .. about,
        ];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = ClientData("webauthn.create", options),
            ["attestationObject"] = Base64Url.EncodeToString(attestation),
            ["transports"] = new JsonArray("internal"),
        });
    }

    /// <summary>Answers <c>navigator.credentials.get</c>.</summary>
    public JsonObject Answer(JsonNode options)
    {
        Count++;
        var about = AuthenticatorData(options["rpId"]!.GetValue<string>(), 0);
        var client = ClientData("webauthn.get", options);
        byte[] signed = [.. about, .. SHA256.HashData(Base64Url.DecodeFromChars(client))];
        return Credential(new JsonObject
        {
            ["clientDataJSON"] = client,
            ["authenticatorData"] = Base64Url.EncodeToString(about),
            ["signature"] = Base64Url.EncodeToString(_key.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence)),
            ["userHandle"] = Base64Url.EncodeToString(_handle),
        });
    }

    public void Dispose() => _key.Dispose();

    private JsonObject Credential(JsonObject response) => new()
    {
        ["id"] = Base64Url.EncodeToString(Id),
        ["rawId"] = Base64Url.EncodeToString(Id),
        ["type"] = "public-key",
        ["clientExtensionResults"] = new JsonObject(),
        ["response"] = response,
    };

    private string ClientData(string type, JsonNode options) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(new JsonObject
    {
        ["type"] = type,
        ["challenge"] = options["challenge"]!.GetValue<string>(),
        ["origin"] = Origin,
        ["crossOrigin"] = false,
    }.ToJsonString()));

    private byte[] AuthenticatorData(string host, byte flags)
    {
        var count = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(count, Count);
        var point = _key.ExportParameters(false).Q;
        // COSE: {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        byte[] key = (flags & HasKey) == 0 ? [] :
            [.. new byte[16], 0, (byte)Id.Length, .. Id, 0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!];
        return [.. SHA256.HashData(Encoding.UTF8.GetBytes(host)), (byte)(flags | UserPresent | (Verifies ? UserVerified : 0)), .. count, .. key];
    }
}
