package dev.gossamer;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What waits for the death of a finalizer's referent: a weak reference to it that holds what there is to do, until somebody
 * takes that. Thread-safe. The library holds this and not the {@link Finalizer}, through which the application sees it.
 *
 * @param <R> the type of the result
 */
abstract sealed class FinalizerReference<R> extends DeathCallback {
    /** The very object that was registered as action or function, {@code null} once it was taken; written in a lock on this. */
    private volatile @Nullable Object action;

    /** Whether it is to run at exit; written by {@link ExitFinalizers}, in the lock in which it is entered there. */
    volatile boolean atExit;

    private FinalizerReference(Object referent, Object action, DeathCallbackQueue deaths) {
        super(referent, deaths.queue);
        this.action = action;
    }

    /** Runs the action that was taken. */
    abstract @Nullable R run(Object taken, @Nullable Object itsState);

    /** Has this wait for the death of the referent, which the caller holds. */
    final void register() {
        DeathCallbackQueue.shared().register(this);
        FinalizerGroup group = group();
        if (group != null) {
            enter(group);
        }
    }

    private void enter(FinalizerGroup entered) {
        boolean done = false;
        try {
            entered.enter(this);
            done = true;
        } finally {
            if (!done) {
                drop();
            }
        }
    }

    /** Takes the action and runs it; {@code null} also when it was taken before. */
    final @Nullable R call(Object held) {
        Object itsState = state(); // read before the action is taken, which sets it to null
        Object taken = take(held);
        return taken == null ? null : run(taken, itsState);
    }

    /** Gives up the action; what it was, {@code null} when it was taken before. */
    final Finalizer.@Nullable Details detach(Object held) {
        Object itsState = state();
        Object taken = take(held);
        return taken == null ? null : new Finalizer.Details(held, itsState, taken);
    }

    final Finalizer.@Nullable Details peek(Object held) {
        Object itsState = state();
        Object present = action;
        return present == null ? null : new Finalizer.Details(held, itsState, present);
    }

    /** Gives up the action though the referent may be dead; whether it was still to come. */
    final boolean drop() {
        return take(get()) != null;
    }

    /** Whether the action has not been taken yet, though the referent may be dead. */
    final boolean isPending() {
        return action != null;
    }

    final boolean isAlive() {
        return action != null && !refersTo(null);
    }

    final void runAtExit(boolean run) {
        if (run) {
            ExitFinalizers.add(this);
        } else {
            ExitFinalizers.remove(this);
        }
    }

    final boolean isAtExit() {
        return atExit && isAlive();
    }

    @Override
    final void announce() {
        runIfPending();
    }

    @Override
    final void abandon() {
        action = null;
        if (this instanceof Composed<?> composed) {
            composed.state = null;
        }
    }

    /** Runs the action in the library's name if nobody has taken it; never throws. */
    final void runIfPending() {
        Object held = get();
        try {
            Object itsState = state();
            Object taken = take(held);
            if (taken != null) {
                run(taken, itsState);
            }
        } catch (Throwable failure) {
            ErrorReporter.report("a finalizer", failure);
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    /** Takes the action for one caller; what is thrown afterwards does not take it away again. */
    private @Nullable Object take(@Nullable Object held) {
        Object taken;
        synchronized (this) {
            taken = action;
            action = null;
            if (this instanceof Composed<?> composed) {
                composed.state = null; // by no call, for which there may be no stack
            }
        }
        if (taken != null) {
            try {
                leave(held);
            } catch (Throwable failure) {
                ErrorReporter.report("the end of a finalizer", failure);
            }
        }
        return taken;
    }

    private @Nullable Object state() {
        return this instanceof Composed<?> composed ? composed.state : null;
    }

    private @Nullable FinalizerGroup group() {
        return this instanceof Composed<?> composed ? composed.group : null;
    }

    private void leave(@Nullable Object held) {
        if (atExit) {
            ExitFinalizers.remove(this);
        }
        FinalizerGroup group = group();
        if (group != null) {
            group.leave(this);
        }
        if (held != null) {
            DeathCallbackQueue.shared().withdraw(this);
        }
    }

    /** An action without state, in no group, as most are. */
    static final class Plain extends FinalizerReference<Void> {
        Plain(Object referent, Runnable action, DeathCallbackQueue deaths) {
            super(referent, action, deaths);
        }

        @Override
        @Nullable Void run(Object taken, @Nullable Object itsState) {
            ((Runnable) taken).run();
            return null;
        }
    }

    /** What has a state or is in a group: 8 bytes more. */
    private abstract static sealed class Composed<R> extends FinalizerReference<R> {
        /** What the action is given; {@code null} when it was registered without state, and once the action was taken. */
        private @Nullable Object state;

        private final @Nullable FinalizerGroup group;

        private Composed(
                Object referent,
                Object action,
                @Nullable Object state,
                @Nullable FinalizerGroup group,
                DeathCallbackQueue deaths) {
            super(referent, action, deaths);
            this.state = state;
            this.group = group;
        }
    }

    /** An action without state, in a group. */
    static final class InGroup extends Composed<Void> {
        InGroup(Object referent, Runnable action, FinalizerGroup group, DeathCallbackQueue deaths) {
            super(referent, action, null, group, deaths);
        }

        @Override
        @Nullable Void run(Object taken, @Nullable Object itsState) {
            ((Runnable) taken).run();
            return null;
        }
    }

    /** An action on a state. */
    static final class OnState<S> extends Composed<Void> {
        OnState(
                Object referent,
                S state,
                Consumer<? super S> action,
                @Nullable FinalizerGroup group,
                DeathCallbackQueue deaths) {
            super(referent, action, state, group, deaths);
        }

        @Override
        @SuppressWarnings("unchecked") // as the constructor took them
        @Nullable Void run(Object taken, @Nullable Object itsState) {
            ((Consumer<Object>) taken).accept(Objects.requireNonNull(itsState, "state"));
            return null;
        }
    }

    /** A function of a state. */
    static final class OfState<S, R> extends Composed<R> {
        OfState(
                Object referent,
                S state,
                Function<? super S, ? extends @Nullable R> function,
                @Nullable FinalizerGroup group,
                DeathCallbackQueue deaths) {
            super(referent, function, state, group, deaths);
        }

        @Override
        @SuppressWarnings("unchecked") // as the constructor took them
        @Nullable R run(Object taken, @Nullable Object itsState) {
            return ((Function<Object, ? extends @Nullable R>) taken).apply(Objects.requireNonNull(itsState, "state"));
        }
    }
}
