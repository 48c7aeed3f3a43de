using Genkan.Administration;
using Genkan.Agents;
using Genkan.Doors;
using Genkan.Sites;
using Genkan.Storage;
using Genkan.Texts;

namespace Genkan.Demo;

/// <summary>The people and the site of the demo, founded once in an empty store. Its ids are fixed, so that every later start finds it.</summary>
internal sealed class DemoOrganisation(IFirstRun firstRun, IHiring hiring, IAgents agents, ISites sites, IStorage storage, ITexts texts, DemoPassword password)
{
    public const string OwnerEmail = "elif@saka.example";
    private const string Name = "Saka Pottery";
    private static readonly OrganisationId Id = new(Guid.Parse("01930000-0000-7000-8000-00000000d301"));
    private static readonly Guid SiteId = Guid.Parse("01930000-0000-7000-8000-00000000d302");

    /// <summary>Who can sign in: name, mail address, role.</summary>
    public static readonly IReadOnlyList<DemoPerson> People =
    [
        new("Elif Saka", OwnerEmail, "admin"),
        new("Kenji Mori", "kenji@saka.example", "agent", "kenji", "Kenji"),
        new("Lin Wei", "lin@saka.example", "agent", "lin", "Lin"),
    ];

    public Task<SiteProfile?> Site() => sites.Find(Id, SiteId);

    /// <summary>
    /// Goes on where an interrupted start stopped: the site comes last, so that with it everything is there. A store
    /// in which somebody else has begun stays as it is.
    /// </summary>
    public async Task FoundOnce()
    {
        if (await Site() is not null || !await Begin())
        {
            return;
        }

        foreach (var person in People.Where(p => p.UserName is not null))
        {
            await Hire(person);
        }

        await sites.Add(NewSite(), Actor.System);
    }

    /// <returns>False where the installation belongs to somebody else.</returns>
    private async Task<bool> Begin()
    {
        if (await firstRun.Needed())
        {
            await firstRun.Begin(new NewOrganisation(Name, People[0].Name, OwnerEmail, password.ReadOrMake()) { Id = Id.Value, Slug = "saka" });
            return true;
        }

        return (await storage.Read(Id, agents.All)).Count > 0;
    }

    private async Task Hire(DemoPerson person)
    {
        try
        {
            await hiring.Hire(Id, new NewAgent(person.Name, person.UserName!, person.Email, password.ReadOrMake(), person.Role, person.Nickname));
        }
        catch (Refusal refusal) when (refusal.Fields?.Values.Any(errors => errors.Any(e => e.Code is "user_name_taken" or "email_taken")) == true)
        {
            // Hired by the start that was interrupted.
        }
    }

    private SiteProfile NewSite() => new()
    {
        Organisation = Id,
        Id = SiteId,
        Name = Name,
        Color = "#a4492b",
        Greeting = new SiteGreeting { Text = texts.Languages.ToDictionary(language => language, language => texts.Say(language, "demo.greeting")) },
    };
}

/// <summary>Somebody of the demo.</summary>
internal sealed record DemoPerson(string Name, string Email, string Role, string? UserName = null, string? Nickname = null);
