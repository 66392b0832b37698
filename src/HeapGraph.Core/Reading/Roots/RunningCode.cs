using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using HeapGraph.Core.Reading.Runtime;
using HeapGraph.Core.Reading.Walking;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>What running code keeps alive though no local refers to it: the LoaderAllocator of a collectible method, the resolver of a
/// DynamicMethod.</summary>
/// <remarks>The collector promotes both for each frame (GcStackCrawlCallBack in vm/gcenv.ee.common.cpp), the DAC's walk of the stack does
/// not. Costs a walk of the frames, where the heap has such objects at all.</remarks>
internal sealed class RunningCode(ClrRuntime runtime, MemoryImage image, RootList roots)
{
    private const ulong MaxMethodBytes = 0x60, MaxResolverBytes = 0x80;   // where the runtime keeps the pointers, with room to spare

    private readonly HashSet<ulong> _resolvers = [];   // the handles to them
    private bool _hasCollectible;

    /// <param name="handles">All handles.</param>
    /// <param name="methodTables">Those of the objects on the heap.</param>
    public void Prepare(IReadOnlyList<GcHandle> handles, IReadOnlyList<ulong> methodTables)
    {
        _hasCollectible = IsMet("System.Reflection.LoaderAllocator", out _);
        if (IsMet("System.Reflection.Emit.DynamicResolver", out var resolver))
        {
            _resolvers.UnionWith(handles
                .Where(handle => handle.Kind == GcHandleKind.WeakLong && image.TryRead(handle.Object, out ulong word) && (word & MethodTableFacts.AddressMask) == resolver)
                .Select(handle => handle.Address));
        }

        bool IsMet(string type, out ulong methodTable)
        {
            methodTable = runtime.BaseClassLibrary.GetTypeByName(type)?.MethodTable ?? 0;
            return methodTable != 0 && methodTables.Contains(methodTable);
        }
    }

    public void Read(ClrThread thread, string name)
    {
        foreach (var frame in _hasCollectible || _resolvers.Count > 0 ? thread.EnumerateStackTrace(includeContext: false, DeepStacks.MostFramesOf(runtime)) : [])
        {
            roots.Tick();
            if (frame.Method is not { } method)
            {
                continue;
            }

            var held = method.Type is { IsCollectible: true, LoaderAllocatorHandle: not 0 and var allocator } ? allocator : ResolverOf(method.MethodDesc);
            if (held != 0 && image.TryRead(held, out ulong address))
            {
                var place = RootName.OfLocal(GeneratedName.FrameInSource(method.Type?.Name, method.Name ?? "?"), thread.ManagedThreadId, name);
                roots.Add(HeapRootKind.Stack, address, place, frame.StackPointer);
            }
        }
    }

    /// <summary>The handle to the resolver of a DynamicMethod; 0 for any other method.</summary>
    private ulong ResolverOf(ulong methodDesc)
    {
        for (var at = 0UL; _resolvers.Count > 0 && at < MaxMethodBytes; at += 8)
        {
            // The native resolver points back at its method.
            if (!image.TryRead(methodDesc + at, out ulong native) || native == 0 || (native & 7) != 0 || !image.TryRead(native + 8, out ulong owner) || owner != methodDesc)
            {
                continue;
            }

            for (var field = 16UL; field < MaxResolverBytes; field += 8)
            {
                if (image.TryRead(native + field, out ulong handle) && _resolvers.Contains(handle))
                {
                    return handle;
                }
            }
        }

        return 0;
    }
}
