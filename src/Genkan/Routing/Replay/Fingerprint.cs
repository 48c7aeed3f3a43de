using System.Globalization;
using System.Runtime.InteropServices;
using Genkan.Routing.Decision;

namespace Genkan.Routing.Replay;

/// <summary>
/// Sixty-four bits that say whether anything about the people is otherwise than it was (FNV-1a, 64 bits, draft-eastlake-fnv). The same on every node
/// and in every release that knows the same facts; nobody gains by making two teams look alike.
/// </summary>
internal struct Fingerprint
{
    private const ulong Prime = 0x100000001b3;
    private ulong state;

    public static string Of(IEnumerable<Candidate> agents)
    {
        var print = new Fingerprint { state = 0xcbf29ce484222325 };
        foreach (var agent in agents)
        {
            print.Add(agent);
        }

        return print.state.ToString("x16", CultureInfo.InvariantCulture);
    }

    private void Add(Candidate agent)
    {
        Add(agent.Id);
        Add(agent.Status);
        Add((agent.Automatic ? 1 : 0) | (agent.Pick ? 2 : 0) | (agent.Accept ? 4 : 0) | (agent.Transfer ? 8 : 0) | (agent.Online ? 16 : 0) | (agent.Here ? 32 : 0) | (agent.MayChat ? 64 : 0)
            | (agent.Sites is null ? 128 : 0));
        Add(agent.Limit ?? -1);
        Add(agent.Departments);
        Add(agent.Sites ?? []);
        Add(agent.Languages);
        Add(agent.Skills);
    }

    private void Add(IReadOnlyList<Guid> ids)
    {
        Add(ids.Count);
        foreach (var id in ids)
        {
            Add(id);
        }
    }

    private void Add(IReadOnlyList<string> words)
    {
        Add(words.Count);
        foreach (var word in words)
        {
            Add(word);
        }
    }

    private void Add(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes);
        Add(bytes);
    }

    private void Add(string word)
    {
        Add(word.Length);
        Add(MemoryMarshal.AsBytes(word.AsSpan()));
    }

    private void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Add(bytes);
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        foreach (var one in bytes)
        {
            state = (state ^ one) * Prime;
        }
    }
}
