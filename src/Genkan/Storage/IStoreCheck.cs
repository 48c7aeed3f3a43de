namespace Genkan.Storage;

/// <summary>A room's own word on what must be true of the rows it keeps; <c>genkan check</c> and every backup ask.</summary>
public interface IStoreCheck
{
    /// <summary>The rules, each looked at on one snapshot.</summary>
    IReadOnlyList<StoreRule> Rules { get; }
}

/// <summary>
/// One rule: a sentence that is true of a sound store, and the query for what breaks it. The query answers one text
/// column that names the culprit by ids alone, and nothing where all is well. SQL is the dialect both engines share.
/// </summary>
public sealed record StoreRule(string Sentence, string Sql);

/// <summary>
/// Filled by the room that founds organisations: the query for the ids of all there are, one column named
/// <c>organisation</c>. Rows of any table that name another one are nobody's.
/// </summary>
public sealed record KnownOrganisations(string Sql);
