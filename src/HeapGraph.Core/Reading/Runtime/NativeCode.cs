namespace HeapGraph.Core.Reading.Runtime;

/// <summary>What is done before a DAC is loaded: native code that sees what is read.</summary>
internal static class NativeCode
{
    /// <summary>Gives up the rights of this process, for good, before a DAC is loaded; false where that can't be done. Null in a process
    /// that keeps them.</summary>
    public static Func<Dac, bool>? GiveUpRights { get; set; }

    /// <summary>Whether this process has no rights any more: somebody else opens files for it, and lists no folders.</summary>
    public static bool HasNoRights { get; private set; }

    /// <summary>Does so where that is wanted and possible.</summary>
    /// <param name="dac">What is loaded next.</param>
    /// <exception cref="HeapReadException">It is not, and the DAC may not be loaded with rights.</exception>
    public static void Before(Dac dac)
    {
        HasNoRights = GiveUpRights?.Invoke(dac) == true;
        if (!HasNoRights && dac.Refusal is { } refusal)
        {
            throw refusal;
        }
    }
}
