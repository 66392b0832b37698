using System.Globalization;

namespace HeapGraph.Core;

internal static class ByteSize
{
    private static readonly string[] Units = ["B", "KB", "MB", "GB", "TB"];

    extension(long bytes)
    {
        /// <summary>"512 B", "1.5 KB": 1 KB is 1024 bytes.</summary>
        public string AsByteSize
        {
            get
            {
                var (size, unit) = ((double)bytes, 0);

                // Rounded first: 1,048,570 bytes are 1 MB, not 1024 KB.
                for (; Math.Round(Math.Abs(size), 1) >= 1024 && unit < Units.Length - 1; unit++)
                {
                    size /= 1024;
                }

                return string.Create(CultureInfo.InvariantCulture, $"{size:#,0.#} {Units[unit]}");
            }
        }
    }
}
