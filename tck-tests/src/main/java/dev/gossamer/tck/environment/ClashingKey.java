package dev.gossamer.tck.environment;

import java.util.ArrayList;
import java.util.List;

/**
 * A key that has its hash code in common with many others, and is ordered as its class says: wholly, by and by, not at all, or
 * by throwing. The hash codes are few, and so near to each other by the golden ratio that multiplicative hashing puts them
 * into one slot of a small table, and into several of a large one.
 */
public abstract class ClashingKey {
    private static final int[] HASHES = {1_000, 1_000 + 233, 1_000 + 610, 1_000 + 2_584};

    final int number;

    private ClashingKey(int number) {
        this.number = number;
    }

    /** Keys of each class by turns, all different. */
    public static List<ClashingKey> many(int count) {
        List<ClashingKey> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(of(i));
        }
        return keys;
    }

    private static ClashingKey of(int number) {
        return switch (number / HASHES.length % 4) {
            case 0 -> new Ordered(number);
            case 1 -> new Coarse(number);
            case 2 -> new Refusing(number);
            default -> new Unordered(number);
        };
    }

    /** Another object that is equal to this one. */
    public ClashingKey twin() {
        return of(number);
    }

    /** One of the same hash code and class that {@link #many} does not give. */
    public ClashingKey absent() {
        return of(number + (1 << 20));
    }

    @Override
    public final boolean equals(Object other) {
        return other instanceof ClashingKey that && that.number == number;
    }

    @Override
    public final int hashCode() {
        return HASHES[number % HASHES.length];
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + " " + number;
    }

    private static final class Ordered extends ClashingKey implements Comparable<Ordered> {
        Ordered(int number) {
            super(number);
        }

        @Override
        public int compareTo(Ordered other) {
            return Integer.compare(number, other.number);
        }
    }

    /** Compares as equal with some that are not. */
    private static final class Coarse extends ClashingKey implements Comparable<Coarse> {
        Coarse(int number) {
            super(number);
        }

        @Override
        public int compareTo(Coarse other) {
            return Integer.compare(number / 64, other.number / 64);
        }
    }

    /** Cannot be compared with some. */
    private static final class Refusing extends ClashingKey implements Comparable<Refusing> {
        Refusing(int number) {
            super(number);
        }

        @Override
        public int compareTo(Refusing other) {
            if ((number + other.number) % 3 == 0) {
                throw new IllegalStateException(number + " and " + other.number + " have no order");
            }
            return Integer.compare(number, other.number);
        }
    }

    private static final class Unordered extends ClashingKey {
        Unordered(int number) {
            super(number);
        }
    }
}
