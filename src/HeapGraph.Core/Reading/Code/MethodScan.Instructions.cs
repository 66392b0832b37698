using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;

namespace HeapGraph.Core.Reading.Code;

/// <content>Instructions that call nothing.</content>
internal sealed partial class MethodScan
{
    private void Do(ILOpCode code, int operand, OpCodeFacts facts)
    {
        switch (code)
        {
            case >= ILOpCode.Ldarg_0 and <= ILOpCode.Ldarg_3:
                _frame.Push(_frame[~(code - ILOpCode.Ldarg_0)]);
                break;
            case ILOpCode.Ldarg or ILOpCode.Ldarg_s:
                _frame.Push(_frame[~(operand & 0xFFFF & MaskOf(facts))]);
                break;
            case ILOpCode.Ldarga or ILOpCode.Ldarga_s:
                _frame.Push(new Value(Held.Variable, ~(operand & MaskOf(facts))));
                break;
            case ILOpCode.Starg or ILOpCode.Starg_s:
                _frame[~(operand & MaskOf(facts))] = _frame.Pop();
                break;
            case >= ILOpCode.Ldloc_0 and <= ILOpCode.Ldloc_3:
                _frame.Push(_frame[code - ILOpCode.Ldloc_0]);
                break;
            case ILOpCode.Ldloc or ILOpCode.Ldloc_s:
                _frame.Push(_frame[operand & MaskOf(facts)]);
                break;
            case ILOpCode.Ldloca or ILOpCode.Ldloca_s:
                _frame.Push(new Value(Held.Variable, operand & MaskOf(facts)));
                break;
            case >= ILOpCode.Stloc_0 and <= ILOpCode.Stloc_3:
                _frame[code - ILOpCode.Stloc_0] = _frame.Pop();
                break;
            case ILOpCode.Stloc or ILOpCode.Stloc_s:
                _frame[operand & MaskOf(facts)] = _frame.Pop();
                break;
            case ILOpCode.Dup:
                var top = _frame.Pop();
                _frame.Push(top);
                _frame.Push(top);
                break;
            case ILOpCode.Ldnull:
                _frame.Push(Value.Null);
                break;
            case ILOpCode.Castclass or ILOpCode.Isinst or ILOpCode.Box or ILOpCode.Unbox or ILOpCode.Unbox_any:
                break;   // the same object
            case ILOpCode.Ldsfld:
                LoadField(operand, Value.Other, isAddress: false, isStatic: true);
                break;
            case ILOpCode.Ldsflda:
                LoadField(operand, Value.Other, isAddress: true, isStatic: true);
                break;
            case ILOpCode.Ldfld:
                LoadField(operand, _frame.Pop(), isAddress: false);
                break;
            case ILOpCode.Ldflda:
                LoadField(operand, _frame.Pop(), isAddress: true);
                break;
            case ILOpCode.Stsfld:
                StoreField(operand, Value.Other, _frame.Pop());
                break;
            case ILOpCode.Stfld:
                var (stored, owner) = (_frame.Pop(), _frame.Pop());
                StoreField(operand, owner, stored);
                break;
            case ILOpCode.Newarr:
                _frame.Pop();
                _frame.Push(new Value(Held.Empty, _at + 1));
                break;
            case ILOpCode.Ldelema:
                _frame.Pop();
                var within = KindsOf(_frame.Pop());
                _frame.Push((within & (Held.Content | Held.Inside)) != 0 ? new Value(Held.Place | (within & Held.Foreign)) : Value.Other);
                break;
            case ILOpCode.Ldftn:
                _frame.Push(new Value(Held.Method, operand));
                break;
            case ILOpCode.Ldvirtftn:
                _frame.Pop();
                _frame.Push(new Value(Held.Method, operand));
                break;
            case ILOpCode.Initobj:
                Write(_frame.Pop(), Value.Null);
                break;
            case ILOpCode.Stobj or ILOpCode.Stind_ref:
                var (written, address) = (_frame.Pop(), _frame.Pop());
                Write(address, written);
                break;
            case ILOpCode.Ldobj or ILOpCode.Ldind_ref:
                _frame.Push(Read(_frame.Pop()));
                break;
            case >= ILOpCode.Ldelem_i1 and <= ILOpCode.Ldelem_ref or ILOpCode.Ldelem:
                _frame.Pop();
                var around = KindsOf(_frame.Pop());
                _frame.Push((around & (Held.Content | Held.Inside)) != 0 ? Value.InsideOf(around) : Value.Other);
                break;
            case >= ILOpCode.Stelem_i and <= ILOpCode.Stelem_ref or ILOpCode.Stelem:
                var (element, _, array) = (_frame.Pop(), _frame.Pop(), _frame.Pop());
                StoreElement(Seen(array), element);
                break;
            default:
                _frame.Pop(Math.Max(0, facts.Pops));
                for (var pushed = 0; pushed < facts.Pushes; pushed++)
                {
                    _frame.Push(Value.Other);
                }

                break;
        }
    }

