using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>What dependent handles keep alive: most of them are entries of ConditionalWeakTables.</summary>
/// <remarks>The collector keeps the value as long as there is the handle and the key is alive. A key in a frozen segment always is: then
/// all depends on the handle, which its table owns.</remarks>
internal sealed class DependentHandles(ClrRuntime runtime, MemoryImage image, RootList roots, FrozenSegments frozen)
{
    private readonly List<DependentEntry> _entries = [];

    /// <summary>Those that keep an object alive.</summary>
    public IReadOnlyList<DependentEntry> Entries => _entries;

    /// <param name="handles">All handles.</param>
    /// <param name="references">Takes the references that no field shows.</param>
    /// <param name="namesTables">Whether to find the table of each handle, and not only where that decides what is alive.</param>
    public void Read(IReadOnlyList<GcHandle> handles, ExtraReferences references, bool namesTables)
    {
        var dependent = handles.Where(handle => handle.Kind == GcHandleKind.Dependent && handle.Dependent != 0).ToArray();
        var tables = dependent.Length > 0 && (namesTables || Array.Exists(dependent, handle => frozen.Contains(handle.Object)))
            ? WeakTables.Find(runtime, image, roots) : [];
        foreach (var handle in dependent)
        {
            if (roots.Addresses.IndexOf(handle.Object) is not (>= 0 and var key) || roots.Addresses.IndexOf(handle.Dependent) is not (>= 0 and var value))
            {
                continue;
            }

            var table = tables.GetValueOrDefault(handle.Address, -1);
            _entries.Add(new DependentEntry(handle.Address, key, value, table, frozen.Contains(handle.Object)));
            if (!frozen.Contains(handle.Object))
            {
                references.Add(key, value);
            }
            else if (table >= 0)
            {
                references.Add(table, value);
            }
            else
            {
                roots.Add(HeapRootKind.DependentHandle, handle.Dependent, null, handle.Address);
            }
        }
    }
}

/// <summary>A dependent handle that keeps an object alive.</summary>
/// <param name="Handle">The handle; what stands there is the key's address.</param>
/// <param name="Key">Number of its key.</param>
/// <param name="Value">Number of its value.</param>
/// <param name="Table">Number of the ConditionalWeakTable that it is an entry of; -1 where none is known.</param>
/// <param name="IsOfTable">Whether its key never goes, so that the value lives as long as the table.</param>
internal readonly record struct DependentEntry(ulong Handle, int Key, int Value, int Table, bool IsOfTable);
