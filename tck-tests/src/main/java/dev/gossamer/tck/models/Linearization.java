package dev.gossamer.tck.models;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Looks for an order of the operations of a history that explains their results. */
final class Linearization {
    // How is an order found?
    //
    // An operation may come next if no other that is left had returned before it was called. Each such operation that
    // fits the present value is tried, depth first. Which operations are done, and what value that gave, is all that
    // the rest depends on, so a pair that led nowhere is not tried again.
    //
    // A weak value may be held by an operation that runs, which only a simulated collector then clears: such a death
    // may come to nothing, and such an operation may return what it saw. A weak key is not held so: what is done to the
    // entry of a dead key is as if it had been done before the death.

    private final List<HistoryOperation> history;
    private final boolean valuesDie;
    private final Set<Situation> hopeless = new HashSet<>();

    private Linearization(List<HistoryOperation> history, boolean valuesDie) {
        this.history = history;
        this.valuesDie = valuesDie;
    }

    /** Whether there is such an order; for histories of at most 63 operations, in which values die, or keys. */
    static boolean exists(List<HistoryOperation> history, boolean valuesDie) {
        return new Linearization(history, valuesDie).canFinish(new Situation(0, ExpectedAssociation.ABSENT));
    }

    private boolean canFinish(Situation now) {
        if (now.done == (1L << history.size()) - 1) {
            return true;
        }
        if (hopeless.contains(now)) {
            return false;
        }
        int firstReturn = firstReturn(now);
        for (int i = 0; i < history.size(); i++) {
            HistoryOperation next = history.get(i);
            if (!now.has(i)
                    && next.start() < firstReturn
                    && (step(now, i, next) || (isIdleDeath(next) && canFinish(now.with(i))))) {
                return true;
            }
        }
        hopeless.add(now);
        return false;
    }

    private int firstReturn(Situation now) {
        int first = Integer.MAX_VALUE;
        for (int i = 0; i < history.size(); i++) {
            if (!now.has(i)) {
                first = Math.min(first, history.get(i).end());
            }
        }
        return first;
    }

    private boolean step(Situation now, int index, HistoryOperation next) {
        boolean fits = next.fits(now.present) || (now.present.isAbsent() && hasSeenDying(next));
        return fits && canFinish(new Situation(now.with(index).done, next.after(now.present)));
    }

    /** Whether a death may come to nothing, as an operation held the value at that time. */
    private boolean isIdleDeath(HistoryOperation operation) {
        return valuesDie
                && operation.kind() == HistoryOperation.Kind.DEATH
                && history.stream().anyMatch(other -> other.holdsValue() && other.overlaps(operation));
    }

    /**
     * Whether an operation returned a value that died while it ran. Such an operation held the value, so that only a
     * simulated collector can clear it then; it may take effect later and still return what it saw.
     */
    private boolean hasSeenDying(HistoryOperation operation) {
        return valuesDie
                && operation.result() != null
                && history.stream()
                        .anyMatch(other -> other.kind() == HistoryOperation.Kind.DEATH
                                && other.argument() == operation.result()
                                && other.overlaps(operation));
    }

    /** The operations that are done, as bits, and what that left. */
    private record Situation(long done, ExpectedAssociation present) {
        boolean has(int index) {
            return (done >>> index & 1) != 0;
        }

        Situation with(int index) {
            return new Situation(done | 1L << index, present);
        }
    }
}
