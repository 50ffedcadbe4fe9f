package dev.gossamer.tck.environment;

/** A comparable key that has its hash code in common with all others, and counts what it is compared with. */
public final class CollidingKey implements Comparable<CollidingKey> {
    private final int number;
    private int comparisons;

    public CollidingKey(int number) {
        this.number = number;
    }

    public int comparisons() {
        return comparisons;
    }

    public void forgetComparisons() {
        comparisons = 0;
    }

    @Override
    public int compareTo(CollidingKey other) {
        comparisons++;
        return Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        comparisons++;
        return other instanceof CollidingKey that && that.number == number;
    }

    @Override
    public int hashCode() {
        return 4711;
    }

    @Override
    public String toString() {
        return "collider " + number;
    }
}
