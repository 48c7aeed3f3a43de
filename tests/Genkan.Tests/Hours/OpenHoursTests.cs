using System.Globalization;
using Genkan.Hours;

namespace Genkan.Tests.Hours;

/// <summary>The rules alone: a calendar, an instant, open or closed, and until when.</summary>
public sealed class OpenHoursTests
{
    private static readonly HoursSpan Office = new(9 * 60, 18 * 60);

    [Theory]
    // Monday 3 August 2026 in Istanbul (UTC+3 all year since 2016).
    [InlineData("2026-08-03T05:59:59Z", false, "2026-08-03T06:00:00Z")]
    [InlineData("2026-08-03T06:00:00Z", true, "2026-08-03T15:00:00Z")]
    [InlineData("2026-08-03T14:59:59Z", true, "2026-08-03T15:00:00Z")]
    [InlineData("2026-08-03T15:00:00Z", false, "2026-08-04T06:00:00Z")]
    [InlineData("2026-08-07T15:00:00Z", false, "2026-08-10T06:00:00Z")]
    public void A_week_opens_and_closes_by_the_clock_on_the_wall(string at, bool open, string next) =>
        ShouldBe(Weekdays("Europe/Istanbul", Office), at, open, next);

    [Fact]
    public void Istanbul_was_two_hours_ahead_in_winter_until_2016_and_is_three_ever_since()
    {
        var calendar = Weekdays("Europe/Istanbul", Office);
        ShouldBe(calendar, "2016-01-04T06:30:00Z", false, "2016-01-04T07:00:00Z");
        ShouldBe(calendar, "2017-01-02T06:30:00Z", true, "2017-01-02T15:00:00Z");
        // 8 November 2015: put back two weeks late that year, after an election; on 9 November nine o'clock was 07:00 UTC again.
        ShouldBe(calendar, "2015-11-06T06:00:00Z", true, "2015-11-06T15:00:00Z");
        ShouldBe(calendar, "2015-11-09T06:30:00Z", false, "2015-11-09T07:00:00Z");
    }

    [Fact]
    public void Tokyo_knows_no_summer_time()
    {
        ShouldBe(Weekdays("Asia/Tokyo", Office), "2026-01-05T00:00:00Z", true, "2026-01-05T09:00:00Z");
        ShouldBe(Weekdays("Asia/Tokyo", Office), "2026-07-06T00:00:00Z", true, "2026-07-06T09:00:00Z");
    }

    [Fact]
    public void Where_the_clock_is_put_forward_a_time_that_is_not_there_is_the_instant_of_the_change()
    {
        // New York, Sunday 8 March 2026: 02:00 EST becomes 03:00 EDT at 07:00 UTC.
        var from = EveryDay("America/New_York", new HoursSpan(150, 300));
        ShouldBe(from, "2026-03-08T06:59:59Z", false, "2026-03-08T07:00:00Z");
        ShouldBe(from, "2026-03-08T07:00:00Z", true, "2026-03-08T09:00:00Z");
        var to = EveryDay("America/New_York", new HoursSpan(60, 150));
        ShouldBe(to, "2026-03-08T06:30:00Z", true, "2026-03-08T07:00:00Z");
        // Wholly in what is skipped: not there that day.
        var within = EveryDay("America/New_York", new HoursSpan(125, 175));
        ShouldBe(within, "2026-03-08T06:00:00Z", false, "2026-03-09T06:05:00Z");
    }

    [Fact]
    public void Where_the_clock_is_put_back_the_hour_that_is_there_twice_is_in_the_span_both_times()
    {
        // New York, Sunday 1 November 2026: 02:00 EDT becomes 01:00 EST at 06:00 UTC.
        var calendar = EveryDay("America/New_York", new HoursSpan(60, 90));
        ShouldBe(calendar, "2026-11-01T05:00:00Z", true, "2026-11-01T06:30:00Z");
        ShouldBe(calendar, "2026-11-01T05:45:00Z", true, "2026-11-01T06:30:00Z");
        ShouldBe(calendar, "2026-11-01T06:29:59Z", true, "2026-11-01T06:30:00Z");
        ShouldBe(calendar, "2026-11-01T06:30:00Z", false, "2026-11-02T06:00:00Z");
        var office = Weekdays("America/New_York", Office);
        ShouldBe(office, "2026-10-30T13:00:00Z", true, "2026-10-30T22:00:00Z");
        ShouldBe(office, "2026-11-02T13:00:00Z", false, "2026-11-02T14:00:00Z");
    }

    [Fact]
    public void What_goes_over_midnight_belongs_to_the_day_it_begins_on()
    {
        var bar = EveryDay("Asia/Tokyo", new HoursSpan(22 * 60, 26 * 60)) with { Exceptions = [new(new DateOnly(2026, 8, 5), "Closed", [])] };
        // Tuesday 4 August 22:00 to Wednesday 02:00, though Wednesday is an exception; Wednesday evening it stays closed.
        ShouldBe(bar, "2026-08-04T16:00:00Z", true, "2026-08-04T17:00:00Z");
        ShouldBe(bar, "2026-08-04T17:00:00Z", false, "2026-08-06T13:00:00Z");
        ShouldBe(bar, "2026-08-05T14:00:00Z", false, "2026-08-06T13:00:00Z");
    }

