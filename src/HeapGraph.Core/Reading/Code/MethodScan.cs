using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>Goes through the code of a method and keeps track of where what a field refers to is: on the stack, in local variables.</summary>
/// <remarks>Every way through the code counts, whatever it depends on. Linear in the code, but for loops that carry it round.</remarks>
internal sealed partial class MethodScan
{
    private const int MostSteps = 1_000_000;   // instructions, each as often as something new comes to it, and what takes as long
    private const int MostLocals = 65_536;
    private const int MostValues = 16 << 20;   // in all frames that are kept, 8 bytes each
    private const int ValuesPerStep = 64;   // copied or joined in the time of one instruction

    private readonly ModuleView _view;
    private readonly byte[] _code;
    private readonly ImmutableArray<ExceptionRegion> _regions;
    private readonly SortedDictionary<int, Frame> _frames = [];   // where ways meet, and where handlers begin
    private readonly Stack<int> _open = [];
    private readonly ScanResult _result = new();
    private Frame _frame;
    private int _at;   // the instruction
    private bool _isNoneOrOne;   // what the instruction before it pushed
    private int _steps;
    private long _kept;   // values in frames

    private MethodScan(ModuleView view, MethodBodyBlock body, Frame start)
    {
        (_view, _code, _regions, _frame) = (view, body.GetILBytes() ?? [], body.ExceptionRegions, start);
    }

    /// <summary>Scans a method.</summary>
    /// <param name="view">Its module, and what is looked for there.</param>
    /// <param name="method">The method.</param>
    /// <param name="arguments">What the arguments hold, <c>this</c> first; null when nothing is known.</param>
    /// <returns>Null when it has no code, none that can be read, or more than may be looked at.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static ScanResult? Of(ModuleView view, MethodDefinitionHandle method, IReadOnlyList<Held>? arguments = null)
    {
        try
        {
            if (view.Code.BodyOf(method) is not { } body || view.Code.CalleeOf(MetadataTokens.GetToken(method)) is not { } callee)
            {
                return null;
            }

            var taken = new Value[callee.Parameters + (callee.HasThis ? 1 : 0)];
            for (var index = 0; index < taken.Length; index++)
            {
                taken[index] = new Value(
                    arguments is not null && index < arguments.Count && arguments[index] is not (Held.None or Held.Other) ? arguments[index]
                    : index == 0 && callee.HasThis ? Held.This : Held.Other);
            }

            var locals = body.LocalSignature.IsNil ? 0 : LocalsOf(view.Code.Metadata, body.LocalSignature);
            var scan = new MethodScan(view, body, new Frame(taken, Enumerable.Repeat(Value.Null, locals).ToArray(), []));
            return scan.Run() ? scan._result : null;
        }
        catch (Exception damaged) when (damaged is not (OutOfMemoryException or OperationCanceledException))
        {
            // In code that no compiler makes a token may be anything, and values may be where there should be others.
            return null;
        }
    }

    private static int LocalsOf(MetadataReader metadata, StandaloneSignatureHandle handle)
    {
        var signature = metadata.GetBlobReader(metadata.GetStandaloneSignature(handle).Signature);
        signature.ReadSignatureHeader();
        return Math.Min(signature.ReadCompressedInteger(), MostLocals);
    }

    private bool Run()
    {
        Meet(0, _frame);
        while (_open.TryPop(out var start))
        {
            _frame = _frames[start].Copy();
            Work(_frame.Count / ValuesPerStep);
            for (var next = start; next >= 0 && (next == start || !_frames.ContainsKey(next) || !Meets(next));)
            {
                if (next >= _code.Length)
                {
                    return false;
                }

                Work(1);
                _at = next;
                next = StepNoting();
            }
        }

        return true;

        bool Meets(int next)
        {
            Meet(next, _frame);
            return true;
        }
    }

    /// <summary>Counts what is done.</summary>
    /// <exception cref="BadImageFormatException">It is too much for code that a compiler makes.</exception>
    private void Work(int steps)
    {
        _steps += steps;
        if (!_view.Budget.Take(steps) || _steps > MostSteps)
        {
            throw new BadImageFormatException();
        }
    }

    /// <summary>A way leads to an instruction.</summary>
    private void Meet(int target, Frame frame)
    {
        Work(frame.Count / ValuesPerStep);
        if (!_frames.TryGetValue(target, out var known))
        {
            _kept += frame.Count;
            if (_kept > MostValues)
            {
                throw new BadImageFormatException();
            }

            _frames[target] = frame.Copy();
            _open.Push(target);
        }
        else if (known.Join(frame, _result.Sites))
        {
            _open.Push(target);
        }
    }

