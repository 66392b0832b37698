using System.Text;

namespace HeapGraph.Core.Presentation.Forms;

/// <summary>Writes on until it is cancelled: a table may have a hundred million rows.</summary>
internal sealed class CancellableWriter(TextWriter writer, CancellationToken cancellation) : TextWriter
{
    public override Encoding Encoding => writer.Encoding;

    public override void Write(char value) => writer.Write(value);

    public override void Write(string? value)
    {
        cancellation.ThrowIfCancellationRequested();
        writer.Write(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        cancellation.ThrowIfCancellationRequested();
        writer.Write(buffer, index, count);
    }

    public override void Flush() => writer.Flush();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            writer.Dispose();
        }

        base.Dispose(disposing);
    }
}
