namespace Genkan.Tests.Operations;

/// <summary>What <c>genkan</c> says to whoever types it.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("frobnicate")]
    [InlineData("backup")]
    [InlineData("backup a b")]
    [InlineData("backup x --frobnicate")]
    [InlineData("backup x --keep none")]
    [InlineData("restore")]
    [InlineData("check file")]
    [InlineData("organisation add --name X")]
    [InlineData("organisation remove")]
    [InlineData("serve twice")]
    [InlineData("--data")]
    public async Task A_line_that_makes_no_sense_is_told_so(string line)
    {
        var said = (await Operator.Types(line.Split(' '))).Should(2);
        said.Errors.Trim().ShouldNotBeEmpty();
        said.Errors.ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData("--help", "genkan backup")]
    [InlineData("backup --help", "genkan backup")]
    [InlineData("--version", "genkan ")]
    public async Task Help_and_version_are_said(string line, string words) =>
        (await Operator.Types(line.Split(' '))).Should(0).Output.ShouldContain(words);

    [Fact]
    public async Task Where_nothing_is_there_is_nothing_to_check_or_keep()
    {
        await using var empty = await Engine.NewStore();
        (await Operator.Types(empty, "check")).Should(1).Errors.ShouldContain("no Genkan");
        (await Operator.Types(empty, "backup", [Path.Combine(empty.Folder, "x.tar.gz")])).Should(1).Errors.ShouldContain("no Genkan");
        Directory.EnumerateFileSystemEntries(empty.Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_organisation_founded_by_hand_owns_the_installation()
    {
        await using var store = await Engine.NewStore();
        string[] nora = ["add", "--name", "Shop", "--owner", "Nora", "--email", "nora@shop.example"];
        (await Operator.Types(store, "organisation", nora, typed: "short\n")).Should(1).Errors.ShouldContain("assword");
        (await Operator.Types(store, "organisation", nora, typed: Shop.Password + "\n")).Should(0).Output.ShouldContain("Shop is founded");
        string[] rita = ["add", "--name", "Rivals", "--owner", "Rita", "--email", "rita@rivals.example"];
        (await Operator.Types(store, "organisation", rita, typed: Shop.Password + "\n")).Should(0);
        await using var server = await GenkanServer.StartOn(store);
        var owner = await new AgentClient(server.Url).SignIn("nora@shop.example", Shop.Password);
        (await owner.Get("/api/organisations")).Should(200)["items"]!.AsArray().Count.ShouldBe(2);
        if (!Engine.IsPostgres)
        {
            (await Operator.Types(store, "organisation", rita, typed: Shop.Password + "\n")).Should(1).Errors.ShouldContain("The server is running");
        }
    }
}
