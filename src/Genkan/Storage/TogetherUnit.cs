namespace Genkan.Storage;

/// <summary>A unit that may share its transaction with others, each about something else.</summary>
internal abstract class TogetherUnit(OrganisationId organisation, Guid about) : WaitingUnit(organisation)
{
    public Guid About => about;
}

/// <inheritdoc/>
internal sealed class TogetherUnit<T>(OrganisationId organisation, Guid about, Func<ITx, Task<T>> work) : TogetherUnit(organisation, about)
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

/// <summary>A unit could not be run with others. Nothing was kept of it: it is to be run by itself.</summary>
internal sealed class RunsAloneException() : Exception("To be run in a transaction of its own.");
