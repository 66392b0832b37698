using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Tests.Support;
using HeapGraph.Testing;
using Xunit;

namespace HeapGraph.Core.Tests.Graph.Frameworks;

/// <summary>What HeapGraph knows of .NET's collections is what the libraries of each .NET have.</summary>
[NotQuick]
public sealed class FrameworkFieldTests
{
    /// <summary>What some .NETs do not have, as a type or a field of one.</summary>
    private static readonly Dictionary<string, TargetRuntime[]> Missing = new()
    {
        ["System.Collections.Generic.OrderedDictionary"] = [TargetRuntime.Net8],
        ["System.Collections.ObjectModel.ReadOnlySet"] = [TargetRuntime.Net8],
        ["System.Threading.Channels.UnboundedPrioritizedChannel"] = [TargetRuntime.Net8],
        ["System.MulticastDelegate _invocationList"] = [TargetRuntime.Net11],   // since then it is _helperObject
        ["System.MulticastDelegate _invocationCount"] = [TargetRuntime.Net11],
        ["System.MulticastDelegate _helperObject"] = [TargetRuntime.Net8, TargetRuntime.Net9, TargetRuntime.Net10],
        ["System.MulticastDelegate _extraData"] = [TargetRuntime.Net8, TargetRuntime.Net9, TargetRuntime.Net10],
        ["System.Delegate.Wrapper"] = [TargetRuntime.Net8, TargetRuntime.Net9, TargetRuntime.Net10],
    };

    [Theory]
    [InlineData(TargetRuntime.Net8)]
    [InlineData(TargetRuntime.Net9)]
    [InlineData(TargetRuntime.Net10)]
    [InlineData(TargetRuntime.Net11)]
    public void Each_type_and_field_that_is_known_of_a_collection_exists_and_what_does_not_is_listed(TargetRuntime runtime)
    {
        var metadata = RuntimeMetadata.Of(runtime);
        var absent = FrameworkCollections.All.SelectMany(collection => AbsentOf(collection, metadata))
            .Concat(AbsentAmong("System.MulticastDelegate", [FrameworkDelegate.Target, FrameworkDelegate.Code, FrameworkDelegate.StaticCode, .. FrameworkDelegate.Lists.Select(list => list.Count)], ["System.MulticastDelegate"], metadata))
            .Concat(AbsentAmong(FrameworkWeakTable.Name, [FrameworkWeakTable.Entries, FrameworkWeakTable.Handle], TypesWithin(FrameworkWeakTable.Name, metadata), metadata))
            .Distinct().Order();
        Assert.Equal(Missing.Where(known => known.Value.Contains(runtime)).Select(known => known.Key).Order(), absent);
    }

    private static IEnumerable<string> AbsentOf(FrameworkCollection collection, RuntimeMetadata metadata)
    {
        string[] named = [collection.Name, .. collection.Steps.SelectMany(step => (string[])[step.From, step.To]), .. collection.Holders.Select(holder => holder.Type)];
        var types = named.Select(name => name.EndsWith("[]", StringComparison.Ordinal) ? name[..^2] : name)
            .Where(name => name.Contains('.', StringComparison.Ordinal)).Distinct().ToArray();
        if (!metadata.Has(collection.Name))
        {
            return [collection.Name];
        }

        var within = collection == ImmutableCollections.FrozenDictionary || collection == ImmutableCollections.FrozenSet
            ? metadata.Types.Where(type => type.StartsWith("System.Collections.Frozen.", StringComparison.Ordinal)) : types.SelectMany(type => TypesWithin(type, metadata));
        return [.. types.Where(type => !metadata.Has(type)), .. AbsentAmong(collection.Name, FieldsOf(collection), within, metadata)];
    }

    /// <summary>The parts of paths that no type has as a field.</summary>
    private static IEnumerable<string> AbsentAmong(string name, IEnumerable<string?> paths, IEnumerable<string> types, RuntimeMetadata metadata)
    {
        var fields = types.SelectMany(metadata.FieldsOf).SelectMany(field => (IEnumerable<string>)[field.Key, .. metadata.FieldsOf(field.Value).Select(inner => inner.Key)]).ToHashSet();
        return paths.OfType<string>().SelectMany(path => path.Split('.')).Where(part => part.Length > 0 && !fields.Contains(part)).Select(part => $"{name} {part}");
    }

    private static IEnumerable<string> TypesWithin(string type, RuntimeMetadata metadata) => metadata.Types.Where(other => other == type || other.StartsWith($"{type}.", StringComparison.Ordinal));

    private static IEnumerable<string?> FieldsOf(FrameworkCollection collection)
    {
        string?[] counted = collection.Count switch
        {
            ElementCount.Number number => [number.Field, number.Less],
            ElementCount.LengthOf length => [length.Array],
            ElementCount.SumOf sum => [sum.Array],
            _ => [],
        };
        return
        [
            .. collection.Fields, .. counted, collection.Wraps, collection.Order?.Array, collection.Order?.Size, collection.Order?.Head, collection.Order?.Part?.Invoke(""),
            collection.Parts?.First, collection.Parts?.Next, collection.Parts?.Array, collection.Parts?.Head, collection.Parts?.Count.Added, collection.Parts?.Count.Taken, collection.Parts?.Part,
            collection.Links?.First, collection.Links?.Left, collection.Links?.Right, collection.Links?.End, collection.Links?.More, collection.Links?.Last, collection.Links?.Owner,
            .. collection.Pairs.SelectMany(pair => (string[])[pair.Values, pair.Keys]),
            .. collection.Holders.SelectMany(holder => (string?[])[holder.Element, holder.Key]),
        ];
    }
}
