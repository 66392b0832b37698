using System.Reflection.Metadata;

namespace HeapGraph.Core.Reading.Code.Modules;

/// <summary>Looks through signatures before they are read: the reader of System.Reflection.Metadata goes down as deep as they are nested, and
/// sets memory aside for as many parts as they claim.</summary>
/// <remarks>Layout: ECMA-335 II.23.2. Linear in its bytes.</remarks>
internal static class Signatures
{
    private const int MostBytes = 16_384, MostDepth = 64, MostRank = 32;

    /// <summary>That of a type.</summary>
    /// <exception cref="BadImageFormatException">It is damaged, or like none that a compiler makes.</exception>
    public static BlobReader OfType(MetadataReader metadata, BlobHandle signature)
    {
        var blob = BlobOf(metadata, signature);
        var ahead = blob;
        PassType(ref ahead, 0);
        return blob;
    }

    /// <summary>That of a method.</summary>
    /// <exception cref="BadImageFormatException">As above.</exception>
    public static BlobReader OfMethod(MetadataReader metadata, BlobHandle signature)
    {
        var blob = BlobOf(metadata, signature);
        var ahead = blob;
        PassMethod(ref ahead, 0);
        return blob;
    }

    private static BlobReader BlobOf(MetadataReader metadata, BlobHandle signature) =>
        metadata.GetBlobReader(signature) is { Length: <= MostBytes } blob ? blob : throw new BadImageFormatException();

    private static void PassMethod(ref BlobReader blob, int depth)
    {
        if (blob.ReadSignatureHeader().IsGeneric)
        {
            blob.ReadCompressedInteger();
        }

        PassTypes(ref blob, Count(ref blob) + 1, depth);
    }

    private static void PassTypes(ref BlobReader blob, int count, int depth)
    {
        for (var type = 0; type < count; type++)
        {
            PassType(ref blob, depth);
        }
    }

    private static void PassType(ref BlobReader blob, int depth)
    {
        if (depth > MostDepth)
        {
            throw new BadImageFormatException();
        }

        switch (blob.ReadSignatureTypeCode())
        {
            case SignatureTypeCode.Sentinel or SignatureTypeCode.Pinned or SignatureTypeCode.Pointer or SignatureTypeCode.ByReference or SignatureTypeCode.SZArray:
                PassType(ref blob, depth + 1);
                break;
            case SignatureTypeCode.OptionalModifier or SignatureTypeCode.RequiredModifier:
                blob.ReadTypeHandle();
                PassType(ref blob, depth + 1);
                break;
            case SignatureTypeCode.TypeHandle:
                blob.ReadTypeHandle();
                break;
            case SignatureTypeCode.GenericTypeParameter or SignatureTypeCode.GenericMethodParameter:
                blob.ReadCompressedInteger();
                break;
            case SignatureTypeCode.GenericTypeInstance:
                PassType(ref blob, depth + 1);
                PassTypes(ref blob, Count(ref blob), depth + 1);
                break;
            case SignatureTypeCode.FunctionPointer:
                PassMethod(ref blob, depth + 1);
                break;
            case SignatureTypeCode.Array:
                PassType(ref blob, depth + 1);
                if (blob.ReadCompressedInteger() > MostRank)
                {
                    throw new BadImageFormatException();
                }

                PassSizes(ref blob, isSigned: false);
                PassSizes(ref blob, isSigned: true);
                break;
        }
    }

    private static void PassSizes(ref BlobReader blob, bool isSigned)
    {
        for (var left = Count(ref blob); left > 0; left--)
        {
            _ = isSigned ? blob.ReadCompressedSignedInteger() : blob.ReadCompressedInteger();
        }
    }

    /// <summary>How many parts follow, each of which has a byte at least.</summary>
    private static int Count(ref BlobReader blob) => blob.ReadCompressedInteger() is var count && count <= blob.RemainingBytes ? count : throw new BadImageFormatException();
}
