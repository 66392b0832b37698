namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A result that is a report of leak suspects.</summary>
internal interface IReported : IPresented
{
    /// <summary>The suspects.</summary>
    LeakReport Report { get; }
}
