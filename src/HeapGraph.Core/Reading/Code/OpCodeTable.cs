using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;

namespace HeapGraph.Core.Reading.Code;

/// <summary>What each instruction of IL takes from the stack, puts on it, and has behind it: from .NET's own table.</summary>
internal static class OpCodeTable
{
    private const int Prefix = 0xFE, Values = 256, Variable = -1;

    private static readonly OpCodeFacts[] Facts = Read();

    /// <summary>The facts of an instruction; null for a number that is none.</summary>
    public static OpCodeFacts? Of(ILOpCode code) => (int)code is var number && number < Values ? Facts[number]
        : number >> 8 == Prefix && Facts[Values + (number & 0xFF)] is { } facts ? facts : null;

    private static OpCodeFacts[] Read()
    {
        var facts = new OpCodeFacts[2 * Values];
        foreach (var field in typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static))
        {
            if (field.GetValue(null) is OpCode code)
            {
                facts[(code.Size == 2 ? Values : 0) + (code.Value & 0xFF)] = new OpCodeFacts(
                    CountOf(code.StackBehaviourPop), CountOf(code.StackBehaviourPush), OperandBytes(code.OperandType), code.FlowControl);
            }
        }

        return facts;
    }

    // As many as the words of the name: Popref_popi_popi; that of none ends in 0.
    private static int CountOf(StackBehaviour behaviour) => behaviour switch
    {
        StackBehaviour.Pop0 or StackBehaviour.Push0 => 0,
        StackBehaviour.Varpop or StackBehaviour.Varpush => Variable,
        _ => behaviour.ToString().Count(letter => letter == '_') + 1,
    };

    private static int OperandBytes(OperandType type) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}

/// <summary>What is known of an instruction.</summary>
/// <param name="Pops">Values taken; -1 when it depends.</param>
/// <param name="Pushes">Values put; -1 when it depends.</param>
/// <param name="OperandBytes">Bytes behind it; of a switch those of its count.</param>
/// <param name="Flow">How it goes on.</param>
internal sealed record OpCodeFacts(int Pops, int Pushes, int OperandBytes, FlowControl Flow);
