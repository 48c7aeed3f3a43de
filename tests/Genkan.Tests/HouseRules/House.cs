using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Genkan.Tests.HouseRules;

/// <summary>One type of a room naming a type or member of another room.</summary>
internal sealed record Touch(string FromRoom, string From, string ToRoom, string To, bool IsInside)
{
    public override string ToString() => $"{FromRoom}/{From} → {ToRoom}/{To}";
}

/// <summary>A piece of SQL in the code of a room.</summary>
internal sealed record Statement(string Room, string Where, string Sql)
{
    public override string ToString() => $"{Room}/{Where}: {Sql}";
}

/// <summary>The built assembly, read as rooms: the name after the root namespace is the room.</summary>
internal sealed class House : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly ModuleDefinition _module;
    private readonly string _root;

    private House(ModuleDefinition module, string root) => (_module, _root) = (module, root);

    public static House Open(System.Reflection.Assembly assembly, string root) =>
        new(ModuleDefinition.ReadModule(assembly.Location), root);

    public void Dispose() => _module.Dispose();

    public IEnumerable<string> Rooms => Types.Select(RoomOf).OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    /// <summary>Every place where one room names another, once each.</summary>
    public IEnumerable<Touch> Touches() => Types.SelectMany(TouchesOf).Distinct();

    /// <summary>
    /// Every SQL statement, with what is glued to it in the same method: pieces after its beginning belong to it
    /// until the next one begins.
    /// </summary>
    public IEnumerable<Statement> Statements() =>
        from type in Types
        let room = RoomOf(type)
        where room is not null
        from method in type.Methods
        where method.HasBody
        from sql in Pieces(method)
        select new Statement(room, $"{Outermost(type).Name}.{method.Name}", sql);

    private IEnumerable<TypeDefinition> Types => _module.GetTypes().Where(type => type.Namespace.StartsWith(_root, StringComparison.Ordinal) || type.IsNested);

    private static IEnumerable<string> Pieces(MethodDefinition method)
    {
        string? statement = null;
        foreach (var text in method.Body.Instructions.Where(i => i.OpCode == OpCodes.Ldstr).Select(i => (string)i.Operand))
        {
            if (Regex.IsMatch(text, @"^\s*(--.*\s+)?(SELECT|INSERT|UPDATE|DELETE|WITH)\s", RegexOptions.ExplicitCapture, Patience))
            {
                if (statement is not null)
                {
                    yield return statement;
                }

                statement = text;
            }
            else if (statement is not null)
            {
                statement += text;
            }
        }

        if (statement is not null)
        {
            yield return statement;
        }
    }

    private IEnumerable<Touch> TouchesOf(TypeDefinition type)
    {
        if (RoomOf(type) is not { } from)
        {
            yield break;
        }

        foreach (var (reference, member) in References(type))
        {
            var target = Resolve(reference);
            if (target is null || RoomOf(target) is not { } to || to == from)
            {
                continue;
            }

            var hidden = !Outermost(target).IsPublic;
            var inside = hidden || IsInternal(member);
            var name = member is null || hidden ? Outermost(target).Name : $"{Outermost(target).Name}.{member.Name}";
            yield return new Touch(from, Outermost(type).Name, to, name, inside);
        }
    }

    /// <summary>Internal members of a public type are the room's own too.</summary>
    private static bool IsInternal(MemberReference? member) => member switch
    {
        MethodReference method => method.Resolve() is { IsAssembly: true } or { IsFamilyAndAssembly: true },
        FieldReference field => field.Resolve() is { IsAssembly: true } or { IsFamilyAndAssembly: true },
        _ => false,
    };

    private static IEnumerable<(TypeReference Type, MemberReference? Member)> References(TypeDefinition type)
    {
        var types = new List<TypeReference?> { type.BaseType };
        types.AddRange(type.Interfaces.Select(i => i.InterfaceType));
        types.AddRange(type.Fields.Select(field => field.FieldType));
        types.AddRange(type.CustomAttributes.Select(attribute => attribute.AttributeType));
        foreach (var method in type.Methods)
        {
            types.Add(method.ReturnType);
            types.AddRange(method.Parameters.Select(parameter => parameter.ParameterType));
            if (!method.HasBody)
            {
                continue;
            }

            types.AddRange(method.Body.Variables.Select(variable => variable.VariableType));
            foreach (var operand in method.Body.Instructions.Select(i => i.Operand))
            {
                switch (operand)
                {
                    case TypeReference named:
                        types.Add(named);
                        break;
                    case MethodReference called:
                        yield return (called.DeclaringType, called);
                        types.AddRange(Parts(called));
                        break;
                    case FieldReference read:
                        yield return (read.DeclaringType, read);
                        break;
                }
            }
        }

        foreach (var part in types.OfType<TypeReference>().SelectMany(Unwrap))
        {
            yield return (part, null);
        }
    }

    private static IEnumerable<TypeReference> Parts(MethodReference method) =>
        method.Parameters.Select(parameter => parameter.ParameterType)
            .Append(method.ReturnType)
            .Append(method.DeclaringType)
            .Concat(method is GenericInstanceMethod generic ? generic.GenericArguments : []);

    private static IEnumerable<TypeReference> Unwrap(TypeReference type) => type switch
    {
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Unwrap).Prepend(generic.ElementType),
        TypeSpecification wrapped => Unwrap(wrapped.ElementType),
        GenericParameter => [],
        _ => [type],
    };

    private TypeDefinition? Resolve(TypeReference type)
    {
        var element = type.GetElementType();
        return element.Scope == _module || element is TypeDefinition ? element.Resolve() : null;
    }

    private string? RoomOf(TypeDefinition type)
    {
        var space = Outermost(type).Namespace;
        if (!space.StartsWith(_root + ".", StringComparison.Ordinal))
        {
            return null;
        }

        return space[(_root.Length + 1)..].Split('.')[0];
    }

    private static TypeDefinition Outermost(TypeDefinition type)
    {
        while (type.DeclaringType is not null)
        {
            type = type.DeclaringType;
        }

        return type;
    }
}
