using Genkan.Agents;
using Genkan.Storage;

namespace Genkan.Routing.Replay;

/// <summary>Reads the log, lets the time pass twice, and compares.</summary>
internal sealed class Simulation(LogStore log, IWorkforce workforce, ScenarioReader scenarios) : ISimulation
{
    public async Task<SimulationReport> Run(IReadTx tx, SimulationOrder order)
    {
        var people = await workforce.Read(tx);
        var recorded = await Recorded.Read(log, tx, order);
        var scenario = order.Policy is { } policy ? await scenarios.Read(tx, policy, people, recorded.Past.Facts, order) : Scenario.Unchanged;
        var simulator = new Simulator(recorded.Past, scenario, recorded.Courses, order.From, order.To);
        foreach (var unit in recorded.Units)
        {
            simulator.Pass(unit);
        }

        simulator.End();
        return Report(order, recorded, simulator, people, scenario);
    }

    private static SimulationReport Report(SimulationOrder order, Recorded recorded, Simulator simulator, Workforce people, Scenario scenario)
    {
        var (really, whatIf) = (simulator.Really, simulator.WhatIf);
        var (longer, invented) = (0, 0);
        foreach (var (conversation, asking) in whatIf.Requests)
        {
            var was = really.Requests.GetValueOrDefault(conversation);
            longer += was?.Waited is { } wait && !asking.TurnedAway && (asking.Waited ?? long.MaxValue) > wait ? 1 : 0;
            invented += asking.ServedAt is not null && was is { ServedAt: null, LeftAt: not null } ? 1 : 0;
        }

        return new SimulationReport(
            order.From,
            order.To,
            recorded.BeginsAt,
            Sum(really),
            Sum(whatIf),
            really.Hands.SequenceEqual(whatIf.Hands),
            longer,
            invented,
            simulator.UsualTalk,
            [.. Agents(really, whatIf, people, scenario)]);
    }

    private static SimulationFigures Sum(Figures figures)
    {
        var all = figures.Requests.Values.ToList();
        var waits = all.Select(r => r.Waited).OfType<long>().Order().ToList();
        var left = all.Count(r => r.LeftAt is not null);
        var away = all.Count(r => r.TurnedAway);
        var still = all.Count(r => r is { ServedAt: null, LeftAt: null, TurnedAway: false });
        return new SimulationFigures(all.Count, waits.Count, left, away, still, Wait(waits), figures.Missed, figures.CameBack);
    }

    private static SimulationWait? Wait(List<long> waits) => waits.Count == 0
        ? null
        : new SimulationWait((long)waits.Average(), Rank(waits, 50), Rank(waits, 90), Rank(waits, 99), waits[^1]);

    /// <summary>Nearest rank: the ⌈p/100 · n⌉-th of n.</summary>
    private static long Rank(List<long> sorted, int percent) => sorted[((sorted.Count * percent) + 99) / 100 - 1];

    private static IEnumerable<SimulationAgent> Agents(Figures really, Figures whatIf, Workforce people, Scenario scenario)
    {
        var added = scenario.Staff.Where(s => s.Added is not null).GroupBy(s => s.Agent).ToDictionary(s => s.Key, s => s.First().Name!);
        var names = people.Agents.ToDictionary(a => a.Id, a => a.Name);
        return really.Loads.Keys.Union(whatIf.Loads.Keys).Union(added.Keys)
            .Select(id => new SimulationAgent(id, added.GetValueOrDefault(id) ?? names.GetValueOrDefault(id) ?? id.ToString(), added.ContainsKey(id), Of(really, id), Of(whatIf, id)))
            .OrderBy(a => a.Name, StringComparer.Ordinal).ThenBy(a => a.Id);
    }

    private static SimulationLoad Of(Figures figures, Guid agent) =>
        figures.Loads.GetValueOrDefault(agent) is { } load ? new SimulationLoad(load.Conversations, load.MostAtOnce, load.Talked) : new SimulationLoad(0, 0, 0);
}
