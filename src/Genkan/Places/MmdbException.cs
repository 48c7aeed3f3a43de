namespace Genkan.Places;

/// <summary>A data file is not what it should be; the message says where.</summary>
internal sealed class MmdbException(string message, Exception? inner = null) : Exception(message, inner);
