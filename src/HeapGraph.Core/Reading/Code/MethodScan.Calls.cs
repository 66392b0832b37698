using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <content>Calls.</content>
internal sealed partial class MethodScan
{
    private const int ParametersPerStep = 4;
    private const Held OfField = Held.Content | Held.Field;

    private void Call(ILOpCode code, int token)
    {
        if (code == ILOpCode.Calli)
        {
            CallPointer(token);
            return;
        }

        var callee = _view.Code.CalleeOf(token) ?? throw new BadImageFormatException();
        Work(callee.Parameters / ParametersPerStep);
        if (code == ILOpCode.Newobj)
        {
            var given = _frame.Pop(callee.Parameters);
            _frame.Push(callee.MakesDelegate && given[1].Has(Held.Method) ? DelegateOf(given[0], given[1].Number) : Made(callee, given));
            return;
        }

        var arguments = _frame.Pop(callee.Parameters + (callee.HasThis ? 1 : 0));
        var result = _view.Known.TryGetValue(token, out var known) ? OfKnown(known, arguments)
            : callee.IsOfArray ? OfArray(callee, arguments)
            : callee.IsFramework ? OfFramework(callee, arguments)
            : OfOwn(callee, arguments);
        if (!callee.IsVoid)
        {
            _frame.Push(result);
        }
    }

    private Value OfArray(Callee callee, Value[] arguments)
    {
        var array = Seen(arguments[0]);
        if (callee.Name == "Set")
        {
            StoreElement(array, arguments[^1]);
        }

        return !array.Has(Held.Content | Held.Inside) ? Value.Other : callee.Name == "Address" ? new Value(Held.Place | (array.Kinds & Held.Foreign)) : Value.InsideOf(array.Kinds);
    }

    private void CallPointer(int token)
    {
        var metadata = _view.Code.Metadata;
        var signature = MetadataTypes.OfMethod(metadata, metadata.GetStandaloneSignature((StandaloneSignatureHandle)MetadataTokens.EntityHandle(token)).Signature);
        _frame.Pop(signature.ParameterTypes.Length + 1 + (signature.Header.IsInstance ? 1 : 0));
        if (signature.ReturnType.Name != "System.Void")
        {
            _frame.Push(Value.Other);
        }
    }

    /// <summary>A method of which it is known that it returns what the field refers to, or stores or adds what it is given.</summary>
    private Value OfKnown(KnownMethod known, Value[] arguments)
    {
        _result.Adds |= known.Adds;
        _result.Takes |= known.Takes;
        if (known.Stores && arguments.Length > 0)
        {
            _result.HasStored(arguments[^1]);
        }

        return known.Returns == Held.None ? Value.Other : new Value(known.Returns);
    }

    private Value OfFramework(Callee callee, Value[] arguments)
    {
        var way = FillingMethods.Of(callee.Type, callee.Name);
        var (first, kinds) = arguments.Length > 0 ? (Seen(arguments[0]), KindsOf(arguments[0])) : (Value.Other, Held.None);
        switch (way)
        {
            case FillingMethod.Puts:
                var put = arguments.Length > 1 ? Seen(arguments[^1]) : Value.Other;
                _result.Adds |= !ScanResult.IsMoved(put)   // what is moved from one place in it to another does not count
                    && ((kinds & OfField) != 0 || ((kinds & (Held.Inside | Held.Place)) != 0 && FillingMethods.IsCollection(callee.Type)));
                _result.Fills(first, put);
                break;
            case FillingMethod.Takes:
                _result.Takes |= (kinds & OfField) != 0 || ((kinds & (Held.Inside | Held.Place)) != 0 && FillingMethods.IsCollection(callee.Type));
                break;
            case FillingMethod.Lessens when arguments.Any(argument => (KindsOf(argument) & OfField) != 0):
                _result.Takes = true;
                return new Value(Held.Content);
            case FillingMethod.Stores when (kinds & Held.Field) != 0 && arguments.Length > 1:
                _result.Stores(arguments[1]);
                return new Value(Held.Content);
            case FillingMethod.Maps when (kinds & Held.Field) != 0:
                _result.Adds |= arguments.Any(MakesMore);
                break;
            case FillingMethod.Makes when arguments.Any(argument => (KindsOf(argument) & (OfField | Held.Added | Held.Copy)) != 0):
                _result.MayReplace |= callee.Name.StartsWith("SetItem", StringComparison.Ordinal);
                return new Value(Held.Added);
        }

        var isCopying = FillingMethods.CopiesInto(callee.Type, callee.Name);
        for (var index = 0; index < arguments.Length; index++)
        {
            if ((index > 0 || !callee.HasThis) && Seen(arguments[index]) is var handed && !handed.Has(Held.Copy))
            {
                _result.Fills(handed, isCopying ? first : Value.Other);   // it may get something there
            }

            if ((index > 0 || !callee.HasThis) && arguments[index].Has(Held.Variable))
            {
                // What a collection hands out is inside of it.
                Fill(arguments[index], callee.HasThis && (kinds & (OfField | Held.Inside)) != 0 ? Value.InsideOf(kinds).Kinds : Held.Other);
            }
        }

        _result.Adds |= isCopying && ScanResult.IsMore(first) && arguments.Skip(1).Any(argument => (KindsOf(argument) & OfField) != 0);
        if (callee.Name == ".ctor" && arguments[0].Has(Held.Variable))
        {
            Fill(arguments[0], FillingMethods.IsView(callee.Type) && arguments.Skip(1).Any(argument => (KindsOf(argument) & (OfField | Held.Inside)) != 0) ? Held.Inside : Held.Other);
        }

        return FillingMethods.Counts(callee.Type, callee.Name) ? new Value(Held.Other | Held.Count | ((kinds & (OfField | Held.Inside)) != 0 ? Held.OwnCount : Held.None))
            : (kinds & Held.Field) != 0 && !callee.HasThis ? new Value(Held.Content)
            : callee.ReturnsPlain || callee.Name == "Invoke" ? Value.Other
            : arguments.Any(argument => (KindsOf(argument) & Held.Added) != 0) ? new Value(Held.Added)
            : (kinds & Held.Copy) != 0 ? new Value(Held.Copy | (kinds & Held.Foreign), first.Number)
            : (kinds & (OfField | Held.Inside | Held.Place)) != 0 ? FillingMethods.Copies(callee.Type, callee.Name) ? new Value(Held.Copy | (kinds & Held.Foreign), _at + 1) : Value.InsideOf(kinds)
            : FillingMethods.GivesEmpty(callee.Type, callee.Name, arguments.Length) ? Value.Null
            : Value.Other;
    }

