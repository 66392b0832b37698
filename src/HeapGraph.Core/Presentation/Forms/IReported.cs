namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A result that is a report of leak suspects.</summary>
internal interface IReported : IPresented
{
    /// <summary>The target as arguments of a command.</summary>
    string Arguments { get; }

    /// <summary>The suspects.</summary>
    LeakReport Report { get; }
}
