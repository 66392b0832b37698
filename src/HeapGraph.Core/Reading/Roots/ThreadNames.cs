using HeapGraph.Core.Reading.Memory;
using HeapGraph.Core.Reading.Roots.Handles;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Roots;

/// <summary>Threads as a user knows them: by the name that the program gave them, too.</summary>
internal sealed class ThreadNames(ClrRuntime runtime, MemoryImage image)
{
    private const int MaxCharacters = 60;
    private readonly Dictionary<ulong, string> _nameByThread = [];

    /// <summary>Reads the names from the Thread objects: the runtime holds each one by a handle.</summary>
    public void Read(IReadOnlyList<GcHandle> handles)
    {
        if (runtime.BaseClassLibrary.GetTypeByName("System.Threading.Thread") is not { } type
            || type.GetFieldByName("_name") is not { } name || type.GetFieldByName("_DONT_USE_InternalThread") is not { } native)
        {
            return;
        }

        foreach (var handle in handles)
        {
            if (image.TryRead(handle.Object, out ulong methodTable) && (methodTable & ~7UL) == type.MethodTable
                && image.TryRead(native.GetAddress(handle.Object), out ulong thread) && thread != 0
                && image.TryRead(name.GetAddress(handle.Object), out ulong text) && text != 0)
            {
                _nameByThread[thread] = StringText.Of(image, text, MaxCharacters);
            }
        }
    }

    /// <summary><c>thread 7 "worker"</c>, or <c>thread 7</c> where no name was given.</summary>
    public string Of(ClrThread thread) => _nameByThread.GetValueOrDefault(thread.Address) is { Length: > 0 } name
        ? $"thread {thread.ManagedThreadId} \"{name}\""
        : $"thread {thread.ManagedThreadId}";
}
