using HeapGraph.Core.Inspections.Rules;
using HeapGraph.Core.Inspections.Rules.Runtime;
using HeapGraph.Core.Inspections.Rules.Services;
using HeapGraph.Core.Inspections.Rules.Subscriptions;
using HeapGraph.Core.Inspections.Rules.Waiting;
using HeapGraph.Core.Inspections.Rules.Waste;

namespace HeapGraph.Core.Inspections;

/// <summary>Every inspection there is.</summary>
internal static class AllInspections
{
    public static IReadOnlyList<ILeakInspection> List { get; } =
    [
        new Accumulations(),
        new EventHandlers(),
        new Timers(),
        new TokenRegistrations(),
        new AsyncLocals(),
        new Observers(),
        new CallbackLists(),
        new FinalizerQueue(),
        new Handles(),
        new Threads(),
        new AsyncMethods(),
        new AbandonedWaits(),
        new TaskContinuations(),
        new Activities(),
        new ActivityLists(),
        new SparseArrays(),
        new Fragmentation(),
        new DisposedObjects(),
        new UnfinishedTasks(),
        new WorkQueues(),
        new WeakReferenceHusks(),
        new DependentHandles(),
        new InternedStrings(),
        new LoadContexts(),
        new RuntimeAssemblies(),
        new FewOfAKind(),
        new KeptDisposables(),
        new Pipes(),
        new ThreadLocals(),
        new SharedClosures(),
        new BufferPools(),
        new PooledReferences(),
        new NativeMemory(),
        new Duplicates(),   // last, since what it waits for is read while the others work
    ];
}
