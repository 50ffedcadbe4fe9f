package dev.gossamer;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A private set of finalizers, which can be called or detached together: those of a component that is shut down. Made by
 * {@link Finalizers#create()}.
 *
 * <p>Thread-safe. Its finalizers are like all others, in one order with them, and hold the group; the group holds those that
 * are alive. A group that is dropped changes nothing: its finalizers still run.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="finalizer-group"}
 *
 * @since 0.1.0
 */
public final class FinalizerGroup implements AutoCloseable {

    /** What becomes of the finalizers that are alive when their group is closed. */
    public enum Remaining {
        /** They run now, newest first, in the thread that closes the group. */
        RUN,

        /** They never run. */
        DETACH
    }

    private final Set<FinalizerReference<?>> alive = ConcurrentHashMap.newKeySet();
    private boolean closed; // guarded by alive

    FinalizerGroup() {
        EarlyInitializer.prepareRest();
    }

    /**
     * Does what {@link Finalizers#register(Object, Runnable)} does, in this group.
     *
     * @param referent the object whose death is awaited
     * @param action what to do then
     * @return a new finalizer, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the action is the referent or can be seen to hold it
     * @throws IllegalStateException if the group is closed
     */
    public Finalizer<Void> register(Object referent, Runnable action) {
        return Finalizers.registerIn(this, referent, action);
    }

    /**
     * Does what {@link Finalizers#register(Object, Object, Function)} does, in this group.
     *
     * @param <S> the type of the state
     * @param <R> the type of the result
     * @param referent the object whose death is awaited
     * @param state what the function is given
     * @param function what to do then; may return {@code null}
     * @return a new finalizer, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the state or the function is the referent or can be seen to hold it
     * @throws IllegalStateException if the group is closed
     */
    public <S, R> Finalizer<R> register(Object referent, S state, Function<? super S, ? extends @Nullable R> function) {
        return Finalizers.registerIn(this, referent, state, function);
    }

    /**
     * Does what {@link Finalizers#registerAction(Object, Object, Consumer)} does, in this group.
     *
     * @param <S> the type of the state
     * @param referent the object whose death is awaited
     * @param state what the action is given
     * @param action what to do then
     * @return a new finalizer, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the state or the action is the referent or can be seen to hold it
     * @throws IllegalStateException if the group is closed
     */
    public <S> Finalizer<Void> registerAction(Object referent, S state, Consumer<? super S> action) {
        return Finalizers.registerActionIn(this, referent, state, action);
    }

    /**
     * How many finalizers of this group have not run and are not detached. Linear time.
     *
     * @return the number of finalizers that are alive
     */
    public int size() {
        return (int) alive.stream().filter(FinalizerReference::isAlive).count();
    }

    /**
     * Cancels all actions of this group, so that they never run, also those whose referent has just died. The group can
     * still be used. Linear time.
     *
     * @return how many were cancelled
     */
    public int detachAll() {
        int count = 0;
        for (FinalizerReference<?> each : alive) {
            if (each.drop()) {
                count++;
            }
        }
        return count;
    }

    /** Closes the group and runs what is left, as {@code close(Remaining.RUN)} does. */
    @Override
    public void close() {
        close(Remaining.RUN);
    }

    /**
     * Closes the group, so that nothing more can be registered with it, and runs or detaches what is left. What an action
     * throws goes to the {@link ErrorHandler}, and the others still run. Closing again finds nothing left.
     *
     * @param remaining what to do with the finalizers that are alive
     */
    public void close(Remaining remaining) {
        Objects.requireNonNull(remaining, "remaining");
        synchronized (alive) {
            closed = true;
        }
        if (remaining == Remaining.DETACH) {
            detachAll();
            return;
        }
        List<FinalizerReference<?>> newestFirst = alive.stream()
                .sorted(Comparator.comparingLong((FinalizerReference<?> each) -> each.serial())
                        .reversed())
                .toList();
        newestFirst.forEach(FinalizerReference::runIfPending);
    }

    /** Adds a new finalizer, unless the group is closed. */
    void enter(FinalizerReference<?> finalizer) {
        synchronized (alive) {
            if (closed) {
                throw new IllegalStateException("the finalizer group is closed; register with another one");
            }
            alive.add(finalizer);
        }
    }

    void leave(FinalizerReference<?> finalizer) {
        alive.remove(finalizer);
    }
}
