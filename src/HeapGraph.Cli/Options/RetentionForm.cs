using System.Text;
using HeapGraph.Core.Analysis.Dominators;
using HeapGraph.Core.Presentation;
using HeapGraph.Core.Presentation.Flame;
using HeapGraph.Core.Presentation.Graphviz;
using HeapGraph.Core.Presentation.Profiles;

namespace HeapGraph.Cli.Options;

/// <summary>How a dominator tree is written when it is to be no table: as a picture, a page or a profile.</summary>
internal sealed record RetentionForm(string Format, string? File)
{
    private const string Picture = "picture", Page = "html", Flamegraph = "flamegraph", Speedscope = "speedscope", Pprof = "pprof";

    /// <summary>What <c>--format</c> takes besides the forms of a table.</summary>
    public static string[] Formats { get; } = [Flamegraph, Speedscope, Pprof];

    /// <summary>Whether it is a tree of boxes, in which many can not be read.</summary>
    public bool IsPicture => Format == Picture;

    /// <summary>The form that was asked for, by name or by the ending of the file.</summary>
    /// <returns>Null for a table.</returns>
    /// <exception cref="UsageException">An ending that can't be written, or contradicts the format.</exception>
    public static RetentionForm? Of(string? file, string? format)
    {
        var byEnding = file switch
        {
            null => null,
            _ when file.EndsWith(".speedscope.json", StringComparison.OrdinalIgnoreCase) => Speedscope,
            _ when file.EndsWith(".pb.gz", StringComparison.OrdinalIgnoreCase) || file.EndsWith(".pprof", StringComparison.OrdinalIgnoreCase) => Pprof,
            _ when file.EndsWith(".html", StringComparison.OrdinalIgnoreCase) => Page,
            _ => null,
        };
        if (format is null or Flamegraph && byEnding == Page)
        {
            return new RetentionForm(Page, file);
        }

        if (format == Pprof && file is null)
        {
            throw new UsageException("A pprof profile is no text.", "Name a file: -o heap.pb.gz");
        }

        if (format == Flamegraph && Path.GetExtension(file)?.ToLowerInvariant() is ".png" or ".pdf" or ".dot")
        {
            throw new UsageException($"A flame graph can't be written to '{file}'.", "Name a file that ends in .svg or .html.");
        }

        return Formats.Contains(format) ? new RetentionForm(format!, file)
            : byEnding is not null ? format is null ? new RetentionForm(byEnding, file)
                : throw new UsageException($"'{file}' can't be written as {format}.", "Leave out --format, or name another file.")
            : PictureOptionGroup.IsPicture(file, format) ? new RetentionForm(Picture, file)
            : null;
    }

    public void Write(Session session, string target, RetentionTree tree, bool shortNames)
    {
        if (File is null)
        {
            Write(session.Output, target, tree, shortNames);
        }
        else if (IsPicture)
        {
            PictureFile.Draw(File, RetentionDot.Of(target, tree, shortNames), session.Cancellation);
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
