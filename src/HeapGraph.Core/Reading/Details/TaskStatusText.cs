using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Details;

/// <summary>The status of tasks, from the flags that <c>Task.Status</c> is made of.</summary>
internal static class TaskStatusText
{
    // Source: the TaskStateFlags of the runtime's Task.cs. The first that is set decides.
    private static readonly (int Flag, TaskStatus Status)[] StatusByFlag =
    [
        (0x200000, TaskStatus.Faulted),
        (0x400000, TaskStatus.Canceled),
        (0x1000000, TaskStatus.RanToCompletion),
        (0x800000, TaskStatus.WaitingForChildrenToComplete),
        (0x20000, TaskStatus.Running),
        (0x10000, TaskStatus.WaitingToRun),
        (0x2000000, TaskStatus.WaitingForActivation),
    ];

    /// <summary>Whether a type is a task.</summary>
    public static bool IsTask(ClrType? type)
    {
        while (type is not null && type.Name != "System.Threading.Tasks.Task")
        {
            type = type.BaseType;
        }

        return type is not null;
    }

    /// <summary>The status that some flags stand for.</summary>
    public static string Of(int stateFlags) =>
        StatusByFlag.Where(known => (stateFlags & known.Flag) != 0).Select(known => known.Status).FirstOrDefault(TaskStatus.Created).ToString();
}
