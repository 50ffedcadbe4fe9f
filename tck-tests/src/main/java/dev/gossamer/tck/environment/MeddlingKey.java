package dev.gossamer.tck.environment;

import java.util.ArrayList;
import java.util.List;

/** A comparable key that has its hash code in common with all others, and has something done while keys are compared. */
public final class MeddlingKey implements Comparable<MeddlingKey> {
    private final int number;
    private final Moment moment;

    private MeddlingKey(int number, Moment moment) {
        this.number = number;
        this.moment = moment;
    }

    /** Different ones, with one moment. */
    public static List<MeddlingKey> many(int count, Moment moment) {
        List<MeddlingKey> many = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            many.add(new MeddlingKey(i, moment));
        }
        return many;
    }

    /** Another object that is equal to this one. */
    public MeddlingKey twin() {
        return new MeddlingKey(number, moment);
    }

    @Override
    public int compareTo(MeddlingKey other) {
        moment.compared();
        return Integer.compare(number, other.number);
    }

    @Override
    public boolean equals(Object other) {
        moment.compared();
        return other instanceof MeddlingKey that && that.number == number;
    }

    @Override
    public int hashCode() {
        return 4711;
    }

    @Override
    public String toString() {
        return "meddler " + number;
    }

    /** When something is done: at one of the comparisons to come. For one thread. */
    public static final class Moment {
        private int left;
        private Runnable action = () -> {};

        /** Has something done within the comparison of a number, the next one being 1. */
        public void at(int comparison, Runnable next) {
            left = comparison;
            action = next;
        }

        /** Whether it was done; it is not done any more. */
        public boolean isOver() {
            boolean over = left <= 0;
            left = 0;
            return over;
        }

        private void compared() {
            if (left > 0 && --left == 0) {
                action.run();
            }
        }
    }
}
