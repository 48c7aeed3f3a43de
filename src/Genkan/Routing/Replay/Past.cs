using System.Text.Json;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>The real world as the log tells it.</summary>
internal sealed class Past
{
    public Facts Facts { get; } = new();

    public World World { get; } = new();

    /// <summary>One row more.</summary>
    public void Hear(LogRow row)
    {
        if (row.IsFact)
        {
            Facts.Hear(row);
        }
        else
        {
            Apply(World, row);
            if (row is { Kind: LogRow.Missed, By: { } agent } && World.TurnOf(agent).Misses >= Facts.Policy.MissesUntilAway)
            {
                World.ForgetMisses(agent);
            }
        }
    }

    /// <summary>What the row tells happens; what it tells of a conversation nobody knows, as it began before the log, is passed over.</summary>
    public static void Apply(World world, LogRow row)
    {
        var talk = world.Find(row.Subject);
        switch (row.Kind)
        {
            case LogRow.Began:
                world.Begin(row.Subject, JsonSerializer.Deserialize<Turn>(row.Body!, Wire.Json)!);
                break;
            case LogRow.Moved:
                world.Move(row.Subject, Guid.Parse(row.Body!));
                break;
            case LogRow.Asked when talk is null:
                world.Ask(JsonSerializer.Deserialize<AskedBody>(row.Body!, Wire.Json)!.Row(row.Subject), row.At);
                break;
            case LogRow.Held when talk is not null:
                Restore(world, talk, row);
                break;
            case LogRow.Given when talk is { IsWaiting: true }:
                world.Give(talk, row.By!.Value, row.At, followed: true);
                break;
            case LogRow.Taken when talk is { IsWaiting: true }:
                world.Take(talk, row.By!.Value, row.At, followed: true);
                break;
            case LogRow.Given or LogRow.Taken or LogRow.Transferred when talk is null:
                // All that the retention left of it: when this agent was given something last.
                world.WasGiven(row.By!.Value, row.At);
                break;
            case LogRow.Opened when talk is { IsWaiting: false }:
                world.OpenedBy(talk);
                break;
            case LogRow.Transferred when talk is { IsWaiting: false }:
                talk.Steps++;
                world.Give(talk, row.By!.Value, row.At, followed: true);
                break;
            case LogRow.Sent or LogRow.Missed or LogRow.Gone or LogRow.Barred when talk is { IsWaiting: false }:
                Return(world, talk, row);
                break;
            case LogRow.Ended or LogRow.Left when talk is not null:
                world.End(talk, row.At);
                break;
        }
    }

    /// <summary>In these hands already: it is not given to the agent now.</summary>
    private static void Restore(World world, Talk talk, LogRow row)
    {
        var before = world.TurnOf(row.By!.Value);
        world.Give(talk, row.By.Value, row.At, followed: true);
        world.Begin(row.By.Value, before);
        talk.Opened = row.Body is not null;
    }

    private static void Return(World world, Talk talk, LogRow row)
    {
        talk.Steps += row.Kind == LogRow.Sent ? 1 : 0;
        world.Return(talk, row.Kind, row.Body is { } department ? Guid.Parse(department) : null, row.At);
        if (row.Kind == LogRow.Missed)
        {
            world.Missed(row.By!.Value);
        }
    }
}
