using System.Runtime.InteropServices;

namespace HeapGraph.Core.Reading.Code;

/// <summary>What the arguments, the local variables and the stack of a method may hold at one of its instructions.</summary>
/// <param name="arguments">The arguments.</param>
/// <param name="locals">The variables.</param>
/// <param name="stack">The stack, its top last.</param>
internal sealed class Frame(Value[] arguments, Value[] locals, List<Value> stack)
{
    public List<Value> Stack { get; } = stack;

    /// <summary>Whether a variable or argument got a value since it was last asked.</summary>
    public bool IsChanged { get; set; } = true;

    /// <summary>How many values it has.</summary>
    public int Count => arguments.Length + locals.Length + Stack.Count;

    public Frame Copy() => new([.. arguments], [.. locals], [.. Stack]);

    /// <summary>The same variables with another stack.</summary>
    public Frame With(params Value[] onStack) => new([.. arguments], [.. locals], [.. onStack]);

    /// <summary>Adds what may come here on another way.</summary>
    /// <param name="other">What that is.</param>
    /// <param name="sites">Where new objects are made.</param>
    /// <returns>Whether it is new.</returns>
    public bool Join(Frame other, Sites sites)
    {
        var isNew = false;
        Join(arguments, other.Arguments);
        Join(locals, other.Locals);
        Join(CollectionsMarshal.AsSpan(Stack), CollectionsMarshal.AsSpan(other.Stack));
        return isNew;

        void Join(Span<Value> here, ReadOnlySpan<Value> there)
        {
            for (var index = 0; index < Math.Min(here.Length, there.Length); index++)
            {
                var both = here[index].Or(there[index], sites);
                isNew |= both.Kinds != here[index].Kinds;
                here[index] = both;
            }
        }
    }

    public void Push(Value value) => Stack.Add(value);

    public Value Pop()
    {
        if (Stack.Count == 0)
        {
            return Value.Other;   // code that no compiler makes
        }

        var top = Stack[^1];
        Stack.RemoveAt(Stack.Count - 1);
        return top;
    }

    /// <summary>Takes several, the first one that was put first.</summary>
    public Value[] Pop(int count)
    {
        var values = new Value[count];
        for (var index = count - 1; index >= 0; index--)
        {
            values[index] = Pop();
        }

        return values;
    }

    /// <summary>A variable by its number, an argument by the complement of its own.</summary>
    public Value this[int variable]
    {
        get => Place(variable) is var (values, index) && index < values.Length ? values[index] : Value.Other;
        set
        {
            IsChanged = true;
            if (Place(variable) is var (values, index) && index < values.Length)
            {
                values[index] = value;
            }
        }
    }

    private Value[] Arguments => arguments;

    private Value[] Locals => locals;

    private (Value[] Values, int Index) Place(int variable) => variable < 0 ? (arguments, ~variable) : (locals, variable);
}
