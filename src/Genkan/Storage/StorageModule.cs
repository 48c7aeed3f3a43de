namespace Genkan.Storage;

/// <summary>Transactions, the journal and what waits to be done later.</summary>
public static class StorageModule
{
    /// <summary>Chooses the engine: PostgreSQL where a connection string is set, else SQLite in the data folder.</summary>
    public static void AddStorage(this IServiceCollection services, GenkanSettings settings)
    {
        services.AddSingleton<Keys>();
        services.AddSingleton<Seal>().AddSingleton<ISeal>(s => s.GetRequiredService<Seal>());
        services.AddSingleton<JournalSeal>();
        services.AddSingleton<StatementLog>();
        services.AddSingleton<SealAtStart>();
        if (settings.Database is null)
        {
            services.AddSingleton<SqliteStorage>();
            services.AddSingleton<IStorage>(s => s.GetRequiredService<SqliteStorage>());
            services.AddSingleton<IStore>(s => s.GetRequiredService<SqliteStorage>());
            services.AddSingleton<IBus, InProcessBus>();
            services.AddSingleton<ILeases, InProcessLeases>();
        }
        else
        {
            services.AddSingleton<PostgresStorage>();
            services.AddSingleton<IStorage>(s => s.GetRequiredService<PostgresStorage>());
            services.AddSingleton<IStore>(s => s.GetRequiredService<PostgresStorage>());
            services.AddSingleton<PostgresBus>();
            services.AddSingleton<IBus>(s => s.GetRequiredService<PostgresBus>());
            services.AddHostedService(s => s.GetRequiredService<PostgresBus>());
            services.AddSingleton<PostgresLeases>();
            services.AddSingleton<ILeases>(s => s.GetRequiredService<PostgresLeases>());
            services.AddHostedService(s => s.GetRequiredService<PostgresLeases>());
        }

        services.AddSingleton(s => new Journal(s.GetRequiredService<IStorage>(), s.GetRequiredService<JournalSeal>()));
        services.AddHostedService<JournalRetention>();
        services.AddSingleton<IJobs, Jobs>();
        services.AddHostedService<JobRunner>();
        services.AddSingleton<IStoreCheck, JournalCheck>();
        services.AddSingleton<StoreCheck>();
        // The seal is made late: its keys may be what a restore brings.
        services.AddSingleton<Func<ISeal>>(s => s.GetRequiredService<ISeal>);
        services.AddSingleton<IBackups, Backups>();
    }

    /// <summary>Opens and migrates the store.</summary>
    public static Task OpenStorage(this IServiceProvider services) => services.GetRequiredService<IStore>().Open();
}
