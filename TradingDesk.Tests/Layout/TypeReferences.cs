using System.Reflection;
using System.Reflection.Emit;

namespace TradingDesk.Tests.Layout;

/// <summary>
/// The types that a compiled type uses: base types, members, attributes and everything that its method bodies name. Reading the compiled form finds what a text search
/// misses (relative names, inferred types, extension methods).
/// </summary>
internal static class TypeReferences
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        AddAll(found, type.GetInterfaces());
        AddAll(found, type.GetCustomAttributesData().Select(attribute => attribute.AttributeType));
        AddAll(found, type.IsGenericTypeDefinition ? type.GetGenericArguments().SelectMany(argument => argument.GetGenericParameterConstraints()) : []);
        AddAll(found, type.GetFields(Declared).Select(field => field.FieldType));
        foreach (var method in type.GetMethods(Declared).Cast<MethodBase>().Concat(type.GetConstructors(Declared)))
        {
            AddMethod(found, method);
        }

        return found;
    }

    private static void AddMethod(HashSet<Type> found, MethodBase method)
    {
        AddAll(found, method.GetParameters().Select(parameter => parameter.ParameterType));
        Add(found, (method as MethodInfo)?.ReturnType);
        if (method.GetMethodBody() is not { } body)
        {
            return;
        }

        AddAll(found, body.LocalVariables.Select(local => local.LocalType));
        AddAll(found, body.ExceptionHandlingClauses.Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause).Select(clause => clause.CatchType));
        foreach (var token in Tokens(body.GetILAsByteArray()!))
        {
            AddMember(found, Resolve(method, token));
        }
    }

    private static void AddMember(HashSet<Type> found, MemberInfo? member)
    {
        switch (member)
        {
            case Type type:
                Add(found, type);
                break;
            case MethodBase method:
                Add(found, method.DeclaringType);
                Add(found, (method as MethodInfo)?.ReturnType);
                AddAll(found, method.IsGenericMethod ? method.GetGenericArguments() : []);
                break;
            case FieldInfo field:
                Add(found, field.DeclaringType);
                Add(found, field.FieldType);
                break;
        }
    }

    private static MemberInfo? Resolve(MethodBase method, int token)
    {
        var ofType = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var ofMethod = method.IsGenericMethod ? method.GetGenericArguments() : null;
        return method.Module.ResolveMember(token, ofType, ofMethod);
    }

    private static IEnumerable<int> Tokens(byte[] il)
    {
        for (var i = 0; i < il.Length;)
        {
            var value = il[i] == 0xFE ? (short)(0xFE00 | il[i + 1]) : il[i];
            var code = Codes[value];
            i += code.Size;
            if (code.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return BitConverter.ToInt32(il, i);
            }

            i += code.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, i)),
                _ => 4,
            };
        }
    }

    private static void AddAll(HashSet<Type> found, IEnumerable<Type?> types)
    {
        foreach (var type in types)
        {
            Add(found, type);
        }
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        while (type is { HasElementType: true })
        {
            type = type.GetElementType();
        }

        if (type is null || type.IsGenericParameter || !found.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type))
        {
            return;
        }

        if (type.IsGenericType)
        {
            AddAll(found, type.GetGenericArguments());
        }
    }
}
