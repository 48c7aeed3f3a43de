using Genkan.Doors;

namespace Genkan.Live;

/// <summary>Asks again who stands behind an open stream: at every heartbeat, and whenever an agent was changed.</summary>
internal sealed class ListenerCheck(IEnumerable<IListenerCredentials> credentials)
{
    /// <summary>True where the listener may go on; its permissions are then the present ones.</summary>
    public async Task<bool> Refresh(Subscription subscription)
    {
        subscription.Recheck = false;
        if (subscription.Listener.Staff is not { } staff)
        {
            return true;
        }

        foreach (var room in credentials)
        {
            if (await room.Still(staff) is not { } now)
            {
                return false;
            }

            subscription.Listener = subscription.Listener with { Staff = now };
        }

        return true;
    }
}

/// <summary>Filled by Administration: is this member, in this session, still let in, and with which permissions?</summary>
public interface IListenerCredentials
{
    /// <summary>The member as of now, or null.</summary>
    Task<StaffCaller?> Still(StaffCaller caller);
}
