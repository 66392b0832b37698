using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Walking;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>What this process is asking the DAC for at this moment, so that whoever outlives its crash can tell.</summary>
/// <remarks>A crash takes the whole process, so there is one note for all readers in it. Costs a few nanoseconds; nothing without a witness.</remarks>
internal static class DacCall
{
    /// <summary>Without it nothing can be read: the runtime and its heap.</summary>
    public const DacPieces Opening = (DacPieces)(1 << 30);

    /// <summary>Told of each piece before it is asked for, with the type, thread or module that it is about, and the module that this
    /// belongs to; 0 for none.</summary>
    public static Action<DacPieces, ulong, ulong>? Witness { get; set; }

    /// <summary>The DAC is asked for a piece.</summary>
    public static void Enters(DacPieces piece, ulong item = 0, ulong module = 0) => Witness?.Invoke(piece, item, module);

    /// <summary>Asks about the fields or a value of an object, unless those of its type are left out.</summary>
    public static T? OfType<T>(ulong methodTable, MemoryImage image, LeftOut leftOut, Func<T?> read)
    {
        var module = MethodTableFacts.ModuleOf(methodTable, image);
        if (leftOut.Has(DacPieces.FieldNames, methodTable, module))
        {
            return default;
        }

        Enters(DacPieces.FieldNames, methodTable, module);
        try
        {
            return read();
        }
        finally
        {
            Leaves();
        }
    }

    /// <summary>The same where an answer that can't be had is none.</summary>
    public static T? OfTypeOrNothing<T>(ulong methodTable, MemoryImage image, LeftOut leftOut, Func<T?> read)
    {
        try
        {
            return OfType(methodTable, image, leftOut, read);
        }
        catch (Exception unreadable) when (unreadable is not OutOfMemoryException and not OperationCanceledException)
        {
            return default;
        }
    }

    /// <summary>It has answered.</summary>
    public static void Leaves() => Witness?.Invoke(DacPieces.None, 0, 0);
}
