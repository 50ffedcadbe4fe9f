package dev.gossamer.tck.peers;

import org.jspecify.annotations.Nullable;

/** Keys that maps are tried with. */
final class PeerKeys {
    private PeerKeys() {}

    /** An object with identity that is equal to those of the same text. */
    record EqualByText(String text) {}

    /** A comparable key that has its hash code in common with all others, and counts what it is compared with. */
    static final class SameHashKey implements Comparable<SameHashKey> {
        private final int number;
        private int comparisons;

        SameHashKey(int number) {
            this.number = number;
        }

        int comparisons() {
            return comparisons;
        }

        @Override
        public int compareTo(SameHashKey other) {
            comparisons++;
            return Integer.compare(number, other.number);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            comparisons++;
            return other instanceof SameHashKey that && that.number == number;
        }

        @Override
        public int hashCode() {
            return 4711;
        }
    }

    /** A key whose hash code is another one once it was told so. */
    static final class RehashedKey {
        private volatile int hash = 1;

        void change() {
            hash = 1_000_003;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }
}
