namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A result that is drawn as curves over time.</summary>
internal interface IPlotted : IPresented
{
    /// <summary>The curves.</summary>
    MemoryCourse Course { get; }
}
