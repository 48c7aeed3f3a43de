using Genkan.Live;
using Genkan.Storage;

namespace Genkan.Agents;

/// <summary>
/// What is worked out of an organisation's work, and told as it changes: hears what happened here, what happened on another node, who of the agents
/// comes and goes, and where something may have happened unheard.
/// </summary>
public abstract class WorkNews(IStore store, ILive live, IAgentContact contact) : IHostedService
{
    /// <summary>Where it is told.</summary>
    protected ILive Screens { get; } = live;

    /// <summary>Hears from here on.</summary>
    public virtual Task StartAsync(CancellationToken cancellationToken)
    {
        store.Committed += Hear;
        Screens.HappenedElsewhere += Hear;
        Screens.Unread += Forget;
        contact.Changed += Hear;
        return Task.CompletedTask;
    }

    /// <summary>Hears no more.</summary>
    public virtual Task StopAsync(CancellationToken cancellationToken)
    {
        store.Committed -= Hear;
        Screens.HappenedElsewhere -= Hear;
        Screens.Unread -= Forget;
        contact.Changed -= Hear;
        return Task.CompletedTask;
    }

    /// <summary>Does an event of this kind change what is told? Asked for every event, so it looks nothing up.</summary>
    protected abstract bool Bears(string kind);

    /// <summary>Something that bears on it has happened. Called on the way of whoever did it, so it only takes note.</summary>
    protected abstract void Renew(OrganisationId organisation);

    /// <summary>Other nodes went on and nobody here is to be told: what is kept counts no more.</summary>
    protected virtual void Forget(OrganisationId organisation)
    {
    }

    private void Hear(IReadOnlyList<JournalEvent> happened)
    {
        foreach (var one in happened)
        {
            if (Bears(one.Kind))
            {
                Renew(one.Organisation);
            }
        }
    }

    private void Hear(OrganisationId organisation, Guid agent, bool inTouch) => Renew(organisation);
}
