using HeapGraph.Core.Analysis.Dominators;

namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A result that is a tree of what keeps how much alive: a picture of boxes, a flame graph, a profile.</summary>
internal interface IRetained : IPresented
{
    /// <summary>The tree.</summary>
    /// <param name="isPicture">Whether it becomes boxes, of which few can be read, rather than a flame graph or a profile.</param>
    RetentionTree TreeFor(bool isPicture);
}
