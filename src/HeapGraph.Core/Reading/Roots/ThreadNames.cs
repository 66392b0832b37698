using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Threads as a user knows them: by the name that the program gave them, too.</summary>
internal sealed class ThreadNames(ClrRuntime runtime, MemoryImage image)
{
    private const int MaxCharacters = 60;
    private readonly Dictionary<ulong, string> _nameByThread = [];
    private readonly HashSet<ulong> _nameless = [];

    /// <summary>Reads the names from the Thread objects: the runtime holds each one by a handle.</summary>
    public void Read(IReadOnlyList<GcHandle> handles) => Read(handles.Select(handle => handle.Object));

    /// <summary>The same from these among some objects.</summary>
    public void Read(IEnumerable<ulong> objects) => Read(objects, runtime.BaseClassLibrary.GetTypeByName(FrameworkNames.Thread));

    /// <summary>The same from Thread objects, of a dump that does not hold which types there are.</summary>
    public void ReadAll(IReadOnlyList<ulong> threads) => Read(threads, threads.Count == 0 ? null : runtime.Heap.GetObjectType(threads[0]));

    /// <summary><c>thread 7 "worker"</c>, or <c>thread 7</c> where no name was given.</summary>
    public string Of(ClrThread thread) => HeapThread.TitleOf(thread.ManagedThreadId, NameOf(thread));

    /// <summary>Whether it is known which name the program gave it, or that it gave none.</summary>
    public bool Has(ClrThread thread) => _nameByThread.ContainsKey(thread.Address) || _nameless.Contains(thread.Address);

    /// <summary>The name that the program gave it; null for none.</summary>
    public string? NameOf(ClrThread thread) => _nameByThread.GetValueOrDefault(thread.Address) is { Length: > 0 } name ? name : null;

    private void Read(IEnumerable<ulong> objects, ClrType? type)
    {
        if (type?.GetFieldByName("_name") is not { } name || type.GetFieldByName("_DONT_USE_InternalThread") is not { } native)
        {
            return;
        }

        foreach (var address in objects)
        {
            if (image.TryRead(address, out ulong methodTable) && (methodTable & MethodTableFacts.AddressMask) == type.MethodTable
                && image.TryRead(native.GetAddress(address), out ulong thread) && thread != 0
                && image.TryRead(name.GetAddress(address), out ulong text))
            {
                if (text == 0)
                {
                    _nameless.Add(thread);
                }
                else if (image.TryRead(text + StringText.Length, out int _))
                {
                    _nameByThread[thread] = StringText.Of(image, text, MaxCharacters);
                }
            }
        }
    }
}
