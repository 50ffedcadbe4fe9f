package dev.gossamer;

/**
 * The values that left a hot tier because of its limits and that the Flight Recorder was not told of. It is told at most
 * once a second, so that the size of a recording does not grow with their number; those of the last second are told with
 * the next eviction after it. Not thread-safe.
 */
final class EvictionTally {
    private static final long PERIOD_NANOS = 1_000_000_000L;

    private int untold;
    private boolean wasTold;
    private long toldAt;

    void count() {
        untold++;
    }

    /** Tells what is due; forgets it where nobody records. */
    void tell(Store<?, ?> container) {
        if (untold == 0) {
            return;
        }
        if (!FlightRecorderEvents.isOn()) {
            untold = 0;
            return;
        }
        int due = due(System.nanoTime());
        if (due != 0) {
            FlightRecorderEvents.demoted(container, due);
        }
    }

    /** Takes what is to be told at a time of {@link System#nanoTime()}: all, or nothing. */
    int due(long now) {
        if (wasTold && now - toldAt < PERIOD_NANOS) {
            return 0;
        }
        int due = untold;
        wasTold = true;
        toldAt = now;
        untold = 0;
        return due;
    }
}
