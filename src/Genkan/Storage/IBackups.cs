namespace Genkan.Storage;

/// <summary>Backup, restore and check of the whole installation. None needs the server to stop, save the restore.</summary>
public interface IBackups
{
    /// <summary>
    /// Writes everything that is kept into one file, while the server goes on: what was acknowledged before this began
    /// is in it. The file appears under its name only when it is whole, and was read back and compared.
    /// </summary>
    /// <exception cref="StartRefusedException">A sentence for the operator: no store there, the file is there already, no space.</exception>
    Task<BackupMade> Make(string file, BackupChoices choices);

    /// <summary>
    /// Puts a backup into an empty data folder or database and gives it a new epoch, so that every client loads its
    /// snapshot anew. Nothing is changed unless all of the backup is sound.
    /// </summary>
    /// <exception cref="StartRefusedException">A sentence for the operator: not empty, damaged, of a newer Genkan, the server runs.</exception>
    Task<BackupRestored> Restore(string file, RestoreChoices choices);

    /// <summary>Is there something here that a restore would replace?</summary>
    Task<bool> HoldsSomething();

    /// <summary>Looks at the whole store on one snapshot.</summary>
    Task<CheckReport> Check();

    /// <summary>Queries over the whole store on one snapshot, also under a running server: for what a check needs more than a rule for.</summary>
    Task<T> Read<T>(Func<IReadTx, Task<T>> queries);

    /// <summary>Queries of one organisation on one snapshot, also under a running server, changing nothing.</summary>
    Task<T> Read<T>(OrganisationId organisation, Func<IReadTx, Task<T>> queries);

    /// <summary>When the last backup of this data folder was made; null where none is known.</summary>
    LastBackup? Last();
}

/// <summary>How a backup is made.</summary>
public sealed record BackupChoices
{
    /// <summary>Leave the keys out, for those who keep them apart. Without them what is encrypted stays unreadable.</summary>
    public bool WithoutKeys { get; init; }

    /// <summary>Replace a file that is there.</summary>
    public bool Replace { get; init; }
}

/// <summary>How a backup is restored.</summary>
public sealed record RestoreChoices
{
    /// <summary>Replace what is there. On SQLite the old files stay beside the new ones; on PostgreSQL the old tables go.</summary>
    public bool Replace { get; init; }
}

/// <summary>What a backup holds.</summary>
public sealed record BackupMade(string File, long Bytes, long Rows, bool WithKeys, TimeSpan Took);

/// <summary>What a restore brought back.</summary>
public sealed record BackupRestored(DateTimeOffset MadeAt, string MadeBy, long Rows, bool WithKeys, CheckReport Check);

/// <summary>The last backup, as its maker noted it beside the data.</summary>
public sealed record LastBackup(DateTimeOffset At, long Bytes, bool WithKeys);

/// <summary>What a check saw.</summary>
public sealed record CheckReport(int Rules, long Rows, IReadOnlyList<StoreFault> Faults)
{
    /// <summary>Nothing is wrong.</summary>
    public bool Sound => Faults.Count == 0;
}

/// <summary>A rule that does not hold, how often (at most <see cref="CountedUpTo"/> are counted), and the first culprits.</summary>
public sealed record StoreFault(string Rule, int Times, IReadOnlyList<string> Examples)
{
    /// <summary>More faults of one kind than this say nothing new.</summary>
    public const int CountedUpTo = 1000;
}
