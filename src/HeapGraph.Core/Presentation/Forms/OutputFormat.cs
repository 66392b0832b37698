using System.Text;
using HeapGraph.Core;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Graph;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Flame;
using HeapGraph.Core.Presentation.Forms;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Html;
using HeapGraph.Core.Presentation.Plots;
using HeapGraph.Core.Presentation.Profiles;
using HeapGraph.Core.Presentation.Tables;
using HeapGraph.Core.Presentation.Text;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph;

/// <summary>A form that results are written in: its name, the endings of its files, which results have it, and what writes it.
/// These are all there are.</summary>
public sealed class OutputFormat
{
    private const string NamesNothing = "";   // an ending that says nothing, as that of stdout

    // What other files end in: dumps, what is packed, pictures and sheets of other kinds.
    private static readonly string[] OthersEndings = [".gz", ".zip", ".dmp", ".gcdump", ".heapgraph", ".gif", ".jpg", ".jpeg", ".xlsx"];
    private static readonly List<OutputFormat> Known = [];
    private readonly Form[] _forms;

    private OutputFormat(string name, string[] endings, params Form[] forms)
    {
        (Name, Endings, _forms) = (name, endings, forms);
        Known.Add(this);
    }

    /// <summary>For people: a table, or a tree.</summary>
    public static OutputFormat Table { get; } = new("table", [".txt"], Text<IPresented>((result, output, to) => result.WriteText(to.ConsoleOver(output), to.ShortNames))) { IsRows = true };

    /// <summary>One object with a <c>schema</c>.</summary>
    public static OutputFormat Json { get; } = new("json", [".json"], Text<IPresented>((result, output, _) => output.Write(result.Json()))) { IsRows = true };

    /// <summary>Comma-separated values (RFC 4180); the sentences around the table are told apart from it.</summary>
    public static OutputFormat Csv { get; } = new("csv", [".csv"], Named<IPresented>((result, to) =>
    {
        var view = result.View(to.ShortNames);
        to.WriteText(output => DelimitedText.WriteCsv(output, view));
        return [.. view.FooterLines];
    })) { IsRows = true };

    /// <summary>For an issue tracker.</summary>
    public static OutputFormat Markdown { get; } = new("markdown", [".md"], Text<IPresented>((result, output, to) => result.WriteMarkdown(output, to.ShortNames))) { IsRows = true };

    /// <summary>A picture, drawn by Graphviz.</summary>
    public static OutputFormat Png { get; } = new("png", [".png"], Drawings("png"));

    /// <summary>A picture, drawn by Graphviz; of what went over time a plot.</summary>
    public static OutputFormat Svg { get; } = new("svg", [".svg"], [.. Drawings("svg"), ByEnding<IPlotted>(Plot)]);

    /// <summary>A picture, drawn by Graphviz.</summary>
    public static OutputFormat Pdf { get; } = new("pdf", [".pdf"], Drawings("pdf"));

    /// <summary>A picture in Graphviz's language.</summary>
    public static OutputFormat Dot { get; } = new("dot", [DotFile.Ending], Drawings("dot"));

    /// <summary>A picture in Mermaid's language, which GitHub and GitLab draw inside an issue.</summary>
    public static OutputFormat Mermaid { get; } = new(
        "mermaid", [".mmd"], Text<IPictured>((result, output, _) => MermaidText.Write(output, result.Picture, result.Missing, result.Look)));

    /// <summary>A page to look around in, without network.</summary>
    public static OutputFormat Html { get; } = new(
        "html",
        [".html"],
        ByEnding<IPictured>(PicturePage),
        ByEnding<IRetained>((result, to) =>
        {
            var tree = TreeOf(result, to, isPicture: false);
            to.WriteText(output => FlameHtml.Write(output, result.Target, tree, to.ShortNames, result.Words));
            return [Wrote(to.Path!, tree)];
        }),
        Named<IReported>(ReportPage));

