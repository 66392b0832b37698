using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A result that is a picture of objects and references too.</summary>
internal interface IPictured : IPresented
{
    /// <summary>The command that makes such pictures, for the title of a page.</summary>
    string Command { get; }

    /// <summary>What is drawn.</summary>
    ReferenceNeighborhood Picture { get; }

    /// <summary>What the picture lacks, a sentence each.</summary>
    IReadOnlyList<Remark> Missing { get; }

    /// <summary>How it looks.</summary>
    PictureOptions Look { get; }

    /// <summary>The pictures that the reader of a page may switch between, the first one seen first, with what unfolds in each.</summary>
    IReadOnlyList<HtmlView> Views();
}
