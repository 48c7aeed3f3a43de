namespace Genkan.Mail;

/// <summary>Takes one letter to the mail server.</summary>
internal interface IPostman
{
    /// <returns>What the server said when it took it.</returns>
    /// <exception cref="SmtpTrouble">It did not take it.</exception>
    Task<string> Deliver(MimeLetter letter, CancellationToken stop);
}

/// <summary>By SMTP. A connection for each letter: they are few, and an idle one is closed by most servers within a minute.</summary>
internal sealed class Postman(MailSettings settings) : IPostman, IDisposable
{
    /// <summary>Small servers refuse more from one address at once.</summary>
    private readonly SemaphoreSlim lines = new(4);

    /// <summary>Below the lease of a job: it must not be taken a second time while the first try is still under way.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    public async Task<string> Deliver(MimeLetter letter, CancellationToken stop)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(stop);
        late.CancelAfter(Longest);
        try
        {
            return await Hand(letter, late.Token);
        }
        catch (OperationCanceledException fault) when (!stop.IsCancellationRequested)
        {
            throw new SmtpTrouble("timeout", inner: fault);
        }
    }

    public void Dispose() => lines.Dispose();

    private async Task<string> Hand(MimeLetter letter, CancellationToken stop)
    {
        await lines.WaitAsync(stop);
        try
        {
            await using var call = await SmtpCall.Open(settings, stop);
            return (await call.Send(letter.From, letter.To, letter.Write())).Words;
        }
        finally
        {
            lines.Release();
        }
    }
}
