package dev.gossamer.tck;

/** A comparable key that has its hash code in common with all others, and counts what it is compared with. */
final class Collider implements Comparable<Collider> {
    private final int number;
    private int comparisons;

    Collider(int number) {
        this.number = number;
    }

    int comparisons() {
        return comparisons;
    }

    @Override
    public int compareTo(Collider other) {
        comparisons++;
        return Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        comparisons++;
        return other instanceof Collider that && that.number == number;
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