    [Fact]
    public void Midnight_at_the_end_of_a_day_joins_the_day_that_follows()
    {
        var always = EveryDay("Europe/Istanbul", new HoursSpan(0, 1440));
        ShouldBe(always, "2026-08-03T21:00:00Z", true, null);
        var holiday = always with { Exceptions = [new(new DateOnly(2026, 10, 29), "Cumhuriyet Bayramı", [])] };
        ShouldBe(holiday, "2026-08-03T00:00:00Z", true, "2026-10-28T21:00:00Z");
        ShouldBe(holiday, "2026-10-28T21:00:00Z", false, "2026-10-29T21:00:00Z");
        ShouldBe(holiday, "2026-10-29T21:00:00Z", true, null);
    }

    [Fact]
    public void An_exception_brings_hours_of_its_own_however_far_off()
    {
        var fair = new HoursCalendar { Id = Guid.NewGuid(), Name = "Fair", Zone = "UTC", Week = Same(), Exceptions = [new(new DateOnly(2031, 5, 1), "Fair", [new(600, 720), new(780, 840)])] };
        ShouldBe(fair, "2026-08-03T00:00:00Z", false, "2031-05-01T10:00:00Z");
        ShouldBe(fair, "2031-05-01T11:00:00Z", true, "2031-05-01T12:00:00Z");
        ShouldBe(fair, "2031-05-01T12:00:00Z", false, "2031-05-01T13:00:00Z");
        ShouldBe(fair, "2031-05-01T14:00:00Z", false, null);
        ShouldBe(fair with { Exceptions = [] }, "2026-08-03T00:00:00Z", false, null);
    }

    [Fact]
    public void A_long_row_of_closed_days_ends_where_the_week_goes_on()
    {
        var closed = Enumerable.Range(0, 60).Select(day => new HoursException(new DateOnly(2026, 8, 1).AddDays(day), "", [])).ToList();
        ShouldBe(EveryDay("UTC", Office) with { Exceptions = closed }, "2026-08-01T00:00:00Z", false, "2026-09-30T09:00:00Z");
    }

    [Theory]
    // Where midnight itself is skipped or doubled, and where a whole date was left out.
    [InlineData("Asia/Beirut", "2026-03-20T00:00:00Z")]
    [InlineData("America/Havana", "2026-10-30T00:00:00Z")]
    [InlineData("Pacific/Apia", "2011-12-28T00:00:00Z")]
    [InlineData("Australia/Lord_Howe", "2026-04-01T00:00:00Z")]
    public void Open_day_and_night_is_open_through_every_change_of_the_clock(string zone, string from)
    {
        var calendar = EveryDay(zone, new HoursSpan(0, 1440));
        calendar.NextChange(At(from)).ShouldBeNull();
        for (var hour = 0; hour < 24 * 14; hour++)
        {
            calendar.IsOpen(At(from) + (hour * 3_600_000L)).ShouldBeTrue($"{zone} +{hour} h");
        }
    }

    /// <summary>Against looking at every minute: the next change is where the state first differs.</summary>
    [Fact]
    public void The_next_change_is_the_first_minute_that_differs()
    {
        string[] zones = ["Europe/Istanbul", "America/New_York", "Asia/Tokyo", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"];
        var random = new Random(20260801);
        for (var round = 0; round < 120; round++)
        {
            var calendar = new HoursCalendar
            {
                Id = Guid.NewGuid(),
                Name = "Any",
                Zone = zones[round % zones.Length],
                Week = [.. Enumerable.Range(0, 7).Select(_ => Spans(random))],
                Exceptions = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(30)).Distinct().Order().Select(day => new HoursException(new DateOnly(2026, 3, 1).AddDays(day), "", Spans(random)))],
            };
            var at = At("2026-03-01T00:00:00Z") + (random.Next(20 * 1440) * 60_000L);
            var open = calendar.IsOpen(at);
            var next = calendar.NextChange(at) ?? long.MaxValue;
            for (var minute = at + 60_000; minute < Math.Min(next, at + (6 * 86_400_000L)); minute += 60_000)
            {
                calendar.IsOpen(minute).ShouldBe(open, $"round {round} at {DateTimeOffset.FromUnixTimeMilliseconds(minute):o}");
            }

            if (next != long.MaxValue)
            {
                calendar.IsOpen(next).ShouldBe(!open, $"round {round}");
                calendar.IsOpen(next - 1).ShouldBe(open, $"round {round}");
            }
        }
    }

    private static List<HoursSpan> Spans(Random random) =>
        random.Next(4) == 0 ? [] : [.. new[] { new HoursSpan(random.Next(10) * 30, 420), new HoursSpan(500 + random.Next(300), 900 + random.Next(700)) }];

    private static HoursCalendar EveryDay(string zone, params HoursSpan[] spans) => new() { Id = Guid.NewGuid(), Name = "Every day", Zone = zone, Week = Same(spans), Exceptions = [] };

    private static HoursCalendar Weekdays(string zone, params HoursSpan[] spans) => EveryDay(zone) with { Week = [spans, spans, spans, spans, spans, [], []] };

    private static List<IReadOnlyList<HoursSpan>> Same(params HoursSpan[] spans) => [.. Enumerable.Repeat<IReadOnlyList<HoursSpan>>(spans, 7)];

    private static void ShouldBe(HoursCalendar calendar, string at, bool open, string? next)
    {
        calendar.IsOpen(At(at)).ShouldBe(open, at);
        calendar.NextChange(At(at)).ShouldBe(next is null ? null : At(next), at);
    }

    private static long At(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
}
