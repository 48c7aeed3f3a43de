using System.Net;

namespace Genkan.Places;

/// <summary>The data file in use: the operator's own (<c>GENKAN_PLACES</c>), else the one that ships.</summary>
internal sealed class PlaceFile : IDisposable
{
    public const string Shipped = "places/places.mmdb";
    private readonly Lazy<MmdbReader?> reader;
    private readonly ILogger<PlaceFile> log;
    private readonly string? path;
    private int complained;

    public PlaceFile(GenkanSettings settings, ILogger<PlaceFile> log)
    {
        (path, this.log, reader) = (settings.Places, log, new Lazy<MmdbReader?>(Open));
    }

    /// <summary><c>shipped</c>, <c>own</c> or <c>none</c>.</summary>
    public string Source => reader.Value is null ? "none" : path is null ? "shipped" : "own";

    /// <summary>What the file says it is.</summary>
    public string? Type => reader.Value?.Type;

    /// <summary>When it was built, UTC milliseconds.</summary>
    public long? BuiltAt => reader.Value is { Built: > 0 and < 253_402_300_800 } there ? there.Built * 1000 : null;

    /// <summary>An own file is opened at the start, so that whoever set it reads there that it does not serve.</summary>
    public void OpenAtStart()
    {
        if (path is not null)
        {
            _ = reader.Value;
        }
    }

    public RawPlace? Find(IPAddress address)
    {
        try
        {
            return RawPlace.Of(reader.Value?.Find(address));
        }
        catch (Exception broken) when (broken is MmdbException or IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref complained, 1) == 0)
            {
                PlacesLog.RecordBroken(log, path ?? Shipped, broken.Message);
            }

            return null;
        }
    }

    public void Dispose()
    {
        if (reader.IsValueCreated)
        {
            reader.Value?.Dispose();
        }
    }

    private MmdbReader? Open()
    {
        IMmdbBytes? bytes = null;
        try
        {
            bytes = path is not null ? new FileBytes(path)
                : typeof(PlaceFile).Assembly.GetManifestResourceStream(Shipped) is { } resource ? new StreamBytes(resource) : null;
            if (bytes is null)
            {
                PlacesLog.NothingShipped(log);
                return null;
            }

            var opened = new MmdbReader(bytes);
            bytes = null;
            if (path is not null)
            {
                PlacesLog.OwnFile(log, path, opened.Type);
            }

            return opened;
        }
        catch (Exception broken) when (broken is MmdbException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            PlacesLog.FileBroken(log, path ?? Shipped, broken.Message);
            return null;
        }
        finally
        {
            bytes?.Dispose();
        }
    }
}

internal static partial class PlacesLog
{
    [LoggerMessage(1, LogLevel.Error, "GENKAN_PLACES: {Path} cannot be used as a file of places, so every visitor's place is unknown and no region policy matches: {Why}")]
    public static partial void FileBroken(ILogger log, string path, string why);

    [LoggerMessage(2, LogLevel.Warning, "The file of places {Path} is broken in a record: {Why} Places from there are unknown. Said once.")]
    public static partial void RecordBroken(ILogger log, string path, string why);

    [LoggerMessage(3, LogLevel.Information, "Places come from {Path} ({Type})")]
    public static partial void OwnFile(ILogger log, string path, string type);

    [LoggerMessage(4, LogLevel.Warning, "This build holds no data of places (bin/build.sh makes it): every visitor's place is unknown")]
    public static partial void NothingShipped(ILogger log);
}
