using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Async;

/// <summary>Where in the box of an async method its state and its awaiters stand: found once for each type of box.</summary>
internal sealed class StateMachineLayout
{
    private const string State = "<>1__state";
    private const int HeaderBytes = 8, MaxDepth = 4;

    private readonly MemoryImage _image;
    private readonly SourceLines _lines;
    private readonly ClrType _machine;
    private readonly int _machineAt, _stateAt;
    private readonly bool _isReference;   // the state machine of a debug build, and of an async iterator, is an object of its own
    private readonly int[] _awaiters;
    private readonly Dictionary<int, HeapFrame[]> _framesByState = [];

    private StateMachineLayout(ClrType machine, ClrInstanceField field, ClrInstanceField state, MemoryImage image, SourceLines lines)
    {
        (_machine, _image, _lines, _machineAt, _stateAt, _isReference) = (machine, image, lines, field.Offset, state.Offset, field.IsObjectReference);
        _awaiters = [.. machine.Fields.Where(own => FieldName.IsAwaiter(own.Name ?? "")).SelectMany(own => ReferencesIn(own, own.Offset, 0))];
    }

    /// <summary>Null where an object is no such box.</summary>
    public static StateMachineLayout? Of(ClrObject box, FieldReader fields, MemoryImage image, SourceLines lines) =>
        box.Type?.GetFieldByName(FrameworkTask.StateMachine) is { } field
        && (field.IsObjectReference ? fields.ReadObject(box, FrameworkTask.StateMachine)?.Type : field.Type) is { } machine
        && GeneratedName.MethodOfStateMachine(machine.Name) is not null && machine.GetFieldByName(State) is { } state
            ? new StateMachineLayout(machine, field, state, image, lines) : null;

    /// <summary>The object that the state machine is; 0 where it lies in the box.</summary>
    public ulong MachineOf(ulong box) => _isReference && _image.TryRead(box + HeaderBytes + (ulong)_machineAt, out ulong machine) ? machine : 0;

    /// <summary>The number of the await that the call stands at; below 0 where it runs or has ended.</summary>
    public int StateOf(ulong box) => _image.TryRead(StartOf(box) + (ulong)_stateAt, out int state) ? state : -1;

    /// <summary>What it awaits; 0 where that is no object.</summary>
    public ulong AwaitedBy(ulong box)
    {
        foreach (var at in _awaiters)
        {
            if (_image.TryRead(StartOf(box) + (ulong)at, out ulong awaited) && awaited != 0)
            {
                return awaited;
            }
        }

        return 0;
    }

    /// <summary>Its method, with the line of the await.</summary>
    public IReadOnlyList<HeapFrame> FramesAt(int state)
    {
        if (!_framesByState.TryGetValue(state, out var frames))
        {
            var line = state < 0 ? null : (_machine.Methods.FirstOrDefault(method => method.Name == "MoveNext") is { } next ? _lines.OfAwait(next, state) : null) ?? $"await {state}";
            _framesByState[state] = frames = [new HeapFrame(GeneratedName.FrameInSource(_machine.Name, "MoveNext"), line)];
        }

        return frames;
    }

    private ulong StartOf(ulong box) => _isReference ? MachineOf(box) + HeaderBytes : box + HeaderBytes + (ulong)_machineAt;

    // An awaiter is an object, or a struct with the one that matters first.
    private static IEnumerable<int> ReferencesIn(ClrInstanceField field, int at, int depth) =>
        field.IsObjectReference ? [at]
        : depth == MaxDepth ? []
        : (field.Type?.Fields ?? []).SelectMany(inner => ReferencesIn(inner, at + inner.Offset, depth + 1));
}
