namespace Genkan.Storage;

/// <summary>
/// Encryption at rest: what is personal or secret is closed before it goes into a table and opened when it comes out. Stores
/// reach it as <c>tx.Seal</c>. AES-256-GCM (NIST SP 800-38D) under keys from outside the database, a random nonce for each
/// value; the place it belongs to is authenticated with it, so that a value moved to another row or column does not open.
/// </summary>
public interface ISeal
{
    /// <summary>Closes a text; null stays null. The sealed form is text too, about 4/3 of the length and 45 characters.</summary>
    string? Close(SealedPlace place, string? plain);

    /// <summary>Opens a text; null stays null.</summary>
    /// <exception cref="SealBrokenException">It was changed, or belongs elsewhere.</exception>
    string? Open(SealedPlace place, string? closed);

    /// <summary>Closes bytes (files, pictures); 36 bytes are added.</summary>
    byte[] CloseBytes(SealedPlace place, ReadOnlySpan<byte> plain);

    /// <summary>Opens bytes.</summary>
    /// <exception cref="SealBrokenException">They were changed, or belong elsewhere.</exception>
    byte[] OpenBytes(SealedPlace place, ReadOnlySpan<byte> closed);

    /// <summary>
    /// A keyed hash (HMAC-SHA-256, RFC 2104) to find a sealed value by when it is known exactly, and to keep it unique. Fold it
    /// first where case does not count. With an organisation the same value leaves another mark in each; null for what is
    /// unique on the whole installation. null stays null.
    /// </summary>
    string? Mark(string column, string? value, OrganisationId? organisation);
}

/// <summary>Where a sealed value belongs.</summary>
/// <param name="Column">Table and column, like <c>leftmessages_messages.email</c>.</param>
/// <param name="Organisation">Whose row; the empty one for rows of the installation itself.</param>
/// <param name="Row">The row's id.</param>
public readonly record struct SealedPlace(string Column, OrganisationId Organisation, Guid Row)
{
    /// <summary>A row of the installation itself, like an account.</summary>
    public static SealedPlace OfInstallation(string column, Guid row) => new(column, default, row);
}

/// <summary>
/// A column that is kept sealed, declared by its room (<c>services.AddSingleton(new SealedColumn(…))</c>). At start what stands in
/// it in plain, from before it was sealed, is closed, and what an older key sealed is sealed anew.
/// </summary>
/// <param name="Table">Its table.</param>
/// <param name="Column">Its name.</param>
public sealed record SealedColumn(string Table, string Column)
{
    /// <summary>The uuid column that names the row.</summary>
    public string Row { get; init; } = "id";

    /// <summary>False for tables of the installation itself.</summary>
    public bool OfOrganisation { get; init; } = true;

    /// <summary>Holds bytes, not text.</summary>
    public bool Bytes { get; init; }

    /// <summary>Holds a mark of a hexadecimal hash, to compare by and never to open.</summary>
    public bool IsMark { get; init; }

    /// <summary>The column beside it that holds the mark to find it by.</summary>
    public string? MarkColumn { get; init; }

    /// <summary>What is marked: the value as it is, or folded.</summary>
    public Func<string, string> Folded { get; init; } = value => value;

    /// <summary>Table and column, as <see cref="SealedPlace"/> names it.</summary>
    public string Name => $"{Table}.{Column}";
}

/// <summary>Events of these kinds carry personal values: their data is sealed in the journal, and opened for those who may hear.</summary>
/// <param name="Prefix">How their kinds begin, like <c>leftMessage.</c>.</param>
public sealed record SealedEvents(string Prefix);

/// <summary>A sealed value does not open: it was changed or moved, or its key is gone.</summary>
public sealed class SealBrokenException(string message, Exception? inner = null) : Exception(message, inner);
