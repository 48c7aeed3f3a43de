using System.Diagnostics;
using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace Genkan.Tests.History;

/// <summary>
/// The faults of <c>faults.c</c> for one server: a full disk, a failing fsync, a jumping clock. They stand between the
/// program and the system, so that what is tested is the program as it is delivered.
/// </summary>
internal sealed class Faults : IDisposable
{
    private static readonly Lazy<string?> Library = new(Compile);
    private readonly string _path = Path.GetTempFileName();
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _control;

    public Faults()
    {
        File.WriteAllBytes(_path, new byte[64]);
        _file = MemoryMappedFile.CreateFromFile(_path, FileMode.Open, null, 64);
        _control = _file.CreateViewAccessor();
    }

    /// <summary>They need a C compiler on Linux.</summary>
    public static bool Available => Library.Value is not null;

    /// <summary>What the server is started with; nothing where there is no compiler.</summary>
    public Dictionary<string, string> Environment => Library.Value is { } library
        ? new(StringComparer.Ordinal) { ["LD_PRELOAD"] = library, ["GENKAN_FAULTS"] = _path }
        : [];

    /// <summary>While true every fsync fails with EIO.</summary>
    public bool SyncFails
    {
        get => _control.ReadInt64(0) != 0;
        set => _control.Write(0, value ? 1L : 0L);
    }

    /// <summary>While true nothing can be written: ENOSPC.</summary>
    public bool DiskFull
    {
        get => _control.ReadInt64(8) != 0;
        set => _control.Write(8, value ? 1L : 0L);
    }

    /// <summary>How far the server's clock is from the true one.</summary>
    public TimeSpan ClockAhead
    {
        get => TimeSpan.FromMilliseconds(_control.ReadInt64(16));
        set => _control.Write(16, (long)value.TotalMilliseconds);
    }

    /// <summary>How many fsyncs have worked.</summary>
    public long Syncs => _control.ReadInt64(24);

    public void Clear() => (SyncFails, DiskFull) = (false, false);

    public void Dispose()
    {
        _control.Dispose();
        _file.Dispose();
        File.Delete(_path);
    }

    private static string? Compile()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.ProcessArchitecture is not (Architecture.X64 or Architecture.Arm64))
        {
            return null;
        }

        var library = Path.Combine(AppContext.BaseDirectory, $"faults-{System.Environment.ProcessId}.so");
        try
        {
            using var compiler = Process.Start("cc", ["-shared", "-fPIC", "-O2", "-o", library, Path.Combine(AppContext.BaseDirectory, "faults.c")]);
            compiler.WaitForExit();
            AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(library);
            return compiler.ExitCode == 0 ? library : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }
}
