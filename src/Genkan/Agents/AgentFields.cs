using Genkan.Doors;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>Checks the fields of agents share.</summary>
internal static class AgentFields
{
    public const int LongestName = 100;

    public static string Role(FieldCheck check, string role)
    {
        if (!Roles.IsOne(role))
        {
            check.Wrong("role", "one_of");
        }

        return role;
    }

    public static IReadOnlySet<Permission> Permissions(FieldCheck check, IReadOnlyList<string?> names)
    {
        var known = new HashSet<Permission>();
        foreach (var name in names)
        {
            if (name is not null && PermissionNames.TryParse(name, out var permission))
            {
                known.Add(permission);
            }
            else
            {
                check.Wrong("permissions", "one_of");
                break;
            }
        }

        return known;
    }

    public static async Task RefuseTakenUserName(IReadTx tx, AgentRow agent)
    {
        if (await AgentStore.FindByUserName(tx, tx.Organisation, agent.UserName) is { } other && other.Id != agent.Id)
        {
            throw Refusal.Invalid("userName", "user_name_taken");
        }
    }
}
