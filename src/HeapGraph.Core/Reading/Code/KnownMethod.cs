using System.Reflection;
using System.Reflection.Metadata;
using HeapGraph.Core.Reading.Code.Modules;

namespace HeapGraph.Core.Reading.Code;

/// <summary>A method of which it is known what a call of it means to the field.</summary>
/// <param name="Home">The module that has it.</param>
/// <param name="Handle">It itself.</param>
/// <param name="Returns">What it returns.</param>
/// <param name="Stores">Whether it stores its last argument in the field.</param>
/// <param name="Adds">Whether it adds its argument to what the field refers to.</param>
/// <param name="Takes">Whether it takes something out of that, or puts something else in its place.</param>
internal sealed record KnownMethod(ModuleCode Home, MethodDefinitionHandle Handle, Held Returns, bool Stores, bool Adds, bool Takes)
{
    /// <summary>Whether it tells anything.</summary>
    public bool IsOfUse => Returns != Held.None || Stores || Adds || Takes;

    /// <summary>Whether code of other assemblies may call it.</summary>
    public bool IsVisibleOutside => (Home.Metadata.GetMethodDefinition(Handle).Attributes & MethodAttributes.MemberAccessMask) switch
    {
        MethodAttributes.Public or MethodAttributes.Family or MethodAttributes.FamORAssem => true,
        MethodAttributes.Assembly or MethodAttributes.FamANDAssem => Home.HasFriends,
        _ => false,
    };
}
