using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

// Writes one manifest resource of a managed assembly to a file, without loading the assembly.
// Usage: BlazorScript <assembly> <resource name> <output file>
if (args is not [var assemblyPath, var resourceName, var outputPath])
{
    Console.Error.WriteLine("usage: BlazorScript <assembly> <resource name> <output file>");
    return 2;
}

using var image = new PEReader(File.OpenRead(assemblyPath));
var metadata = image.GetMetadataReader();
var resource = metadata.ManifestResources
    .Select(metadata.GetManifestResource)
    .Where(candidate => candidate.Implementation.IsNil)
    .Cast<ManifestResource?>()
    .FirstOrDefault(candidate => string.Equals(metadata.GetString(candidate!.Value.Name), resourceName, StringComparison.Ordinal));
if (resource is not { } found)
{
    Console.Error.WriteLine($"{assemblyPath}: holds no resource named {resourceName}");
    return 1;
}

var resources = image.PEHeaders.CorHeader!.ResourcesDirectory.RelativeVirtualAddress;
var reader = image.GetSectionData(resources).GetReader();
reader.Offset = checked((int)found.Offset);
var content = reader.ReadBytes(reader.ReadInt32());

Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(outputPath))!);
File.WriteAllBytes(outputPath, content);
Console.WriteLine($"{resourceName}: {content.Length} bytes");
return 0;
