using System.Globalization;
using Genkan.Storage;

namespace Genkan.Doors;

/// <summary>
/// The figures: usual ones that fit real use, each a setting. An address stands for an office of 200 behind one router,
/// all of whom come back at once after a break; an organisation's are what one machine carries with room for the others.
/// </summary>
internal sealed class LimitTable
{
    private static readonly Dictionary<(Pace Pace, Whose Whose), Allowance> Usual = new()
    {
        [(Pace.Open, Whose.Address)] = new(1000, 100),

        // A whole office signs in within a few minutes of nine; a hash costs a tenth of a second of processor time.
        [(Pace.SignIn, Whose.Address)] = new(240, 1),

        // A code and its picture are two; who cannot read one takes the next.
        [(Pace.PictureCodes, Whose.Address)] = new(120, 20.0 / 60),

        // Few forget at the same time; and nobody is to fill post boxes from here.
        [(Pace.Letters, Whose.Address)] = new(20, 30.0 / 3600),

        [(Pace.Visits, Whose.Address)] = new(600, 30),
        [(Pace.Visits, Whose.Visitor)] = new(60, 1),
        [(Pace.Visits, Whose.Organisation)] = new(20_000, 500),

        [(Pace.Starts, Whose.Address)] = new(200, 2),
        [(Pace.Starts, Whose.Visitor)] = new(10, 10.0 / 60),
        [(Pace.Starts, Whose.Organisation)] = new(2000, 100),

        // An outbox that held a long offline talk leaves within the burst; nobody types four messages a second for long.
        [(Pace.Messages, Whose.Address)] = new(2000, 200),
        [(Pace.Messages, Whose.Visitor)] = new(120, 4),
        [(Pace.Messages, Whose.Organisation)] = new(10_000, 2000),

        // Four a second is what the windows keep to; the burst is for those that meet on the way.
        [(Pace.Typing, Whose.Address)] = new(1600, 400),
        [(Pace.Typing, Whose.Visitor)] = new(8, 4),
        [(Pace.Typing, Whose.Organisation)] = new(20_000, 4000),

        [(Pace.LeftMessages, Whose.Address)] = new(60, 20.0 / 60),
        [(Pace.LeftMessages, Whose.Visitor)] = new(20, 5.0 / 60),
        [(Pace.LeftMessages, Whose.Organisation)] = new(1000, 20),

        [(Pace.Commands, Whose.Address)] = new(1200, 200),
        [(Pace.Commands, Whose.Visitor)] = new(60, 5),
        [(Pace.Commands, Whose.Organisation)] = new(20_000, 2000),

        [(Pace.Reads, Whose.Address)] = new(2000, 200),
        [(Pace.Reads, Whose.Visitor)] = new(120, 10),
        [(Pace.Reads, Whose.Organisation)] = new(20_000, 2000),

        // After a restart every tab of the office comes back within seconds, some of them twice.
        [(Pace.Streams, Whose.Address)] = new(2000, 100),
        // By long poll each piece of news is a call of its own.
        [(Pace.Streams, Whose.Visitor)] = new(60, 4),
        [(Pace.Streams, Whose.Member)] = new(120, 10),
        [(Pace.Streams, Whose.Organisation)] = new(50_000, 2000),

        [(Pace.StaffReads, Whose.Address)] = new(6000, 500),
        [(Pace.StaffReads, Whose.Member)] = new(1200, 100),
        [(Pace.StaffReads, Whose.Organisation)] = new(20_000, 2000),

        [(Pace.StaffWrites, Whose.Address)] = new(6000, 500),
        [(Pace.StaffWrites, Whose.Member)] = new(600, 50),
        [(Pace.StaffWrites, Whose.Organisation)] = new(20_000, 2000),
    };

    private static readonly Dictionary<Whose, int> UsualOpenStreams = new()
    {
        // Loader and window of 200 people with a few tabs each.
        [Whose.Address] = 2000,
        [Whose.Visitor] = 20,
        [Whose.Member] = 50,
        [Whose.Organisation] = 50_000,
    };

    private readonly Dictionary<(Pace Pace, Whose Whose), Allowance> allowances = new(Usual);
    private readonly Dictionary<Whose, int> openStreams = new(UsualOpenStreams);

    /// <summary>A load program plays a crowd of visitors and agents from one address: what counts those few is lifted for it.</summary>
    public static LimitTable From(GenkanSettings settings)
    {
        var table = new LimitTable();
        foreach (var (name, text) in settings.Limits)
        {
            table.Set(name, text);
        }

        if (settings.LimitsOff)
        {
            foreach (var one in table.allowances.Keys.Where(k => k.Whose is Whose.Address or Whose.Member).ToList())
            {
                table.allowances[one] = Allowance.None;
            }

            table.openStreams[Whose.Address] = table.openStreams[Whose.Member] = 0;
        }

        return table;
    }

    public Allowance Of(Pace pace, Whose whose) => allowances.GetValueOrDefault((pace, whose));

    /// <summary>0: as many as they like.</summary>
    public int OpenStreams(Whose whose) => openStreams[whose];

    /// <summary>The name a limit is set by: <c>GENKAN_LIMIT_MESSAGES_VISITOR</c>, <c>GENKAN_LIMIT_OPEN_STREAMS_ADDRESS</c>.</summary>
    public static string SettingOf(Pace pace, Whose whose) => $"GENKAN_LIMIT_{pace}_{whose}".ToUpperInvariant();

    /// <summary>Every limit's setting and its usual figure, for the documents and their test.</summary>
    public static IEnumerable<(string Setting, Allowance Usual)> All() => Usual.Select(u => (SettingOf(u.Key.Pace, u.Key.Whose), u.Value));

    /// <summary>The same for streams held open.</summary>
    public static IEnumerable<(string Setting, int Usual)> AllOpenStreams() => UsualOpenStreams.Select(u => ($"GENKAN_LIMIT_OPEN_STREAMS_{u.Key}".ToUpperInvariant(), u.Value));

    private void Set(string name, string text)
    {
        foreach (var key in Usual.Keys.Where(k => string.Equals(SettingOf(k.Pace, k.Whose), name, StringComparison.OrdinalIgnoreCase)))
        {
            allowances[key] = Allowance.Parse(name, text);
            return;
        }

        foreach (var whose in UsualOpenStreams.Keys.Where(w => string.Equals($"GENKAN_LIMIT_OPEN_STREAMS_{w}", name, StringComparison.OrdinalIgnoreCase)))
        {
            openStreams[whose] = text == "off" ? 0
                : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var most) && most > 0 ? most
                : throw new StartRefusedException($"{name} is “{text}”: it must be a number of streams or off.");
            return;
        }

        throw new StartRefusedException($"There is no limit called {name}; docs/api.md names them.");
    }
}
