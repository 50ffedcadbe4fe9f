package dev.gossamer.benchmarks;

/** What was done in a slice, and what it took. */
record MeasuredSlice(long operations, long nanos, long cpuNanos, long bytes) {

    /** Reads the answer of a {@link SliceWorker}. */
    static MeasuredSlice parse(String line) {
        String[] parts = line.split(" ");
        return new MeasuredSlice(
                Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
    }

    double nanosPerOperation() {
        return (double) nanos / operations;
    }

    double cpuNanosPerOperation() {
        return (double) cpuNanos / operations;
    }

    double bytesPerOperation() {
        return (double) bytes / operations;
    }
}
