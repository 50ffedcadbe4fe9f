package dev.gossamer.jcache.near;

/** Counts distinct numbers of a rising sequence. One that comes again counts once, unless it is very late. Thread-safe. */
final class SequenceWindow {
    private static final int SIZE = 4_096;

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest = -1;
    private long count;

    synchronized void add(long number) {
        if (number > highest) {
            for (long gone = Math.max(highest + 1, number - SIZE + 1); gone <= number; gone++) {
                bits[word(gone)] &= ~(1L << gone);
            }
            highest = number;
        }
        boolean late = number <= highest - SIZE;
        if (late || (bits[word(number)] & 1L << number) == 0) {
            count++;
        }
        if (!late) {
            bits[word(number)] |= 1L << number;
        }
    }

    synchronized long count() {
        return count;
    }

    private static int word(long number) {
        return (int) (number >>> 6) & SIZE / Long.SIZE - 1;
    }
}