    private Value OfOwn(Callee callee, Value[] arguments)
    {
        foreach (var (index, argument) in arguments.Index())
        {
            _result.Fills(Seen(argument), Value.Other);
            if (argument.Has(Held.Variable) && (index > 0 || !callee.HasThis || callee.Name == ".ctor"))
            {
                Fill(argument, Held.Other);
            }
        }

        return Followed(callee, [.. arguments.Select(argument => argument.Has(Held.Variable) ? KindsOf(argument) & ~OfField : argument.Kinds)]) is { Returns: var returns } && returns != Held.None
            ? new Value(returns & (OfField | Held.Inside | Held.Added | Held.Other)) : Value.Other;
    }

    // A variable whose address is handed on may get another value, or keep its own.
    private void Fill(Value address, Held with) => _frame[address.Number] = _frame[address.Number] is var old && old.Kinds == Held.Empty && old.Number == 0
        ? new Value(with) : old with { Kinds = old.Kinds | with };

    // One call deep: who hands it on further is named as such.
    private ScanResult? Followed(Callee callee, Held[] arguments)
    {
        if (!arguments.Any(kinds => (kinds & OfField) != 0))
        {
            return null;
        }

        var inside = _view.Follow(callee, arguments);
        if (inside is null || inside.HandedTo.Count > 0 || inside.IsKept || inside.KeptIn.Count > 0)
        {
            _result.HandedTo.Add(callee);
        }

        _result.Adds |= inside is { Adds: true };
        _result.Takes |= inside is { Takes: true };
        if (inside is { StoresContent: true } && arguments.Any(kinds => (kinds & Held.Field) != 0))
        {
            _result.HasStored(Value.Other);
        }

        return inside;
    }

    private Value Made(Callee callee, Value[] arguments)
    {
        var kinds = arguments.Aggregate(Held.None, (all, argument) => all | KindsOf(argument));
        var site = new Value(Held.Empty, _at + 1);
        if (callee.IsFramework || callee.IsOfArray)
        {
            return (kinds & Held.Added) != 0 ? new Value(Held.Added)
                : FillingMethods.IsView(callee.Type) && (kinds & (OfField | Held.Inside)) != 0 ? Value.InsideOf(kinds)
                : arguments.Where((_, index) => FillingMethods.TakesContent(DefinitionName.InSource(callee.Signature.ParameterTypes[index].Definition)))
                    .Cast<Value?>().FirstOrDefault() is not { } source ? site
                : _result.HasContent(Seen(source)) ? Value.Other
                : (KindsOf(source) & (OfField | Held.Inside)) != 0 ? new Value(Held.Copy | (kinds & Held.Foreign), _at + 1)
                : Seen(source) is { Number: not 0 } wrapped ? wrapped : site;   // one around another has what that has
        }

        foreach (var argument in arguments)
        {
            _result.Fills(Seen(argument), Value.Other);
        }

        _ = Followed(callee, [Held.Other, .. arguments.Select(argument => argument.Kinds)]);
        return (kinds & (OfField | Held.Added)) != 0 ? new Value(Held.Other | Held.Added) : arguments.Length > 0 ? Value.Other : site;
    }

    private Value DelegateOf(Value target, int method)
    {
        var kinds = KindsOf(target);
        if (_view.Code.CalleeOf(method) is { } callee && (kinds & (OfField | Held.Inside)) != 0)
        {
            if (callee.IsFramework)
            {
                _result.Adds |= FillingMethods.Of(callee.Type, callee.Name) == FillingMethod.Puts && ((kinds & OfField) != 0 || FillingMethods.IsCollection(callee.Type));
            }
            else
            {
                _ = Followed(callee, [kinds]);
            }
        }

        return new Value(Held.Delegate, method);
    }

    /// <summary>Whether a function that is given what the field refers to returns more.</summary>
    private bool MakesMore(Value function)
    {
        if (!function.Has(Held.Delegate) || _view.Code.CalleeOf(function.Number) is not { } callee)
        {
            return false;
        }

        Held[] arguments = [.. callee.HasThis ? (Held[])[Held.Other] : [], Held.Content];
        return _view.Follow(callee, arguments) is { } inside && (inside.Returns & (Held.Added | Held.Other)) != 0;
    }
}
