using Xunit.v3;

namespace HeapGraph.Testing;

/// <summary>A test, or a class of tests, that starts a process or reads a dump: <c>./test quick</c> leaves it out.</summary>
/// <remarks>One that lacks this fails there, since nothing can be started then: see <see cref="QuickRun"/>.</remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class NotQuickAttribute : Attribute, ITraitAttribute
{
    public IReadOnlyCollection<KeyValuePair<string, string>> GetTraits() => [new("quick", "no")];
}
