using Genkan.Doors;

namespace Genkan.Routing;

/// <summary>The three states of the start button (W-08).</summary>
public enum Availability
{
    /// <summary>Nobody who may serve is online.</summary>
    Away,

    /// <summary>Somebody has a free place.</summary>
    Waiting,

    /// <summary>Some are online, all at their limit.</summary>
    Serving,
}

/// <summary>What other rooms may ask about who can be served.</summary>
public interface IRouting
{
    /// <summary>The button state for this visitor (W-09).</summary>
    ValueTask<Availability> For(VisitorCaller visitor);
}