    /// <summary>A flame graph: what keeps how much alive.</summary>
    public static OutputFormat Flamegraph { get; } = new("flamegraph", [], Named<IRetained>((result, to) => Html.Owns(to.Path)
        ? Html.Write(result, to)
        : Written(to, output => FlameSvg.Write(output, result.Target, TreeOf(result, to, isPicture: false), to.ShortNames)))) { AlsoEndsIn = [".svg", ".html"] };

    /// <summary>A profile for speedscope, whose stacks are chains of dominators.</summary>
    public static OutputFormat Speedscope { get; } = new("speedscope", [".speedscope.json"], Named<IRetained>((result, to) =>
    {
        using var bytes = new MemoryStream();
        var tree = TreeOf(result, to, isPicture: false);
        SpeedscopeProfile.Write(bytes, result.Target, tree, to.ShortNames);
        to.WriteText(output => output.Write(Encoding.UTF8.GetString(bytes.ToArray())));
        return [.. RetentionWording.Footer(tree)];   // all others say it in the file
    })) { AlsoEndsIn = [".json"] };

    /// <summary>A profile for pprof, likewise.</summary>
    public static OutputFormat Pprof { get; } = new("pprof", [".pb.gz", ".pprof"], Named<IRetained>((result, to) =>
    {
        var tree = TreeOf(result, to, isPicture: false);
        to.WriteBytes(output => PprofProfile.Write(output, result.Target, tree, to.ShortNames));
        return [];
    })) { Description = "A pprof profile", IsText = false };

    /// <summary>Every form there is.</summary>
    public static IReadOnlyList<OutputFormat> All { get; } = Known.AsReadOnly();

    /// <summary>What the form is called: <c>json</c>.</summary>
    public string Name { get; }

    /// <summary>What its files end in, with the dot; none when no ending stands for it alone.</summary>
    public IReadOnlyList<string> Endings { get; }

    /// <summary>Whether it can be written to a terminal.</summary>
    internal bool IsText { get; private init; } = true;

    /// <summary>The form in a sentence.</summary>
    internal string Description { get => field ?? Name; private init; }

    /// <summary>What its files may end in, though another form's do too.</summary>
    internal IReadOnlyList<string> OwnEndings => IsRows ? [] : [.. AlsoEndsIn.Length > 0 && Endings.Count == 0 ? AlsoEndsIn : [.. Endings, .. AlsoEndsIn]];

    // What every result has; one of them may well be written under another's ending.
    internal bool IsRows { get; private init; }

    /// <summary>Whether it is for a program, which wants to know all, rather than for people.</summary>
    internal bool ListsAll => IsRows && this != Table;

    private bool IsByGraphviz => this == Png || this == Svg || this == Pdf || this == Html;

    private string[] AlsoEndsIn { get; init; } = [];

    /// <summary>The form's name.</summary>
    public override string ToString() => Name;

