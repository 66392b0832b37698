namespace HeapGraph.Core.Tests.Support;

/// <summary>Labels as people read them.</summary>
internal static class LabelWords
{
    extension(IEnumerable<SlotLabel> labels)
    {
        /// <summary>Each in words.</summary>
        public string[] Words => [.. labels.Select(label => label.ToString())];
    }
}
