using System.Globalization;
using HeapGraph.Core.Graph.Names;
using HeapGraph.Core.Graph.Names.Frameworks;
using HeapGraph.Core.Reading.Details.Collections;
using HeapGraph.Core.Reading.Runtime;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The values of objects in a few words, read from their fields: none of the target's code runs.</summary>
internal sealed class ObjectValues(ClrRuntime runtime, FieldReader fields, ValueText texts, ElementCounts counts, DelegateMethods methods, SuspendedMethods suspended, KnownObjects known)
{
    /// <summary>The value of an object; null when it has none to tell.</summary>
    public string? Of(ulong address) => runtime.Heap.GetObject(address) is not { Type: { } type } source ? null
        : type.IsString ? texts.OfString(address)
        : type.IsArray ? $"Length = {source.AsArray().Length}"
        : type.IsValueType ? texts.OfStruct(type, address + 8) ?? OfCount(source)
        : type.IsDelegate ? OfDelegate(source)
        : TaskStatusText.IsTask(type) ? OfTask(source)
        : type.Name == "System.RuntimeType" ? known.TypeNameOf(source)
        : type.Name == "System.Uri" ? known.UriOf(source)
        : GeneratedName.IsClosure(type.Name) ? OfClosure(type)
        : GeneratedName.StateMachineInSource(type.Name) is { } method ? method
        : suspended.Of(source) is { } waiting ? waiting
        : OfCount(source);

    private string? OfCount(ClrObject source) => counts.Of(source) switch
    {
        null => null,
        ElementCounts.MoreThanMost => string.Create(CultureInfo.InvariantCulture, $"Count > {ElementCounts.MostLinked}"),
        { } count => $"Count = {count}",
    };

    private string? OfDelegate(ClrObject source) =>
        methods.CountOf(source) is { } count ? $"Count = {count}" : methods.NameOf(source, withType: true);

    private string? OfTask(ClrObject source)
    {
        if (fields.ReadInt32(source, FrameworkTask.Flags) is not { } flags)
        {
            return null;
        }

        var status = TaskStatusText.Of(flags);
        if (suspended.OfTask(source) is { } outermost)
        {
            return $"{outermost}: {status}";
        }

        return source.Type!.GetFieldByName(FrameworkTask.StateMachine) is { } machine
            && GeneratedName.StateMachineInSource((machine.IsObjectReference ? fields.ReadObject(source, FrameworkTask.StateMachine)?.Type : machine.Type)?.Name) is { } method
            ? $"{method}: {status}" : status;
    }

    /// <summary>The methods whose variables a closure holds, from the names of the lambdas in it.</summary>
    private static string? OfClosure(ClrType type)
    {
        var lambda = type.Methods.Select(method => GeneratedName.MethodInSignature(method.Signature ?? "")).FirstOrDefault(name => name.StartsWith('<'));
        return lambda is not null ? $"captured in {GeneratedName.AroundLambda(lambda, $"{GeneratedName.TypeInSource(type.Name!)}.")}" : null;
    }
}
