using HeapGraph.Core.Graph.Names.Frameworks;
using Microsoft.Diagnostics.Runtime;

namespace HeapGraph.Core.Reading.Runtime;

/// <summary>Types of delegates.</summary>
internal static class DelegateType
{
    extension(ClrType type)
    {
        /// <summary>Whether its objects are delegates.</summary>
        public bool IsDelegate => type.BaseType?.Name == FrameworkDelegate.Base;
    }
}
