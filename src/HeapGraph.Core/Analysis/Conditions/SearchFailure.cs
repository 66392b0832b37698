using System.Runtime.ExceptionServices;

namespace HeapGraph.Core.Analysis.Conditions;

/// <summary>Searches on all cores that fail as one on a single core does.</summary>
internal static class SearchFailure
{
    /// <summary>Runs a search; of what its threads throw the first thing is thrown, as it is.</summary>
    public static void Unwrapped(Action search)
    {
        try
        {
            search();
        }
        catch (AggregateException many) when (many.InnerExceptions.Count > 0)
        {
            ExceptionDispatchInfo.Throw(many.InnerExceptions[0]);
        }
    }
}
