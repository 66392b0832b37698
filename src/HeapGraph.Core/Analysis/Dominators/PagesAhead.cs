using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace HeapGraph.Core.Analysis.Dominators;

/// <summary>Touches the pages of fresh arrays on another core, ahead of the thread that fills them: that one never waits for the kernel to clear one.</summary>
/// <remarks>A page that is read before it is written costs twice, and the second time every core is told. A few percent of the arrays are touched that
/// nobody may need.</remarks>
internal sealed class PagesAhead : IDisposable
{
    private const int PageBytes = 4096;
    private const int WorthIt = 1 << 18;   // elements
    private const int Lead = 1 << 22;
    private const int AtOnce = 1 << 16;

    private readonly Task? _touching;
    private volatile bool _isOver;

    /// <param name="atRandom">An array that is read and written anywhere.</param>
    /// <param name="inOrder">Arrays that are filled from the beginning, all as far; as long as the first one.</param>
    /// <param name="filled">How many of their elements are filled by now; called from another thread.</param>
    public PagesAhead(Array atRandom, Array[] inOrder, Func<int> filled)
    {
        var length = inOrder.Min(array => array.Length);
        if (length >= WorthIt && Environment.ProcessorCount > 1)
        {
            _touching = Task.Run(() => Touch(atRandom, inOrder, length, filled));
        }
    }

    public void Dispose()
    {
        _isOver = true;
        _touching?.GetAwaiter().GetResult();
    }

    private void Touch(Array atRandom, Array[] inOrder, int length, Func<int> filled)
    {
        for (var from = 0; from < atRandom.Length && !_isOver; from += AtOnce)
        {
            Touch(atRandom, from, Math.Min(from + AtOnce, atRandom.Length));
        }

        var lead = Math.Min(Lead, length / 16);
        for (var touched = 0; touched < length && !_isOver;)
        {
            var goal = (int)Math.Min(Math.Min(length, (long)filled() + lead), touched + AtOnce);
            if (goal - touched < AtOnce && goal < length)
            {
                Thread.Sleep(1);
                continue;
            }

            foreach (var array in inOrder)
            {
                Touch(array, touched, goal);
            }

            touched = goal;
        }
    }

    /// <summary>Writes to each page as if nothing was written, whoever else writes to it.</summary>
    private static void Touch(Array array, int from, int to)
    {
        ref var first = ref MemoryMarshal.GetArrayDataReference(array);
        var element = array is long[] ? sizeof(long) : sizeof(int);
        for (var at = (long)from * element; at < (long)to * element; at += PageBytes)
        {
            Interlocked.Or(ref Unsafe.As<byte, int>(ref Unsafe.AddByteOffset(ref first, (nint)at)), 0);
        }
    }
}
