using System.Text;
using HeapGraph.Cli.Options;
using HeapGraph.Cli.Running;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Flame;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Profiles;
using HeapGraph.Core.Presentation.Words;

namespace HeapGraph.Cli.Output;

/// <summary>How a dominator tree is written when it is to be no table: as a picture, a page or a profile.</summary>
internal sealed record RetentionForm(string Format, string? File)
{
    private const string Picture = "picture", Page = "html", Flamegraph = "flamegraph", Speedscope = "speedscope", Pprof = "pprof";

    // The endings that fit each format; others than these and those of pictures and tables may mean anything.
    private static readonly Dictionary<string, string[]> EndingsByFormat = new()
    {
        [Flamegraph] = [".svg", ".html"], [Speedscope] = [".speedscope.json", ".json"], [Pprof] = [".pb.gz", ".pprof"],
    };

    private static readonly string[] KnownEndings = [.. EndingsByFormat.Values.SelectMany(endings => endings), .. PictureFile.Endings, ".csv", ".md"];

    /// <summary>What <c>--format</c> takes besides the forms of a table.</summary>
    public static string[] Formats { get; } = [Flamegraph, Speedscope, Pprof];

    /// <summary>Whether it is a tree of boxes, in which many can not be read.</summary>
    public bool IsPicture => Format == Picture;

    /// <summary>The form that was asked for, by name or by the ending of the file.</summary>
    /// <returns>Null for a table.</returns>
    /// <exception cref="UsageException">An ending that can't be written, or contradicts the format.</exception>
    public static RetentionForm? Of(string? file, string? format)
    {
        var ending = file is null ? null : KnownEndings.Where(known => file.EndsWith(known, StringComparison.OrdinalIgnoreCase)).MaxBy(known => known.Length);
        var byEnding = ending switch
        {
            ".speedscope.json" => Speedscope,
            ".pb.gz" or ".pprof" => Pprof,
            ".html" => Page,
            _ => null,
        };
        if (format is not null && EndingsByFormat.TryGetValue(format, out var fitting))
        {
            if (format == Pprof && file is null)
            {
                throw new UsageException("A pprof profile is no text.", "Name a file: -o heap.pb.gz");
            }

            return ending is null || fitting.Contains(ending)
                ? new RetentionForm(format == Flamegraph && byEnding == Page ? Page : format, file)
                : throw new UsageException($"'{file}' can't be written as {format}.", $"Name a file that ends in {string.Join(" or ", fitting)}.");
        }

        return byEnding is null ? PictureOptionGroup.IsPicture(file, format) ? new RetentionForm(Picture, file) : null
            : format is null ? new RetentionForm(byEnding, file)
            : throw new UsageException($"'{file}' can't be written as {format}.", "Leave out --format, or name another file.");
    }

    public void Write(Session session, string target, RetentionTree tree, bool shortNames)
    {
        if (File is null)
        {
            Write(session.Output, target, tree, shortNames);
        }
        else if (IsPicture)
        {
            PictureFile.Draw(File, RetentionDot.Of(target, tree, shortNames), "--max-depth, --min-share", session.Cancellation);
        }
        else
        {
            AtomicFile.Write(File, temporary =>
            {
                using var file = System.IO.File.Create(temporary);
                if (Format == Pprof)
                {
                    PprofProfile.Write(file, target, tree, shortNames);
                    return;
                }

                using var text = new StreamWriter(file);
                Write(text, target, tree, shortNames);
            });
        }

        // All others say it in the file.
        foreach (var line in Format == Speedscope ? RetentionWording.Footer(tree) : [])
        {
            session.Note(line);
        }
    }

    private void Write(TextWriter output, string target, RetentionTree tree, bool shortNames)
    {
        switch (Format)
        {
            case Page:
                FlameHtml.Write(output, target, tree, shortNames);
                break;
            case Flamegraph:
                FlameSvg.Write(output, target, tree, shortNames);
                break;
            default:
                using (var bytes = new MemoryStream())
                {
                    SpeedscopeProfile.Write(bytes, target, tree, shortNames);
                    output.Write(Encoding.UTF8.GetString(bytes.ToArray()));
                }

                break;
        }
    }
}
