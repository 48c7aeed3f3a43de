using Xunit.v3;

namespace Genkan.Tests;

/// <summary>
/// Names the requirements a test proves. <c>bin/requirements</c> reads it from the results, so that a requirement
/// counts as kept only while its tests pass.
/// </summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RequirementAttribute(params string[] ids) : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() =>
        [.. ids.Select(id => KeyValuePair.Create("Requirement", id))];
}
