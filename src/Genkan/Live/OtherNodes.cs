using Genkan.Storage;

namespace Genkan.Live;

/// <summary>What the other nodes say is done here: their commits are read, their signals given, their closing of streams followed.</summary>
internal sealed class OtherNodes : IHostedService
{
    private readonly LiveTails tails;
    private readonly IBus bus;
    private readonly ILogger<OtherNodes> log;

    public OtherNodes(LiveTails tails, IBus bus, ILogger<OtherNodes> log)
    {
        (this.tails, this.bus, this.log) = (tails, bus, log);
        bus.Hear<LiveWord>(LiveWord.Topic, word => word.Do(tails));
    }

    public Task StartAsync(CancellationToken cancellationToken)
    {
        bus.CommittedElsewhere += Follow;
        bus.Missed += Doubt;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        bus.CommittedElsewhere -= Follow;
        bus.Missed -= Doubt;
        return Task.CompletedTask;
    }

    private void Follow(OrganisationId organisation, long seq) => _ = FollowLater(organisation, seq);

    private async Task FollowLater(OrganisationId organisation, long seq)
    {
        try
        {
            await tails.Follow(organisation, seq);
        }
        catch (Exception fault)
        {
            log.LogWarning(fault, "What another node committed could not be read and is looked for again within a second");
        }
    }

    /// <summary>Somebody may have been signed out unheard: every member's stream asks again. Events the next second's look finds.</summary>
    private void Doubt() => tails.ForEach(stream =>
    {
        if (stream.Listener.Staff is not null)
        {
            stream.Doubt();
            stream.Nudge();
        }
    });
}
