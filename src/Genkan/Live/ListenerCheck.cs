using Genkan.Doors;

namespace Genkan.Live;

/// <summary>Asks again who stands behind an open stream: at every heartbeat, and whenever an agent was changed.</summary>
internal sealed class ListenerCheck(IEnumerable<IListenerCredentials> credentials)
{
    /// <summary>Null where the listener may go on, with the present permissions; else why not.</summary>
    public async Task<string?> Refresh(Subscription subscription)
    {
        var asked = subscription.Doubts;
        if (subscription.Listener.Staff is not { } staff)
        {
            subscription.Settle(asked);
            return null;
        }

        foreach (var room in credentials)
        {
            var standing = await room.Still(staff);
            if (standing.Caller is not { } now)
            {
                return standing.Ended;
            }

            subscription.Listener = subscription.Listener with { Staff = now };
        }

        subscription.Settle(asked);
        return null;
    }
}

/// <summary>Filled by Administration: is this member, in this session, still let in, and with which permissions?</summary>
public interface IListenerCredentials
{
    /// <summary>The member as of now.</summary>
    Task<Standing> Still(StaffCaller caller);
}

/// <summary>The member, or null and why the stream ends: <c>signed_out</c> or <c>disabled</c>.</summary>
public sealed record Standing(StaffCaller? Caller, string Ended = "signed_out");
