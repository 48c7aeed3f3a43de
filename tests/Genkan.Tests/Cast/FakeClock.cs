namespace Genkan.Tests.Cast;

/// <summary>
/// Runs with the real time and can be pushed forward. It is not frozen: a server whose timers stood still would hang
/// wherever it waits for one, and every test would have to know which.
/// </summary>
internal sealed class FakeClock : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly HashSet<Alarm> _alarms = [];
    private long _offset;
    private long _jump;

    public long Now => GetUtcNow().ToUnixTimeMilliseconds();

    /// <summary>What has been added to the real time.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Interlocked.Read(ref _offset));

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + Offset + TimeSpan.FromTicks(Interlocked.Read(ref _jump));

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => System.GetElapsedTime(0).Ticks + Offset.Ticks;

    /// <summary>Somebody sets the clock, also back: the time of day jumps, timers run on as if nothing had happened.</summary>
    public void Jump(TimeSpan by) => Interlocked.Add(ref _jump, by.Ticks);

    /// <summary>Pushes the clock forward; timers that became due fire at once.</summary>
    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref _offset, by.Ticks);
        Alarm[] alarms;
        lock (_gate)
        {
            alarms = [.. _alarms];
        }

        foreach (var alarm in alarms)
        {
            alarm.Wind();
        }
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    private sealed class Alarm : ITimer
    {
        private readonly FakeClock _clock;
        private readonly TimerCallback _callback;
        private readonly object? _state;
        private readonly Lock _gate = new();
        private readonly Timer _real;
        private long? _due;
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public Alarm(FakeClock clock, TimerCallback callback, object? state)
        {
            (_clock, _callback, _state) = (clock, callback, state);
            _real = new Timer(_ => Ring());
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (_gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : _clock.GetTimestamp() + dueTime.Ticks;
                _period = period;
            }

            lock (_clock._gate)
            {
                _clock._alarms.Add(this);
            }

            Wind();
            return true;
        }

        /// <summary>Sets the real timer to what is left on this clock.</summary>
        public void Wind()
        {
            lock (_gate)
            {
                var left = _due is { } due
                    ? TimeSpan.FromTicks(Math.Clamp(due - _clock.GetTimestamp(), 0, TimeSpan.TicksPerDay * 40))
                    : Timeout.InfiniteTimeSpan;
                try
                {
                    _real.Change(left, Timeout.InfiniteTimeSpan);
                }
                catch (ObjectDisposedException)
                {
                    // Stopped while the clock was being pushed.
                }
            }
        }

        private void Ring()
        {
            lock (_gate)
            {
                if (_due is not { } due)
                {
                    return;
                }

                // The real timer counts whole milliseconds and may come a moment early.
                if (due - _clock.GetTimestamp() > TimeSpan.TicksPerMillisecond)
                {
                    Wind();
                    return;
                }

                var repeats = _period > TimeSpan.Zero;
                _due = repeats ? _clock.GetTimestamp() + _period.Ticks : null;
            }

            Wind();
            _callback(_state);
        }

        public void Dispose()
        {
            lock (_clock._gate)
            {
                _clock._alarms.Remove(this);
            }

            lock (_gate)
            {
                _due = null;
                _real.Dispose();
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
