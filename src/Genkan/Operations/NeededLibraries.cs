using System.Runtime.InteropServices;

namespace Genkan.Operations;

/// <summary>
/// The two libraries of the system that .NET loads on Linux: ICU (letters of all languages) and OpenSSL. Asked for by hand, by the names .NET looks
/// for them under, because .NET itself ends the process with a stack trace where they are not there.
/// </summary>
internal static class NeededLibraries
{
    // ICU 50 and later (System.Globalization.Native); newest first, since that is what is found. OpenSSL 3 and 1.1.
    private const int OldestIcu = 50, NewestIcu = 110;
    private static readonly string[] OpenSsl = ["libssl.so.3", "libssl.so.1.1"];

    /// <summary>A sentence, or null where nothing is missing.</summary>
    public static string? Missing()
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        if (Environment.GetEnvironmentVariable("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT") is "1" or "true" or "TRUE" or "True")
        {
            return "Genkan must not run with DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: Turkish and Japanese words would silently be handled wrongly.";
        }

        if (!HasIcu())
        {
            return "Genkan needs ICU, which is not on this machine. On Debian: apt install libicu72 (or the newest libicu there is).";
        }

        return OpenSsl.Any(name => NativeLibrary.TryLoad(name, out _)) ? null : "Genkan needs OpenSSL, which is not on this machine. On Debian: apt install libssl3.";
    }

    private static bool HasIcu()
    {
        for (var version = NewestIcu; version >= OldestIcu; version--)
        {
            if (NativeLibrary.TryLoad("libicuuc.so." + Digits(version), out _))
            {
                return true;
            }
        }

        return NativeLibrary.TryLoad("libicuuc.so", out _);
    }

    /// <summary>Without the formatter, which would ask for a culture.</summary>
    private static string Digits(int number) => new([.. number >= 100 ? "1" : "", (char)('0' + (number / 10 % 10)), (char)('0' + (number % 10))]);
}
