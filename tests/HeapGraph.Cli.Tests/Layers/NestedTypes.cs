using System.Reflection.Metadata;

namespace HeapGraph.Cli.Tests.Layers;

internal static class NestedTypes
{
    extension(MetadataReader metadata)
    {
        /// <summary>The type that a type is nested in, at whatever depth; itself if in none. What the compiler makes for lambdas,
        /// iterators and async methods is nested in the type that they are written in.</summary>
        public TypeDefinitionHandle Outermost(TypeDefinitionHandle type)
        {
            while (metadata.GetTypeDefinition(type).GetDeclaringType() is { IsNil: false } around)
            {
                type = around;
            }

            return type;
        }
    }
}
