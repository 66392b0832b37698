using HeapGraph.Core.Graph.Names.Frameworks.Holders;

namespace HeapGraph.Core.Inspections.Rules.Runtime;

/// <summary>ThreadLocal objects that only their own values keep: a thread's slot keeps the value, which refers to the ThreadLocal, whose finalizer
/// would have cleared the slot. And those that keep the values of threads that have ended, since they track all values.</summary>
internal sealed class ThreadLocals : ILeakInspection
{
    public string Name => "thread-locals";

    public string Subject => "ThreadLocal objects that keep themselves, or the values of threads that have ended";

    public string FalseAlarms => "None known of ThreadLocal objects that keep themselves. One that tracks all values and sums them up by Values needs those of ended threads.";

    private const int MostHops = 16;

    public IEnumerable<LeakFinding> Find(InspectedHeap heap) => heap.TypesWith(LeakThresholds.LeastObjects)
        .Where(type => FrameworkThreadLocal.Is(heap.Graph.Types[type]))
        .SelectMany(type => heap.ObjectsOf(type).ToArray().Select(local => (Local: local, Slot: SlotAbove(heap, local))).Where(kept => kept.Slot >= 0)
            .LargeGroupsBy(_ => type))
        .Select(kept => FindingOf(heap, kept))
        .Concat(heap.TypesWith(LeakThresholds.LeastObjects).Where(type => FrameworkThreadLocal.IsSlot(heap.Graph.Types[type]))
            .SelectMany(type => heap.ObjectsOf(type, slot => IsOfEndedThread(heap, slot)).GroupBy(slot => LocalAbove(heap, slot)))
            .Where(slots => slots.Key >= 0 && slots.Count() >= LeakThresholds.LeastObjects)
            .Select(slots => OfEndedThreads(heap, slots.Key, [.. slots])))
        .OfType<LeakFinding>()
        .Where(heap.Thresholds.AreMany);

    /// <summary>Whether a slot has a value and belongs to no thread's array any more.</summary>
    private static bool IsOfEndedThread(InspectedHeap heap, int slot)
    {
        var hasValue = false;
        foreach (var target in heap.Graph.References[slot])
        {
            var type = heap.Graph.TypeOf(target);
            if (FrameworkThreadLocal.IsArray(type))
            {
                return false;
            }

            hasValue |= !FrameworkThreadLocal.IsSlot(type);
        }

        return hasValue;
    }

    /// <summary>The ThreadLocal that keeps a slot by its list of all of them; -1 for none.</summary>
    private static int LocalAbove(InspectedHeap heap, int slot)
    {
        for (var at = heap.Tree.DominatorOf(slot); at >= 0; at = heap.Tree.DominatorOf(at))
        {
            if (!FrameworkThreadLocal.IsSlot(heap.Graph.TypeOf(at)))
            {
                return FrameworkThreadLocal.Is(heap.Graph.TypeOf(at)) ? at : -1;
            }
        }

        return -1;
    }

    private static LeakFinding? OfEndedThreads(InspectedHeap heap, int local, int[] slots)
    {
        if (heap.ReferenceTo(local)?.Keeper is not { } reference)
        {
            return null;
        }

        var type = heap.Graph.TypeOf(local).ShortName;
        var suspect = new Suspect(heap, slots)
        {
            Reference = reference,
            Sureness = (LeakCertainty.Possible, "the threads that set the values have ended, but Values may still be read"),
            Explained = [.. heap.WithHolders(slots), local],
        };
        return suspect.Finding(
            LeakFingerprint.Of(["tracked values", .. reference.Parts]),
            $"The {type} in {suspect.Place} keeps the values of {slots.Length:N0} threads that have ended",
            [
                $"It tracks all values (trackAllValues: true), so that Values gives those of all threads, also of ended ones; {suspect.Average} each.",
            ],
            heap.Thresholds.ManyStated("values of one ThreadLocal whose threads have ended"),
            remedy: "Make it without trackAllValues where Values is not read; or take the values out and make a new one now and then, disposing of the old one.",
            NextCommand.ChainsTo(heap.Graph.AddressOf(local)));
    }

    /// <summary>The slot of a thread that keeps an object, by the value in it; -1 for none.</summary>
    private static int SlotAbove(InspectedHeap heap, int local)
    {
        for (var (at, hops) = (heap.Tree.DominatorOf(local), 0); at >= 0 && hops < MostHops; at = heap.Tree.DominatorOf(at), hops++)
        {
            if (FrameworkThreadLocal.IsSlot(heap.Graph.TypeOf(at)))
            {
                return at;
            }
        }

        return -1;
    }

    private static LeakFinding? FindingOf(InspectedHeap heap, (int Local, int Slot)[] kept)
    {
        int[] slots = [.. kept.Select(one => one.Slot).Distinct()];
        var largest = slots.MaxBy(heap.Tree.RetainedBytesOf);
        if (heap.ReferenceTo(kept.First(one => one.Slot == largest).Local) is not { } last)
        {
            return null;
        }

        var reference = last;
        while (reference.Step > 0 && !FrameworkThreadLocal.IsSlot(reference.Type))
        {
            reference = reference with { Step = reference.Step - 1 };
        }

        var type = heap.Graph.TypeOf(kept[0].Local).ShortName;
        var owners = kept.Select(one => heap.Tree.DominatorOf(one.Local)).Where(owner => !FrameworkThreadLocal.IsSlot(heap.Graph.TypeOf(owner)))
            .LargestGroupsBy(heap.Graph.TypeOf, owner => owner.Name);
        var suspect = new Suspect(heap, slots)
        {
            Count = kept.Length,
            Reference = reference,
            Kind = LeakKind.Leaked,
            Sureness = (LeakCertainty.Certain, "nothing but their own values keeps them alive"),
            Aged = [.. kept.Select(one => one.Local)],
            Explained = [.. heap.WithHolders(slots), .. kept.Select(one => one.Local), .. kept.Select(one => heap.Tree.DominatorOf(one.Local)),
                .. slots.SelectMany(slot => heap.Graph.References[slot].ToArray())],
        };
        var of = owners.Length == 0 ? "" : $" of {owners[0].Key.ShortName}";
        return suspect.Finding(
            LeakFingerprint.Of("thread local", type, owners.Length == 0 ? "" : owners[0].Key.Name),
            $"{kept.Length:N0} {type}{of} were never disposed of, and each value refers to its own ThreadLocal",
            [
                $"Each thread keeps the values of its thread locals; {suspect.Average} for each of these, and nothing else refers to them.",
                owners.Length == 0 ? "The value is the ThreadLocal itself, or a lambda of its own." : $"What refers to the ThreadLocal from its own value: {owners.Listed(owner => owner.ShortName, "types")}",
                "A ThreadLocal that is collected clears its values, but these can't be collected: their values lead back to them.",
            ],
            heap.Thresholds.ManyStated("ThreadLocal objects of one type that only their own values keep"),
            remedy: $"Dispose of each {type} when {(owners.Length == 0 ? "it" : owners[0].Key.ShortName)} is done with it, make it static, or keep a value in it that does not refer to it.",
            NextCommand.ChainsTo(heap.Graph.TypeOf(kept[0].Local).Name));
    }
}
