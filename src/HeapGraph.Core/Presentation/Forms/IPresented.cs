using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Words;
using Spectre.Console;

namespace HeapGraph.Core.Presentation.Forms;

/// <summary>A finished result, in the forms that every result has.</summary>
internal interface IPresented
{
    /// <summary>The dump or process that it is about.</summary>
    string Target { get; }

    /// <summary>How it names what can be set and asked.</summary>
    IRemedyWords Words { get; }

    /// <summary>Its rows and columns: what CSV and markdown show.</summary>
    TableView View(bool shortNames);

    /// <summary>The object that <c>--format json</c> prints.</summary>
    string Json();

    /// <summary>Writes what people read on a terminal.</summary>
    void WriteText(IAnsiConsole console, bool shortNames);

    /// <summary>Writes what an issue tracker shows.</summary>
    void WriteMarkdown(TextWriter output, bool shortNames);
}
