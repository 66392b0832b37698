using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Values;

/// <summary>The field of a type, or of one of its base types, that a user means by a name.</summary>
/// <remarks>As the metadata has it; or the property that it is made for; or, where just one field comes that near, without regard to case
/// and to what stands in front of the name of a private field.</remarks>
internal static class FieldChoice
{
    private static readonly string[] Fronts = ["m_", "_"];

    /// <summary>The field whose name, or whose property's, is just that; of several the most derived type's. Null for none.</summary>
    public static ClrInstanceField? Exact(ClrType type, string name) =>
        type.Fields.LastOrDefault(field => field.Name == name) ?? type.Fields.LastOrDefault(field => InSource(type, field) == name);

    /// <summary>The one field that is nearest to a name; null when that is none, or several.</summary>
    public static ClrInstanceField? Near(ClrType type, string name)
    {
        if (DisposedFlags.IsAskedBy(name) && DisposedFlags.Names.Select(flag => Exact(type, flag)).FirstOrDefault(field => field is { IsObjectReference: false }) is { } disposed)
        {
            return disposed;
        }

        var near = type.Fields.Where(field => string.Equals(Bare(InSource(type, field)), Bare(name), StringComparison.OrdinalIgnoreCase)).ToArray();
        return near.Select(field => field.Name).Distinct().Count() == 1 ? near[^1] : null;
    }

    /// <summary>What the fields of a type are called in the source.</summary>
    public static IEnumerable<string> NamesOf(ClrType type) => type.Fields.Select(field => InSource(type, field)).Where(name => name.Length > 0).Distinct();

    private static string InSource(ClrType type, ClrInstanceField field) =>
        FrameworkProperties.Of(type.Name) is { Property: { } property, Field: { } made } && made == field.Name ? property : FieldName.InSource(field.Name);

    private static string Bare(string name) =>
        Array.Find(Fronts, front => name.Length > front.Length && name.StartsWith(front, StringComparison.Ordinal)) is { } found ? name[found.Length..] : name;
}
