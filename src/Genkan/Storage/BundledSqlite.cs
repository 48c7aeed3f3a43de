using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Genkan.Storage;

/// <summary>
/// In the one-file program the native SQLite is a resource. It is loaded from memory (Linux memfd_create(2)), so that the
/// program needs neither a home nor any folder it may write programs to. In an ordinary build the library lies beside the program.
/// </summary>
internal static class BundledSqlite
{
    private const string Resource = "native/libe_sqlite3.so";
    private static readonly Lock Gate = new();
    private static nint loaded;

    [ModuleInitializer]
    internal static void Register()
    {
        if (typeof(BundledSqlite).Assembly.GetManifestResourceInfo(Resource) is not null)
        {
            NativeLibrary.SetDllImportResolver(typeof(SQLitePCL.SQLite3Provider_e_sqlite3).Assembly, Resolve);
        }
    }

    /// <summary>
    /// Before SQLite is used for the first time: each connection here is used by one thread at a time, so that it need not lock
    /// itself at every call, and nobody asks how much memory it has taken, so that it need not count under a lock either.
    /// Where it was in use already, it refuses and stays as it is, which is slower and as good.
    /// </summary>
    public static void ConfigureOnce()
    {
        SQLitePCL.Batteries_V2.Init();
        const int multiThread = 2, memoryStatus = 9; // SQLITE_CONFIG_MULTITHREAD, SQLITE_CONFIG_MEMSTATUS
        _ = SQLitePCL.raw.sqlite3_config(multiThread);
        _ = SQLitePCL.raw.sqlite3_config(memoryStatus, 0);
    }

    private static nint Resolve(string name, Assembly asker, DllImportSearchPath? where)
    {
        if (!string.Equals(name, "e_sqlite3", StringComparison.Ordinal))
        {
            return 0;
        }

        lock (Gate)
        {
            return loaded == 0 ? loaded = Load() : loaded;
        }
    }

    private static nint Load()
    {
        using var library = typeof(BundledSqlite).Assembly.GetManifestResourceStream(Resource)!;
        var memory = OperatingSystem.IsLinux() ? MemoryFile("libe_sqlite3.so\0"u8.ToArray(), flags: 1) : -1;
        return memory >= 0 && TryLoadFromMemory(library, memory, out var handle) ? handle : LoadFromFile(library);
    }

    private static bool TryLoadFromMemory(Stream library, int memory, out nint handle)
    {
        using var file = new FileStream(new Microsoft.Win32.SafeHandles.SafeFileHandle(memory, ownsHandle: true), FileAccess.Write);
        library.CopyTo(file);
        file.Flush();
        return NativeLibrary.TryLoad($"/proc/self/fd/{memory}", out handle);
    }

    /// <summary>
    /// Where memory may not hold programs (vm.memfd_noexec) or /proc is not there: a file that is gone as soon as it is loaded, in
    /// the folder for extracted programs if one is set, else the one for temporary files.
    /// </summary>
    private static nint LoadFromFile(Stream library)
    {
        var folder = Environment.GetEnvironmentVariable("DOTNET_BUNDLE_EXTRACT_BASE_DIR") is { Length: > 0 } set ? set : Path.GetTempPath();
        var path = Path.Combine(folder, $"genkan-{Guid.NewGuid():N}.so");
        try
        {
            using (var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write))
            {
                library.Position = 0;
                library.CopyTo(file);
            }

            return NativeLibrary.Load(path);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            throw new StartRefusedException($"SQLite could not be loaded: programs may be loaded neither from memory nor from {folder}. Set DOTNET_BUNDLE_EXTRACT_BASE_DIR to a folder that is not mounted noexec.", fault);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [DllImport("libc", EntryPoint = "memfd_create")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int MemoryFile(byte[] name, uint flags);
}
