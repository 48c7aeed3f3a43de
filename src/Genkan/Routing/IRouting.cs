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

    /// <summary>Among whom this visitor may choose before the talk begins (W-10); null where the site shows no list. For an open window only: it tells names.</summary>
    ValueTask<VisitorChoices?> ChoicesFor(VisitorCaller visitor);
}
