namespace Genkan.Storage;

/// <summary>
/// One unit of a group: runs until it asks something, rests until the group's next round trip has brought the answer, and so on to its end.
/// </summary>
internal sealed class TogetherMember : IStatements
{
    private readonly WaitingUnit unit;
    private TaskCompletionSource resting = null!;

    public TogetherMember(WaitingUnit unit, Func<IStatements, UnitOfWork> tx) => (this.unit, Tx) = (unit, tx(this));

    public UnitOfWork Tx { get; }

    public WaitingUnit Ended => unit;

    /// <summary>Did it change something before its end? What waits for the commit does not count.</summary>
    public bool Wrote { get; private set; }

    /// <summary>What it waits for; null: it has ended.</summary>
    public TogetherQuestion? Asks { get; private set; }

    public bool Travels => true;

    /// <summary>Runs it, or lets it go on with the answer, until it asks (again) or ends.</summary>
    public Task GoOn()
    {
        var rests = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        (var answered, Asks, resting) = (Asks, null, rests);
        if (answered is null)
        {
            _ = Run();
        }
        else
        {
            answered.Tell();
        }

        return rests.Task;
    }

    public Task<T?> One<T>(string sql, object? values) => Ask(new RowQuestion<T>(sql, values));

    public async Task<T?> OneToChange<T>(string sql, object? values) =>
        await One<T>(sql + " FOR UPDATE SKIP LOCKED", values) ?? throw new RunsAloneException();

    public async Task<IReadOnlyList<T>> All<T>(string sql, object? values) => (await Ask(new RowsQuestion<T>(sql, values)))!;

    public Task<int> Run(string sql, object? values)
    {
        Wrote = true;
        return Ask(new ChangeQuestion(sql, values));
    }

    private async Task Run()
    {
        try
        {
            await unit.Run(Tx);
        }
        catch (Exception fault)
        {
            unit.Fault = fault;
        }

        resting.SetResult();
    }

    private Task<T?> Ask<T>(TogetherQuestion<T> question)
    {
        Asks = question;
        var answer = question.Answer;
        resting.SetResult();
        return answer;
    }
}
