package dev.gossamer;

/**
 * How many of a set have a hash, roughly: a counter of two bits for each of many groups of hashes. The third that is counted
 * makes it stay at 3 for ever. Guarded by its owner; all methods take constant time.
 */
final class HashCounts {
    private static final int EACH_BYTE = 4;
    private static final int STUCK = 3;

    private final byte[] counters;
    private int stuck;

    /**
     * Makes counters that are 0.
     *
     * @param length how many, a power of two that is at least 4
     */
    HashCounts(int length) {
        counters = new byte[length / EACH_BYTE];
    }

    int length() {
        return EACH_BYTE * counters.length;
    }

    /** How many counters stay at 3 for ever. */
    int stuck() {
        return stuck;
    }

    /** How many there are with a hash, at least: 0 if there is none, 1 if there is no more than one. */
    int get(int hash) {
        return (counters[(hash >>> 2) & (counters.length - 1)] >>> shift(hash)) & STUCK;
    }

    /** Counts one more. Calls nothing once it runs, so it is done or not. */
    void increment(int hash) {
        int at = (hash >>> 2) & (counters.length - 1);
        int shift = 2 * (hash & 3);
        int count = (counters[at] >>> shift) & STUCK;
        if (count != STUCK) {
            counters[at] += (byte) (1 << shift);
            stuck += count + 1 == STUCK ? 1 : 0;
        }
    }

    /** Counts one less. Calls nothing once it runs, so it is done or not. */
    void decrement(int hash) {
        int at = (hash >>> 2) & (counters.length - 1);
        int shift = 2 * (hash & 3);
        int count = (counters[at] >>> shift) & STUCK;
        if (count != STUCK) {
            counters[at] -= (byte) (1 << shift);
        }
    }

    private static int shift(int hash) {
        return 2 * (hash & 3);
    }
}
