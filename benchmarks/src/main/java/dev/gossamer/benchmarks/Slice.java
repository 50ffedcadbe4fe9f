package dev.gossamer.benchmarks;

/** What was done in a slice. */
record Slice(long operations, long nanos, long cpuNanos) {

    static Slice parse(String line) {
        String[] parts = line.split(" ");
        return new Slice(Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]));
    }

    double nanosPerOperation(Clock clock) {
        return (double) (clock == Clock.CPU ? cpuNanos : nanos) / operations;
    }

    /** What counts as time. */
    enum Clock {
        /** As a clock on the wall shows it. */
        WALL,

        /** What the working threads used: blind to other programs, and to waiting for locks. */
        CPU
    }
}
