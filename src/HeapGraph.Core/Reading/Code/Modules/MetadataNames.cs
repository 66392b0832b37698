using System.Reflection.Metadata;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>Names in metadata.</summary>
internal static class MetadataNames
{
    private const int MostBytes = 1024;   // no compiler makes longer ones, and no runtime loads them

    /// <summary>A name; of one that is too long to be one its beginning.</summary>
    public static string Of(MetadataReader metadata, StringHandle name)
    {
        var bytes = metadata.GetBlobReader(name);
        return bytes.Length <= MostBytes ? metadata.GetString(name) : bytes.ReadUTF8(MostBytes);
    }
}