    /// <summary>Does one instruction, and notes whether it puts something in.</summary>
    private int StepNoting()
    {
        var (adds, stores) = (_result.Adds, _result.StoresAdded);
        _result.Adds = false;
        var next = Step();
        if (_result.Adds || (_result.StoresAdded && !stores))
        {
            _result.PutsAt(_at);
        }

        _result.Adds |= adds;
        return next;
    }

    /// <summary>Does one instruction.</summary>
    /// <returns>Where the next one is; -1 when the way ends.</returns>
    private int Step()
    {
        EnterHandlers();
        var code = _code[_at] == 0xFE && _at + 1 < _code.Length ? (ILOpCode)(0xFE00 | _code[_at + 1]) : (ILOpCode)_code[_at];
        var operandAt = _at + ((int)code > 0xFF ? 2 : 1);
        if (OpCodeTable.Of(code) is not { } facts || operandAt + facts.OperandBytes > _code.Length)
        {
            throw new BadImageFormatException();
        }

        var operand = facts.OperandBytes switch
        {
            1 => (sbyte)_code[operandAt],
            2 => BinaryPrimitives.ReadUInt16LittleEndian(_code.AsSpan(operandAt)),
            4 => BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(operandAt)),
            _ => 0,
        };
        var next = operandAt + facts.OperandBytes;
        var isAfterNoneOrOne = _isNoneOrOne;
        _isNoneOrOne = code is ILOpCode.Ldc_i4_0 or ILOpCode.Ldc_i4_1;
        if (code == ILOpCode.Switch)
        {
            _frame.Pop();
            var end = next + (4L * (uint)operand);
            if (end > _code.Length)
            {
                throw new BadImageFormatException();
            }

            for (var entry = next; entry < end; entry += 4)
            {
                Meet((int)end + BinaryPrimitives.ReadInt32LittleEndian(_code.AsSpan(entry)), _frame);
            }

            return (int)end;
        }

        switch (facts.Flow)
        {
            case FlowControl.Branch:
                NoteLoop(next + operand);
                Meet(next + operand, code is ILOpCode.Leave or ILOpCode.Leave_s ? _frame.With() : _frame);
                return -1;
            case FlowControl.Cond_Branch:
                NoteLoop(next + operand);
                NoteCompared(_frame.Pop(facts.Pops), isAfterNoneOrOne);
                Meet(next + operand, _frame);
                return next;
            case FlowControl.Return when code == ILOpCode.Ret:
                if (_frame.Stack.Count > 0)
                {
                    _result.Returns |= KindsOf(_frame.Pop());
                }

                return -1;
            case FlowControl.Return or FlowControl.Throw:
                return -1;
            case FlowControl.Call:
                Call(code, operand);
                return next;
            default:
                if (code is ILOpCode.Ceq or ILOpCode.Cgt or ILOpCode.Cgt_un or ILOpCode.Clt or ILOpCode.Clt_un)
                {
                    var compared = _frame.Pop(2);
                    NoteCompared(compared, isAfterNoneOrOne);
                    _frame.Push(Value.Other);
                    return next;
                }

                Do(code, operand, facts);
                return next;
        }
    }

    private void NoteLoop(int target)
    {
        if (target <= _at)
        {
            _result.GoesBack(_at, target);
        }
    }

    // `Count > most`; that there is any, and how far a loop over all goes (`index < Count`), say nothing of a bound.
    private void NoteCompared(Value[] compared, bool isWithNoneOrOne)
    {
        if (compared.Length == 2 && !isWithNoneOrOne)
        {
            _result.ComparedCounts |= compared[0].Kinds & (Held.Count | Held.OwnCount);
        }
    }

    // What is known within a region that is guarded holds where its handler begins, with the exception on the stack.
    private void EnterHandlers()
    {
        var isChanged = _frame.IsChanged;
        _frame.IsChanged = false;
        Work(_regions.Length / ValuesPerStep);
        foreach (var region in _regions)
        {
            if ((isChanged || _at == region.TryOffset) && _at >= region.TryOffset && _at < region.TryOffset + region.TryLength)
            {
                Meet(region.HandlerOffset, region.Kind is ExceptionRegionKind.Catch or ExceptionRegionKind.Filter ? _frame.With(Value.Other) : _frame.With());
                if (region.Kind == ExceptionRegionKind.Filter)
                {
                    Meet(region.FilterOffset, _frame.With(Value.Other));
                }
            }
        }
    }

    /// <summary>What a value may be; of the address of a variable, what that holds.</summary>
    private Held KindsOf(Value value) => Seen(value).Kinds;

    private Value Seen(Value value) => value.Has(Held.Variable) ? _frame[value.Number] : value;
}
