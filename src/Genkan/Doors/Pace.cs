namespace Genkan.Doors;

/// <summary>What a call costs the house; each pace has its own limits (docs/api.md, "How much at once").</summary>
public enum Pace
{
    /// <summary>Files out of memory and the health checks: not counted.</summary>
    Unlimited,

    /// <summary>Any door open to all that says nothing else.</summary>
    Open,

    /// <summary>Signing in, setting up, accepting an invitation: each may hash a password.</summary>
    SignIn,

    /// <summary>A picture code, its picture or its sound: each is drawn or mixed.</summary>
    PictureCodes,

    /// <summary>What sends a letter to an address somebody typed.</summary>
    Letters,

    /// <summary>A page view, or a visit's beginning.</summary>
    Visits,

    /// <summary>Beginning a conversation.</summary>
    Starts,

    /// <summary>A visitor's message.</summary>
    Messages,

    /// <summary>A visitor's typing: a signal, at most four a second.</summary>
    Typing,

    /// <summary>A message left while nobody is there.</summary>
    LeftMessages,

    /// <summary>Any other command of a visitor: marks, entries, ending.</summary>
    Commands,

    /// <summary>What a visitor reads.</summary>
    Reads,

    /// <summary>Opening a stream, or one long poll.</summary>
    Streams,

    /// <summary>What staff and programs read.</summary>
    StaffReads,

    /// <summary>What staff and programs do.</summary>
    StaffWrites,
}

/// <summary>Who is counted.</summary>
public enum Whose
{
    /// <summary>One IPv4 address, or the /64 an IPv6 customer holds (RFC 6177).</summary>
    Address,

    /// <summary>One visitor, by the token.</summary>
    Visitor,

    /// <summary>One member, by sign-in or key.</summary>
    Member,

    /// <summary>One organisation.</summary>
    Organisation,
}

/// <summary>A pace declared at an endpoint.</summary>
public sealed record Paced(Pace Pace)
{
    /// <summary>What an endpoint costs that declares nothing: no door is without a limit by forgetting it.</summary>
    internal static Pace Of(Endpoint endpoint, Access access, string method)
    {
        if (endpoint.Metadata.GetMetadata<Paced>() is { } declared)
        {
            return declared.Pace;
        }

        var reads = HttpMethods.IsGet(method) || HttpMethods.IsHead(method);
        return access switch
        {
            { Visitor: not null } => reads ? Pace.Reads : Pace.Commands,
            { Staff: true } => reads ? Pace.StaffReads : Pace.StaffWrites,
            _ => Pace.Open,
        };
    }
}

/// <summary>Declares at an endpoint what a call costs.</summary>
public static class PaceDeclarations
{
    /// <summary>Counted under this pace.</summary>
    public static T At<T>(this T endpoint, Pace pace) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Paced(pace));
}
