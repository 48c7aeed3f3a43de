namespace Genkan.Storage;

/// <summary>A unit could not be run with others. Nothing was kept of it: it is to be run by itself.</summary>
internal sealed class RunsAloneException() : Exception("To be run in a transaction of its own.");
