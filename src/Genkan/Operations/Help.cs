namespace Genkan.Operations;

internal static class Help
{
    public const string Text = """
        genkan: live support for websites

          genkan [serve] [settings]        runs the server (http://127.0.0.1:8080, folder ./data)
          genkan demo [settings]           the same with a demo organisation and a shop to try it on
          genkan backup FILE|FOLDER        writes a backup while the server runs; into a folder, under a name with the time
              --keep N                     in a folder: of the backups made there keep the newest N
              --without-keys               leave the keys out; whoever keeps them apart needs both to restore
              --replace                    replace a file that is there
          genkan restore FILE              puts a backup into an empty data folder or database; the server must not run
              --replace [--yes]            replace what is there (asks first; --yes answers)
          genkan check                     looks whether everything that is kept hangs together, also while the server runs
          genkan organisation add          founds an organisation; asks for the owner's password (or GENKAN_OWNER_PASSWORD)
              --name NAME --owner NAME --email ADDRESS [--slug SHORT] [--language en|tr|ja|zh-Hans|zh-Hant]
          genkan simulate                  lets a recorded time pass again: who would have waited, with other limits, people, hours or policy
              --from TIME --to TIME        like 2026-03-02T09:00+09:00, or a date (00:00 UTC); TIME of --to is no longer in it
              --policy FILE                JSON of what is otherwise (docs/simulate.md); without it a replay of what was
              --organisation NAME          its short name or id, where there are several
              --json                       for programs
          genkan --version · genkan --help

        Settings, as argument or variable (an argument counts before a variable):
          --data DIR            GENKAN_DATA            the folder of everything that is kept
          --database STRING     GENKAN_DATABASE        a PostgreSQL connection string; absent means SQLite in the data folder
          --urls ADDRESS        GENKAN_URLS            where it listens
          --public-url ADDRESS  GENKAN_PUBLIC_URL      the address people reach it by
          --proxies LIST        GENKAN_PROXIES         proxies whose X-Forwarded-* headers count
          --journal-days N      GENKAN_JOURNAL_DAYS    days until a client that was away loads everything anew (14)
          --routing-log-days N  GENKAN_ROUTING_LOG_DAYS  days that genkan simulate can look back (90)
          --log FORM            GENKAN_LOG             text, json or systemd

        Exit codes: 0 done, 1 not done (the reason is said), 2 the command line makes no sense, 3 check found something wrong.
        """;
}
