using HeapGraph.Core.Graph;
using HeapGraph.Core.Graph.Async;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Async;

/// <summary>Finds the async calls of a dump that have not finished: boxes of state machines, and what the runtime itself has suspended (.NET 11).</summary>
internal sealed class AsyncReader(WalkedDump dump, ObjectGraph graph, ObjectGraphSource source) : IHeapAsync
{
    private const string Nobody = "nobody awaits it", Nothing = "no object", Runs = "it runs";

    private const int MostNamed = 3;
    private static readonly HeapFrame WhenAll = new("System.Threading.Tasks.Task.WhenAll", null);

    private readonly FieldReader _fields = new(dump.Runtime, dump.Image);
    private readonly Dictionary<(int Type, string Field), int> _offsets = [];
    private readonly Dictionary<int, int> _boxByMachine = [];

    private MemoryImage Image => dump.Image;

    public ReadAsyncCalls Read(Func<int, bool> counts, IProgress<HeapReadProgress>? progress, CancellationToken cancellation)
    {
        using var lines = new SourceLines();
        var isBox = graph.Types.Select(FrameworkTask.IsBox).ToArray();
        var isWhole = graph.Types.Select(type => type.Name.StartsWith(FrameworkAwaits.All, StringComparison.Ordinal)).ToArray();
        var isSuspended = graph.Types.Select(type => type.Name.StartsWith(FrameworkContinuation.Task, StringComparison.Ordinal)).ToArray();
        var layouts = new Dictionary<int, StateMachineLayout?>();
        var suspended = new SuspendedCalls(dump, graph, _fields, lines);
        var calls = new List<AsyncCall>();
        var unread = 0L;
        for (var index = 0; index < graph.ObjectCount; index++)
        {
            if ((index & 0xFFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
                progress?.Report(new HeapReadProgress("Reading async calls", index, graph.ObjectCount, "objects") { IsInDac = true });
            }

            var type = graph.TypeIndexOf(index);
            if (!(isBox[type] || isWhole[type] || isSuspended[type]) || !counts(index) || !IsPending(index))
            {
                continue;
            }

            var outer = OuterOf(index);
            var call = isBox[type] ? CallOf(index, LayoutOf(index), outer) : isWhole[type] ? AllOf(index, outer) : Asking(index, _ => suspended.Of(index, outer));
            if (call is not null)
            {
                calls.Add(call);
            }
            else if (!isSuspended[type])
            {
                unread++;
            }
        }

        // An async iterator is awaited by itself, not by its box.
        return new ReadAsyncCalls(
            [.. calls.Select(call => call.Awaits.Any(_boxByMachine.ContainsKey) ? call with { Awaits = [.. call.Awaits.Select(to => _boxByMachine.GetValueOrDefault(to, to))] } : call)],
            unread == 0 ? [] : [$"Not all of the async calls is known: {(unread == 1 ? "one" : $"{unread:N0}")} could not be read."]);

        StateMachineLayout? LayoutOf(int box)
        {
            if (!layouts.TryGetValue(graph.TypeIndexOf(box), out var layout))
            {
                layouts[graph.TypeIndexOf(box)] = layout = Asking(box, found => StateMachineLayout.Of(found, _fields, Image, lines));
            }

            return layout;
        }
    }

    private AsyncCall? CallOf(int index, StateMachineLayout? layout, string outer)
    {
        if (layout is null)
        {
            return null;
        }

        var box = graph.AddressOf(index);
        if (layout.MachineOf(box) is not 0 and var machine && graph.Addresses.IndexOf(machine) is >= 0 and var iterator)
        {
            _boxByMachine[iterator] = index;
        }

        var state = layout.StateOf(box);
        var awaited = state >= 0 ? layout.AwaitedBy(box) : 0;
        var to = awaited == 0 ? -1 : graph.Addresses.IndexOf(awaited);
        return Asking(index, _ => layout.FramesAt(state)) is not { } frames ? null
            : new AsyncCall(index, frames, to < 0 ? [] : [to], to >= 0 ? WhatOf(to) : state < 0 ? Runs : Nothing, outer);
    }

    private AsyncCall AllOf(int index, string outer)
    {
        int[] tasks = [.. TasksOf(index).Where(IsPending)];
        return new AsyncCall(index, [WhenAll], tasks, string.Join(" and ", tasks.Select(WhatOf).Distinct().Take(MostNamed)), outer);
    }

    private IEnumerable<int> TasksOf(int promise)
    {
        foreach (var target in graph.HasReferences ? graph.References[promise].ToArray() : [])
        {
            if (graph.TypeOf(target).Traits.HasFlag(HeapTypeTraits.Array))
            {
                foreach (var task in graph.References[target].ToArray())
                {
                    yield return task;
                }
            }
        }
    }

    private string WhatOf(int awaited) => FrameworkAwaits.Of(graph.TypeOf(awaited));

    /// <summary>Who goes on behind a task.</summary>
    private string OuterOf(int task) => OffsetOf(task, FrameworkTask.Continuation) is >= 0 and var at && Image.TryRead(graph.AddressOf(task) + (ulong)at, out ulong continuation) && continuation != 0
        && graph.Addresses.IndexOf(continuation) is >= 0 and var next ? FrameworkAwaits.OuterOf(graph.TypeOf(next)) : Nobody;

    private bool IsPending(int index) => OffsetOf(index, FrameworkTask.Flags) is not (>= 0 and var at)
        || !Image.TryRead(graph.AddressOf(index) + (ulong)at, out int flags) || (flags & FrameworkTask.Completed) == 0;

    // Where a field of the objects of a type stands; -1 where they have none.
    private int OffsetOf(int index, string field)
    {
        var key = (graph.TypeIndexOf(index), field);
        if (!_offsets.TryGetValue(key, out var offset))
        {
            _offsets[key] = offset = Asking(index, found => found.Type?.GetFieldByName(field) is { } known ? known.Offset + 8 : (int?)null) ?? -1;
        }

        return offset;
    }

    private T? Asking<T>(int index, Func<ClrObject, T?> read) =>
        DacCall.OfTypeOrNothing(source.FactsOf(index).Address, Image, dump.LeftOut, () => read(dump.Runtime.Heap.GetObject(graph.AddressOf(index))));
}
