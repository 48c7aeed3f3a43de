namespace Genkan.Mail;

/// <summary>Why a letter did not get through.</summary>
/// <param name="why">A word that is worded by <c>manage.mail_why_…</c>: <c>unreachable</c>, <c>timeout</c>, <c>tls_failed</c>, <c>tls_missing</c>, <c>auth_missing</c>, <c>auth_failed</c>, <c>refused</c>, <c>address</c>, <c>broken</c>.</param>
/// <param name="reply">What the server said, where it said something.</param>
/// <param name="forGood">Trying again would change nothing.</param>
internal sealed class SmtpTrouble(string why, string? reply = null, bool forGood = false, Exception? inner = null)
    // Never the reply: it may name the person, and messages end up in logs.
    : Exception($"The mail server did not take the letter ({why}).", inner)
{
    public string Why { get; } = why;

    public string? Reply { get; } = reply;

    public bool ForGood { get; } = forGood;
}
