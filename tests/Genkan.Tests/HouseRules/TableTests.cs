namespace Genkan.Tests.HouseRules;

/// <summary>A room's tables are its own, and every query says whose rows it wants.</summary>
[Requirement("SP-07")]
public sealed class TableTests : IDisposable
{
    private static readonly IReadOnlyList<Table> All = Tables.Of(Project.Sources("src/Genkan", ".sql"));
    private static readonly Table[] SampleTables = [new("kitchen_plates", "Kitchen", true), new("garden_beds", "Garden", true)];
    private readonly House _house = House.Open(typeof(GenkanHost).Assembly, "Genkan");
    private readonly House _sample = House.Open(typeof(TableTests).Assembly, "Genkan.Tests.HouseRules.Sample");

    public void Dispose()
    {
        _house.Dispose();
        _sample.Dispose();
    }

    [Fact]
    public void There_are_tables_and_statements_to_look_at()
    {
        All.Count.ShouldBeGreaterThan(8);
        _house.Statements().Count(statement => Tables.NamedIn(statement.Sql, All).Any()).ShouldBeGreaterThan(20);
    }

    [Fact]
    public void A_table_bears_its_rooms_name() =>
        All.Where(table => !Tables.BeginsWithRoom(table) && table is not { Room: "Storage" }).ShouldBeEmpty();

    [Fact]
    public void A_table_with_another_rooms_name_is_seen() =>
        Tables.BeginsWithRoom(new Table("kitchen_plates", "Garden", true)).ShouldBeFalse();

    [Fact]
    public void No_room_names_anothers_tables() => Foreign(_house, All).ShouldBeEmpty();

    [Fact]
    public void Naming_anothers_table_is_seen() => Foreign(_sample, SampleTables).ShouldHaveSingleItem().ShouldContain("kitchen_plates");

    [Fact]
    public void Every_query_names_its_organisation() => Anyones(_house, All).ShouldBeEmpty();

    [Fact]
    public void A_query_for_anyones_rows_is_seen() => Anyones(_sample, SampleTables).ShouldHaveSingleItem().ShouldContain("garden_beds");

    private static IEnumerable<string> Foreign(House house, IReadOnlyList<Table> tables) =>
        from statement in house.Statements()
        from table in Tables.NamedIn(statement.Sql, tables)
        where table.Room != statement.Room
        select $"{table.Name} in {statement}";

    /// <summary>
    /// Where the organisation is what is looked up (a token, a site's key) or all are meant (jobs over the installation),
    /// the statement says so in a comment of its own: <c>-- any organisation: why</c>.
    /// </summary>
    private static IEnumerable<string> Anyones(House house, IReadOnlyList<Table> tables) =>
        from statement in house.Statements()
        where Tables.NamedIn(statement.Sql, tables).Any(table => table.OfOrganisation)
        where !statement.Sql.Contains("organisation", StringComparison.Ordinal)
        select statement.ToString();
}
