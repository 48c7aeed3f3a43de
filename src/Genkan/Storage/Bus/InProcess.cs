namespace Genkan.Storage;

/// <summary>SQLite: one node, nobody to tell.</summary>
internal sealed class InProcessBus : IBus
{
    public event Action<OrganisationId, long>? CommittedElsewhere
    {
        add { }
        remove { }
    }

    public event Action? SomebodyCame
    {
        add { }
        remove { }
    }

    public event Action? Missed
    {
        add { }
        remove { }
    }

    public bool HasOthers => false;

    public void Say<T>(string topic, T word)
    {
    }

    public void Hear<T>(string topic, Action<T> heard)
    {
    }
}

/// <summary>SQLite: whatever is held is held here.</summary>
internal sealed class InProcessLeases : ILeases, IElsewhere
{
    public event Action<OrganisationId, Guid, bool>? Changed
    {
        add { }
        remove { }
    }

    public IElsewhere Share(string kind, Func<IEnumerable<HeldHere>> heldHere) => this;

    public bool Holds(OrganisationId organisation, Guid subject) => false;

    public void Took(OrganisationId organisation, Guid subject, TimeSpan lease)
    {
    }

    public void Gave(OrganisationId organisation, Guid subject)
    {
    }
}
