using System.Globalization;

namespace Genkan.Doors;

/// <summary>Gathers what is wrong with a request, field by field, and refuses once with all of it.</summary>
public sealed class FieldCheck
{
    private readonly Dictionary<string, List<FieldError>> errors = new(StringComparer.Ordinal);

    /// <summary>A text of <paramref name="min"/> to <paramref name="max"/> characters (UTF-16 units, as browsers count) without NUL or broken Unicode.</summary>
    /// <returns>The text trimmed at both ends where <paramref name="trim"/>; empty where it was absent.</returns>
    public string Text(string field, string? value, int max, int min = 1, bool trim = true)
    {
        var text = trim ? value?.Trim() ?? "" : value ?? "";
        if (text.Length > max)
        {
            Wrong(field, "too_long", ("max", Number(max)));
        }
        else if (string.IsNullOrWhiteSpace(text) && min > 0)
        {
            Wrong(field, "required");
        }
        else if (text.Length < min)
        {
            Wrong(field, "too_short", ("min", Number(min)));
        }
        else if (!IsWellFormed(text))
        {
            Wrong(field, "text_invalid");
        }

        return text;
    }

    /// <summary>As <see cref="Text"/>, but may be absent or empty: then null.</summary>
    public string? Optional(string field, string? value, int max)
    {
        var text = Text(field, value, max, min: 0);
        return text.Length == 0 ? null : text;
    }

    /// <summary>An id made by the client.</summary>
    public Guid Id(string field, Guid value)
    {
        if (value == Guid.Empty)
        {
            Wrong(field, "required");
        }

        return value;
    }

    /// <summary>A mail address, loosely: the mail server has the last word. At most 254 characters (RFC 5321 4.5.3.1.3).</summary>
    public string? Email(string field, string? value, bool required)
    {
        var text = required ? Text(field, value, 254) : Optional(field, value, 254);
        if (!string.IsNullOrEmpty(text) && !LooksLikeEmail(text))
        {
            Wrong(field, "email_invalid");
        }

        return text;
    }

    /// <summary>A whole number within limits.</summary>
    public void Range(string field, long value, long min, long max)
    {
        if (value < min || value > max)
        {
            Wrong(field, "out_of_range", ("min", Number(min)), ("max", Number(max)));
        }
    }

    /// <summary>Says what is wrong.</summary>
    public void Wrong(string field, string code, params (string Name, string Value)[] values)
    {
        if (!errors.TryGetValue(field, out var list))
        {
            errors[field] = list = [];
        }

        list.Add(new FieldError(code, values));
    }

    /// <summary>Throws <see cref="Refusal"/> 422 when anything was wrong.</summary>
    public void Done()
    {
        if (errors.Count > 0)
        {
            throw Refusal.Invalid(errors.ToDictionary(e => e.Key, e => (IReadOnlyList<FieldError>)e.Value, StringComparer.Ordinal));
        }
    }

    /// <summary>No NUL (PostgreSQL cannot hold it) and no lone surrogate (nobody can show it).</summary>
    public static bool IsWellFormed(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || char.IsLowSurrogate(text[i]))
            {
                return false;
            }

            if (char.IsHighSurrogate(text[i]) && (++i >= text.Length || !char.IsLowSurrogate(text[i])))
            {
                return false;
            }
        }

        return true;
    }

    private static bool LooksLikeEmail(string text)
    {
        var at = text.LastIndexOf('@');
        return at is > 0 and <= 64 && at < text.Length - 1 && !text.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || c is ',' or ';' or '<' or '>');
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
