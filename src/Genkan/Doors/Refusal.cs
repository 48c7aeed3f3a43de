namespace Genkan.Doors;

/// <summary>
/// An expected "no": becomes a problem document (RFC 9457) with a stable code, worded by <c>problem.&lt;code&gt;</c>
/// in the reader's language. Thrown inside a unit of work it rolls the unit back.
/// </summary>
public sealed class Refusal(int status, string code, IReadOnlyDictionary<string, object?>? extensions = null) : Exception(code)
{
    /// <summary>HTTP status.</summary>
    public int Status { get; } = status;

    /// <summary>Stable code.</summary>
    public string Code { get; } = code;

    /// <summary>Further members of the problem document.</summary>
    public IReadOnlyDictionary<string, object?> Extensions { get; } = extensions ?? new Dictionary<string, object?>();

    /// <summary>422 only: what is wrong, by field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<FieldError>>? Fields { get; private init; }

    /// <summary>Seconds the client is to wait (429, 503).</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Not there, or not yours: the same answer.</summary>
    public static Refusal NotFound() => new(404, "not_found");

    /// <summary>Not yours to do.</summary>
    public static Refusal NotAllowed() => new(403, "not_allowed");

    /// <summary>Somebody was faster, or the same id with other content.</summary>
    public static Refusal Conflict(string code, IReadOnlyDictionary<string, object?>? extensions = null) => new(409, code, extensions);

    /// <summary>Field errors.</summary>
    public static Refusal Invalid(IReadOnlyDictionary<string, IReadOnlyList<FieldError>> fields) =>
        new(422, "invalid") { Fields = fields };

    /// <summary>One field error.</summary>
    public static Refusal Invalid(string field, string code, params (string Name, string Value)[] values) =>
        Invalid(new Dictionary<string, IReadOnlyList<FieldError>> { [field] = [new FieldError(code, values)] });
}

/// <summary>What is wrong with one field, worded by <c>field.&lt;code&gt;</c>.</summary>
public sealed record FieldError(string Code, IReadOnlyList<(string Name, string Value)> Values);
