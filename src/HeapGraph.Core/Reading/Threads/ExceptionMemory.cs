using HeapGraph.Core.Reading.Details;
using HeapGraph.Core.Reading.Memory;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Threads;

/// <summary>What a dump holds of an exception: one without heap may have the object and not what it refers to.</summary>
internal sealed class ExceptionMemory
{
    // https://github.com/dotnet/runtime/blob/main/src/libraries/System.Private.CoreLib/src/System/Exception.CoreCLR.cs
    private const string Text = "_message", InnerException = "_innerException", Stack = "_stackTrace", Result = "_HResult";

    // An array's length, and behind it what stands in the array of a stack: how many frames there are, and each of them.
    private const int ArrayLength = 8, ArrayStart = 16, StackHeader = 16, FrameBytes = 32;

    private const int MostCharacters = 4096;

    private readonly FieldReader _fields;
    private readonly MemoryImage _image;
    private readonly ClrException _exception;
    private readonly List<string> _missing = [];

    public ExceptionMemory(ClrException exception, FieldReader fields, MemoryImage image)
    {
        (_exception, _fields, _image) = (exception, fields, image);
        Message = TryFind(Text, out var text) ? TextAt(text) : Lacks<string>("message");
        HoldsInner = TryFind(InnerException, out var inner) && (inner is null or 0 || _fields.TypeOf(inner.Value)?.IsException == true);
        HoldsStack = TryFind(Stack, out var stack) && (stack is null or 0 || HoldsStackAt(stack.Value)) || Lacks<bool>("stack");
        if (_fields.Find(exception.Type, exception.Address + 8, Result) is { } result && !image.TryRead(result.Address, out int _))
        {
            _missing.Add("HResult");
        }
    }

    /// <summary>What it says; null for nothing.</summary>
    public string? Message { get; }

    /// <summary>Whether the exception inside it can be read, where there is one.</summary>
    public bool HoldsInner { get; }

    /// <summary>Whether the frames can be read that it has passed.</summary>
    public bool HoldsStack { get; }

    /// <summary>What can't be read, as a few words; null for nothing.</summary>
    public string? Missing => _missing.Count == 0 ? null : string.Join(" and ", _missing);

    // Where the fields of its type are not known, ClrMD knows where they are as a rule.
    private bool TryFind(string field, out ulong? reference)
    {
        reference = null;
        if (_fields.Find(_exception.Type, _exception.Address + 8, field) is not { } place)
        {
            return true;
        }

        var isThere = _image.TryRead(place.Address, out ulong found);
        reference = found;
        return isThere;
    }

    private string? TextAt(ulong? text)
    {
        if (text is null)
        {
            return _exception.Message;
        }

        if (text == 0)
        {
            return null;
        }

        if (!_image.TryRead(text.Value + StringText.Length, out int length))
        {
            return Lacks<string>("message");
        }

        return StringText.Of(_image, text.Value, Math.Min(length, MostCharacters));
    }

    private bool HoldsStackAt(ulong array)
    {
        if (!_image.TryRead(array + ArrayLength, out int length) || _fields.TypeOf(array) is not { IsArray: true } type)
        {
            return false;
        }

        // With methods that can be unloaded it is an array of references, which leads to the other one.
        if (type.ComponentType?.IsObjectReference != false || length < StackHeader)
        {
            return true;
        }

        if (!_image.TryRead(array + ArrayStart, out int count))
        {
            return false;
        }

        var needed = (ulong)(ArrayStart + StackHeader + (Math.Clamp(count, 0, length / FrameBytes) * (long)FrameBytes));
        return _image.ReadableFrom(array, needed) >= needed;
    }

    private T? Lacks<T>(string what)
    {
        _missing.Add(what);
        return default;
    }
}
