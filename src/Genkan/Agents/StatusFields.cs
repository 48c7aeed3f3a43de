using Genkan.Doors;

namespace Genkan.Agents;

/// <summary>What an admin can say of a status: its name where it is an own one, and what it lets through.</summary>
internal record StatusFields
{
    public const int LongestName = 30;

    public string? Name { get; init; }
    public bool? Automatic { get; init; }
    public bool? Pick { get; init; }
    public bool? Accept { get; init; }
    public bool? Transfer { get; init; }

    /// <summary>What is given changes, the rest stays.</summary>
    public StatusRow ApplyTo(StatusRow status, FieldCheck check)
    {
        var after = status with
        {
            Automatic = Flag(Automatic, status.Automatic),
            Pick = Flag(Pick, status.Pick),
            Accept = Flag(Accept, status.Accept),
            Transfer = Flag(Transfer, status.Transfer),
        };
        if (Name is null)
        {
            return after;
        }

        if (status.Name is null)
        {
            check.Wrong("name", "status_name_fixed");
            return after;
        }

        return after with { Name = check.Text("name", Name, LongestName) };
    }

    /// <summary>Who is signed out stands on Offline too: nothing may come to somebody who is not there.</summary>
    public static void OfflineLetsNothingThrough(StatusRow status, FieldCheck check)
    {
        if (status.Key != AgentStatus.Offline)
        {
            return;
        }

        foreach (var (field, flag) in new[] { ("automatic", status.Automatic), ("pick", status.Pick), ("accept", status.Accept), ("transfer", status.Transfer) })
        {
            if (flag != 0)
            {
                check.Wrong(field, "status_offline");
            }
        }
    }

    private static long Flag(bool? given, long before) => given switch { true => 1, false => 0, null => before };
}
