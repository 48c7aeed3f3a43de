namespace Genkan.Storage;

/// <summary>A unit of work that waits until it is its turn, and whose caller waits until its group is on disk.</summary>
internal abstract class WaitingUnit(OrganisationId? organisation)
{
    public OrganisationId? Organisation { get; } = organisation;

    /// <summary>What it is about, where it may share a transaction with others that are each about something else.</summary>
    public Guid About { get; init; }

    /// <summary>Why it is not kept although its group is.</summary>
    public Exception? Fault { get; set; }

    public abstract Task Run(ITx tx);

    public abstract void Answer();

    public abstract void Fail(Exception fault);
}

/// <inheritdoc/>
internal sealed class WaitingUnit<T>(OrganisationId? organisation, Func<ITx, Task<T>> work) : WaitingUnit(organisation)
{
    private readonly TaskCompletionSource<T> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T result = default!;

    public Task<T> Outcome => outcome.Task;

    public override async Task Run(ITx tx) => result = await work(tx);

    public override void Answer()
    {
        if (Fault is { } fault)
        {
            outcome.SetException(fault);
        }
        else
        {
            outcome.SetResult(result);
        }
    }

    public override void Fail(Exception fault) => outcome.SetException(fault);
}
