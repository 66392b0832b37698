using System.Text.RegularExpressions;

namespace HeapGraph.Testing;

/// <summary>In what the .NETs differ, of all that is expected of leak targets.</summary>
public static class RuntimeDifferences
{
    private static readonly (TargetRuntime[] On, string Expected, string There)[] All =
    [
        // A TimerQueue has a field less.
        ([TargetRuntime.Net8], @"(?<=TimerQueue, )80 B", "72 B"),
        // A delegate has _helperObject where it had _invocationList and _methodBase, and is a field smaller.
        ([TargetRuntime.Net11], @"(?<=(EventHandler|TimerCallback), )64 B", "56 B"),
        ([TargetRuntime.Net11], @"\._invocationList = object\[\]", "._helperObject = Delegate.Wrapper[]"),
    ];

    /// <summary>What is expected on the chosen .NET.</summary>
    /// <param name="expected">What is expected on .NET 10.</param>
    public static string OnChosen(string expected) => All.Where(difference => difference.On.Contains(TargetRuntimes.Chosen))
        .Aggregate(expected, (text, difference) => Regex.Replace(text, difference.Expected, difference.There));
}