    private static int MaskOf(OpCodeFacts facts) => facts.OperandBytes == 1 ? 0xFF : 0xFFFF;

    private void LoadField(int token, Value owner, bool isAddress, bool isStatic = false)
    {
        var kinds = KindsOf(owner);
        _result.Reads |= !isAddress && _view.Fields.Contains(token);
        _frame.Push(
            _view.Fields.Contains(token) ? new Value((isAddress ? Held.Field : Held.Content) | (isStatic || (kinds & ~Held.This) == 0 ? Held.None : Held.Foreign))
            : (kinds & Held.Place) != 0 ? isAddress ? new Value(kinds & (Held.Place | Held.Foreign)) : Value.InsideOf(kinds)
            : (kinds & (Held.Content | Held.Inside)) != 0 && (_view.IsLinked || IsOfFramework(token)) ? Value.InsideOf(kinds)
            : (kinds & Held.This) != 0 && _view.FieldOf(token) is { Name: ['<', '>', '4', '_', '_', ..] } ? new Value(Held.This)   // of a state machine or closure
            : IsEmptyOfFramework(token) ? Value.Null : Value.Other);
    }

    private void StoreField(int token, Value owner, Value value)
    {
        if (_view.Fields.Contains(token))
        {
            _result.Stores(value);
            return;
        }

        var kinds = KindsOf(owner);
        _result.Fills(Seen(owner), value);
        if (owner.Has(Held.Variable) && ScanResult.IsMore(value))
        {
            Fill(owner, Held.Other);   // a part of a struct
        }

        if ((kinds & (Held.Content | Held.Inside)) != 0 && ScanResult.IsMore(value))
        {
            _result.Links = true;
        }

        _result.Adds |= (kinds & Held.Place) != 0 && ScanResult.IsMore(value);
        if (value.Has(Held.Content) && !owner.Has(Held.Empty | Held.Content | Held.Inside))
        {
            Keep(token);
        }
        else if (value.Has(Held.Content) && _view.FieldOf(token) is { IsGenerated: true })
        {
            Keep(token);
        }
    }

    private void Keep(int token)
    {
        if (_view.FieldOf(token) is { IsGenerated: true })
        {
            _result.KeptIn.Add(token);
        }
        else
        {
            _result.IsKept = true;
        }
    }

    private void StoreElement(Value array, Value element)
    {
        _result.Fills(array, element);
        _result.Adds |= array.Has(Held.Content | Held.Inside) && !ScanResult.IsMoved(element) && element != Value.Null;
        _result.Takes |= array.Has(Held.Content) && element == Value.Null;
    }

    private void Write(Value address, Value value)
    {
        if (address.Has(Held.Field))
        {
            _result.Stores(value);
        }

        _result.Adds |= address.Has(Held.Place | Held.Inside) && ScanResult.IsMore(value);
        if (address.Has(Held.Variable))
        {
            _frame[address.Number] = value;
        }
    }

    private Value Read(Value address) =>
        address.Has(Held.Field) ? new Value(Held.Content | (address.Kinds & Held.Foreign)) : address.Has(Held.Place | Held.Inside) ? Value.InsideOf(address.Kinds) : address.Has(Held.Variable) ? _frame[address.Number] : Value.Other;

    private bool IsOfFramework(int token) => _view.FieldOf(token) is { } field && _view.Code.Own.LeaveToFramework(DefinitionName.InSource(field.Owner.Definition));

    private bool IsEmptyOfFramework(int token) => _view.FieldOf(token) is { } field && field.Name == "Empty" && IsOfFramework(token);
}