    /// <summary>What kind of file that results are not written to a name stands for: <c>dmp</c>; null for none.</summary>
    internal static string? OtherKind(string path) => OthersEndings.FirstOrDefault(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))?[1..];

    /// <summary>The files that may be written for one that is named: it, and what stands beside a picture that can't be drawn.</summary>
    internal static IReadOnlyList<string> FilesOf(Type result, string path) =>
        [path, .. OfferedTo(result).Any(format => format.IsByGraphviz && format.Owns(path)) ? (string[])[DotFile.Beside(path)] : []];

    /// <summary>The form with a name.</summary>
    internal static OutputFormat Named(string name) => Known.Single(format => format.Name == name);

    /// <summary>The names of the forms that a kind of result is written in when they are asked for by name.</summary>
    internal static IReadOnlyList<string> NamesFor(Type result) => [.. OfferedTo(result).Where(format => format.FormOf(result)!.IsNamed).Select(format => format.Name)];

    /// <summary>The endings that stand for a form of a kind of result, pictures first.</summary>
    internal static IReadOnlyList<string> EndingsFor(Type result) =>
        [.. OfferedTo(result).OrderBy(format => format.IsRows).ThenBy(format => format == Table).SelectMany(format => format.Endings)];

    /// <summary>The endings of pictures among them, pages too if asked.</summary>
    internal static IReadOnlyList<string> PictureEndingsFor(Type result, bool withPages = true) =>
        [.. OfferedTo(result).Where(format => !format.IsRows && format.Fits(typeof(IPictured)) && (withPages || format != Html)).SelectMany(format => format.Endings)];

    /// <summary>The form that is meant.</summary>
    /// <param name="result">The kind of result.</param>
    /// <param name="path">The file to be written; null for none.</param>
    /// <param name="asked">The form that was asked for; null to go by the file's ending, and for a table where that says nothing.</param>
    /// <exception cref="OutputRefusedException">The result has no such form, or it and the file contradict each other.</exception>
    internal static OutputFormat For(Type result, string? path, OutputFormat? asked)
    {
        OutputFormat[] offered = [.. OfferedTo(result)];
        var ending = EndingOf(path, offered);
        var byEnding = Array.Find(offered, format => format.Endings.Contains(ending));
        if (byEnding is null && path is not null && asked is null or { IsRows: true }
            && (IsOfOthers(ending) || (asked is null && ending != NamesNothing && Array.Exists(offered, format => format.IsDrawn(result)))))
        {
            throw new OutputRefusedException.UnknownEnding(ending, EndingsFor(result));
        }

        if (asked is null)
        {
            return byEnding ?? Table;
        }

        if (!offered.Contains(asked))
        {
            throw new OutputRefusedException.UnknownEnding(asked.Name, EndingsFor(result));
        }

        if (path is null && (!asked.IsText || asked.IsDrawn(result)))
        {
            throw new OutputRefusedException.NoText(asked.Description, asked.Endings is [var usual, ..] ? usual : asked.AlsoEndsIn[0]);
        }

        // Of what is text in any form the name says enough.
        return byEnding is null || byEnding == asked || byEnding == Table || (byEnding.IsRows && asked.IsRows) || asked.AlsoEndsIn.Contains(ending)
            || !Array.Exists(offered, format => format.IsDrawn(result))
            ? asked
            : throw new OutputRefusedException.Contradiction(path!, asked.Name, asked.OwnEndings);
    }

    /// <summary>Whether a kind of result has this form.</summary>
    internal bool Fits(Type result) => FormOf(result) is not null;

    /// <summary>Writes a result that has this form.</summary>
    /// <returns>What the file does not say, a sentence each.</returns>
    /// <exception cref="GraphvizException">Graphviz is missing or failed; the <c>.dot</c> stands beside.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    internal IReadOnlyList<string> Write(IPresented result, Destination to) => FormOf(result.GetType())!.Write(result, to);

    private static IEnumerable<OutputFormat> OfferedTo(Type result) => Known.Where(format => format.Fits(result));

    // The longest that is known: heap.speedscope.json is no plain JSON.
    private static string EndingOf(string? path, IReadOnlyList<OutputFormat> offered) => path is null
        ? NamesNothing
        : offered.SelectMany(format => format.Endings.Concat(format.AlsoEndsIn)).Where(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)).MaxBy(ending => ending.Length)
            ?? Path.GetExtension(path).ToLowerInvariant();

    private static bool IsOfOthers(string ending) => OthersEndings.Contains(ending) || Known.Exists(format => format.Endings.Contains(ending));

    private bool IsDrawn(Type result) => !IsRows && FormOf(result) is { IsNamed: false };

    private bool Owns(string? path) => path is not null && Endings.Any(ending => path.EndsWith(ending, StringComparison.OrdinalIgnoreCase));

    private Form? FormOf(Type result) => Array.Find(_forms, form => form.Result.IsAssignableFrom(result));

    private static Form[] Drawings(string format) =>
    [
        ByEnding<IPictured>((result, to) =>
        {
            var dot = PictureDot.Of(result.Picture, result.Missing, result.Look);
            dot = to.Clock.Timed("Drawing", () => PictureFile.Draw(to.Path!, format, dot, to.Cancellation));
            return [Wrote(to.Path!, result.Picture), .. dot.Remark is { } remark ? (string[])[remark] : []];
        }),
        ByEnding<IRetained>((result, to) =>
        {
            var tree = TreeOf(result, to, isPicture: true);
            PictureFile.Draw(to.Path!, format, RetentionDot.Of(result.Target, tree, to.ShortNames), to.Cancellation);
            return [Wrote(to.Path!, tree)];
        }),
    ];

    private static IReadOnlyList<string> PicturePage(IPictured result, Destination to)
    {
        var views = to.Clock.Timed("Finding what unfolds", result.Views);
        var remark = to.Clock.Timed("Drawing", () => HtmlPicture.Write(to.Path!, result.Command, result.Target, views, to.Cancellation));
        var hidden = views.Sum(view => view.Picture.Whole.Nodes.Count - view.Picture.Shown.Nodes.Count);
        return
        [
            Wrote(to.Path!, result.Picture),
            .. remark is null ? (string[])[] : [remark],
            $"{to.Path} is a page of {new FileInfo(to.Path!).Length >> 10:N0} KB, "
                + (HtmlPicture.Unfolds ? $"with {hidden:N0} more nodes to unfold." : "which does not unfold: this build brings no layout engine."),
        ];
    }

    private static IReadOnlyList<string> Plot(IPlotted result, Destination to)
    {
        to.WriteText(output => MemoryPlotSvg.Write(output, result.Target, result.Course));
        return [$"Wrote {to.Path}: {Wording.Count(result.Course.Samples.Count, "sample")}."];
    }

    private static IReadOnlyList<string> ReportPage(IReported result, Destination to)
    {
        var pictures = to.Clock.Timed("Drawing", () => LeakPictures.Of(result.Report, to.ShortNames, to.Cancellation));
        to.WriteText(output => LeakReportHtml.Write(output, result.Target, result.Words, result.Report, pictures, to.ShortNames));
        return
        [
            .. pictures.WhyNone?.In(result.Words) is { } reason ? (string[])[$"The report has no pictures. {reason}"] : [],
            .. to.Path is null ? (string[])[] : [$"Wrote {to.Path}: {Wording.Count(result.Report.Findings.Count, "leak suspect")}, {Wording.Count(pictures.Count, "picture")}."],
        ];
    }

    private static string Wrote(string path, ReferenceNeighborhood picture) => $"Wrote {path}: {picture.Nodes.Count:N0} nodes, {picture.Edges.Count:N0} references.";

    private static string Wrote(string path, RetentionTree tree) => $"Wrote {path}: what keeps {tree.TotalBytes.AsByteSize} alive.";

    private static RetentionTree TreeOf(IRetained result, Destination to, bool isPicture) => to.Clock.Timed("Folding the tree", () => result.TreeFor(isPicture));

    private static IReadOnlyList<string> Written(Destination to, Action<TextWriter> write)
    {
        to.WriteText(write);
        return [];
    }

    private static Form Text<T>(Action<T, TextWriter, Destination> write)
        where T : IPresented => Named<T>((result, to) => Written(to, output => write(result, output, to)));

    private static Form Named<T>(Func<T, Destination, IReadOnlyList<string>> write)
        where T : IPresented => new(typeof(T), IsNamed: true, (result, to) => write((T)result, to));

    private static Form ByEnding<T>(Func<T, Destination, IReadOnlyList<string>> write)
        where T : IPresented => new(typeof(T), IsNamed: false, (result, to) => write((T)result, to));

    /// <summary>How results of a kind are written in the form.</summary>
    /// <param name="Result">The kind.</param>
    /// <param name="IsNamed">Whether it may be asked for by name; otherwise a file's ending alone stands for it.</param>
    /// <param name="Write">Writes one, and returns what the file does not say.</param>
    private sealed record Form(Type Result, bool IsNamed, Func<IPresented, Destination, IReadOnlyList<string>> Write);
}
