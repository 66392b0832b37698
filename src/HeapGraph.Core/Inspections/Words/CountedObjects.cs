namespace HeapGraph.Core.Inspections.Words;

/// <summary>Numbers of objects in words.</summary>
internal static class CountedObjects
{
    extension(HeapType type)
    {
        /// <summary>"50,000 Order objects", "1 Order object", "3,000 byte[] arrays", "12 strings".</summary>
        public string Counted(long count)
        {
            var what = type.Traits.HasFlag(HeapTypeTraits.String) ? type.ShortName
                : type.Traits.HasFlag(HeapTypeTraits.Array) ? $"{type.ShortName} array"
                : $"{type.ShortName} object";
            return $"{count:N0} {what}{(count == 1 ? "" : "s")}";
        }
    }
}
