using System.Security.Cryptography;
using System.Text;

namespace Genkan.Storage;

/// <summary>Work for later or for outside (mail, webhooks, timers), queued in the transaction of its cause.</summary>
public interface IJobs
{
    /// <summary>
    /// Queues a job; the same id again replaces it while it has not been done (that is how a timer is moved).
    /// <paramref name="dueAt"/> is UTC milliseconds; the past means at once.
    /// </summary>
    Task Queue(ITx tx, Guid id, string kind, object data, long dueAt);

    /// <summary>Takes a job back, if it has not been done.</summary>
    Task Cancel(ITx tx, Guid id);

    /// <summary>What is overdue or given up, over the whole installation.</summary>
    Task<JobBacklog> Backlog();
}

/// <summary>The ids of timers.</summary>
public static class JobIds
{
    /// <summary>
    /// The same id for the same matter, so that a later timer replaces an earlier one. Never the matter's own: where that is its
    /// client's choice, it could push aside another job.
    /// </summary>
    public static Guid Of(string kind, Guid matter) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{kind} {matter}")).AsSpan(0, 16));
}

/// <summary>Does one kind of job. At least once: the job's id goes along so that a receiver can see a repeat.</summary>
public interface IJobHandler
{
    /// <summary>Which kind.</summary>
    string Kind { get; }

    /// <summary>Does it; what it throws is retried with growing pauses for 48 hours, then kept as failed.</summary>
    Task Do(Job job, CancellationToken stop);
}

/// <summary>One job as queued.</summary>
public sealed record Job(OrganisationId Organisation, Guid Id, string Kind, string Data, long Attempts)
{
    /// <summary>Until when it is this runner's, UTC milliseconds: who comes later than that finds it taken by another.</summary>
    public long LeasedUntil { get; init; }
}

/// <summary>Jobs that should have been done: how many, since when the oldest is due (UTC ms), and how many were given up.</summary>
public sealed record JobBacklog
{
    /// <summary>Due and not done.</summary>
    public long Overdue { get; init; }

    /// <summary>When the oldest of them was due.</summary>
    public long? OldestDueAt { get; init; }

    /// <summary>Tried for 48 hours in vain.</summary>
    public long GivenUp { get; init; }
}
