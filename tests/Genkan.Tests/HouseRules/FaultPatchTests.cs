using System.Text.RegularExpressions;

namespace Genkan.Tests.HouseRules;

/// <summary>The faults <c>bin/seed-faults</c> puts in still fit the source, and each names a gate that exists.</summary>
public sealed partial class FaultPatchTests
{
    public static TheoryData<string> Patches => [.. Project.Sources("tests/faults", ".patch").Select(patch => patch.Path)];

    [Fact]
    public void The_four_faults_are_there() => Patches.Count.ShouldBeGreaterThanOrEqualTo(4);

    [Theory, MemberData(nameof(Patches))]
    public void A_fault_fits_the_source_as_it_is(string patch)
    {
        var hunks = HunksOf(Project.Read(patch)).ToList();
        hunks.ShouldNotBeEmpty();
        foreach (var (file, before) in hunks)
        {
            Project.Read(file).ReplaceLineEndings("\n").ShouldContain(before, Case.Sensitive, $"{patch} no longer fits {file}: make it anew as docs/testing.md says");
        }
    }

    [Theory, MemberData(nameof(Patches))]
    public void A_fault_names_the_gate_that_must_go_red(string patch)
    {
        var gate = Gate().Match(Project.Read(patch)).Groups["gate"].Value;
        typeof(FaultPatchTests).Assembly.GetTypes().ShouldContain(type => type.Name == gate, $"{patch} names the gate '{gate}'");
    }

    [Fact]
    public void A_patch_that_does_not_fit_is_noticed() =>
        HunksOf("--- a/x\n+++ b/docs/testing.md\n@@ -1 +1 @@\n-never written here\n+x\n").Single().ShouldBe(("docs/testing.md", "never written here"));

    /// <summary>Of each hunk the file and the lines it expects there.</summary>
    private static IEnumerable<(string File, string Before)> HunksOf(string patch)
    {
        var (file, before, inHunk) = ("", new List<string>(), false);
        foreach (var line in patch.ReplaceLineEndings("\n").Split('\n'))
        {
            if (line.StartsWith("@@", StringComparison.Ordinal) || line.StartsWith("--- ", StringComparison.Ordinal))
            {
                if (inHunk)
                {
                    yield return (file, string.Join('\n', before));
                }

                (before, inHunk) = ([], line[0] == '@');
            }
            else if (!inHunk)
            {
                file = line.StartsWith("+++ b/", StringComparison.Ordinal) ? line[6..] : file;
            }
            else if (line.Length > 0 && (line[0] is ' ' or '-'))
            {
                before.Add(line[1..]);
            }
        }

        if (inHunk)
        {
            yield return (file, string.Join('\n', before));
        }
    }

    [GeneratedRegex("^Gate: (?<gate>\\w+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Gate();
}
