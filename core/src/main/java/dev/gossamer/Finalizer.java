package dev.gossamer;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action that runs at most once: when it is called, when its referent has died, or at exit if so wished. Made by
 * {@link Finalizers} and {@link FinalizerGroup}; it need not be kept, the action runs all the same.
 *
 * <p>Thread-safe. Holds its referent weakly, and its action and state strongly until it is dead, that is: it was called or
 * detached, its referent has died, or it runs. A dead finalizer gives nothing, does nothing, and holds nothing. All methods
 * take constant time beside the action itself, {@link #atExit(boolean)} logarithmic.
 *
 * @param <R> the type of the action's result; {@link Void} for an action without one
 */
public final class Finalizer<R> extends DeathCallback {
    /** What there is to do, {@code null} once it was taken; taken in a lock on it. */
    private volatile @Nullable FinalizerAction<R> action;

    private final @Nullable FinalizerGroup group;

    /** Grows from one finalizer to the next. */
    final long serial;

    private volatile boolean atExit;

    private Finalizer(FinalizerAction<R> action, @Nullable FinalizerGroup group, long serial) {
        this.action = action;
        this.group = group;
        this.serial = serial;
    }

    /** Makes a finalizer and has it wait. */
    static <R> Finalizer<R> register(@Nullable FinalizerGroup group, Object referent, FinalizerAction<R> action) {
        WeakRef.requireReferent(referent);
        CaptureGuard.ACTION.check(referent, action.given());
        Object state = action.state();
        if (state != null) {
            CaptureGuard.STATE.check(referent, state);
        }
        DeathCallbacks deaths = DeathCallbacks.shared();
        Finalizer<R> finalizer = new Finalizer<>(action, group, deaths.nextSerial());
        deaths.register(referent, finalizer);
        if (group != null) {
            enter(group, finalizer);
        }
        Reference.reachabilityFence(referent);
        return finalizer;
    }

    private static void enter(FinalizerGroup group, Finalizer<?> finalizer) {
        boolean entered = false;
        try {
            group.enter(finalizer);
            entered = true;
        } finally {
            if (!entered) {
                finalizer.drop();
            }
        }
    }

    /**
     * Runs the action now, in this thread, if the finalizer is alive. Holds the referent until the action has returned.
     * What the action throws is thrown, and the finalizer is dead.
     *
     * @return the result; empty when the finalizer was dead before, or the action gave {@code null}
     */
    public Optional<R> call() {
        Object held = object();
        if (held == null) {
            return Optional.empty();
        }
        try {
            FinalizerAction<R> taken = take(held);
            return taken == null ? Optional.empty() : Optional.ofNullable(taken.run());
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    /**
     * Whether the action is still to come and the referent is alive.
     *
     * @return whether a call would run the action
     */
    public boolean isAlive() {
        return action != null && object() != null;
    }

    /**
     * What would run, without running it.
     *
     * @return the referent and what was registered for it; empty when the finalizer is dead
     */
    public Optional<Details> peek() {
        Object held = object();
        FinalizerAction<R> present = action;
        return held == null || present == null ? Optional.empty() : Optional.of(details(held, present));
    }

    /**
     * Gives up the action, so that it will never run.
     *
     * @return the referent and what was registered for it; empty when the finalizer was dead before
     */
    public Optional<Details> detach() {
        Object held = object();
        FinalizerAction<R> taken = held == null ? null : take(held);
        return held == null || taken == null ? Optional.empty() : Optional.of(details(held, taken));
    }

    /**
     * Settles whether the action runs at exit if it has not run before; it does not unless set. Those that do run when the
     * JVM shuts down, newest first over all referents, one after another, for {@linkplain Finalizers#limitExit a limited
     * time}; what one throws goes to the {@link ErrorHandler} and the others still run. None may call {@link System#exit}, which
     * then never returns. The setting counts as it stands at
     * that moment; one registered and set meanwhile runs next.
     *
     * <p>While such a finalizer is alive, a shutdown hook holds the library and all that the finalizer reaches. In an
     * application that can be redeployed, call or detach it before.
     *
     * @param run whether to run at exit; does nothing when the finalizer is dead
     * @return this finalizer
     * @throws IllegalStateException if the JVM is shutting down and runs no more finalizers
     */
    public Finalizer<R> atExit(boolean run) {
        if (run) {
            atExit = true; // before the look at the work, as take() does it the other way round
            ExitFinalizers.add(this);
        } else {
            atExit = false;
            ExitFinalizers.remove(this);
        }
        return this;
    }

    /**
     * Whether the action is to run at exit.
     *
     * @return whether the finalizer is alive and set to run at exit
     */
    public boolean isAtExit() {
        return atExit && isAlive();
    }

    /** Whether the action has not been taken yet, though the referent may be dead. */
    boolean isPending() {
        return action != null;
    }

    @Override
    void announce() {
        runIfPending();
    }

    /** Runs the action in the library's name if nobody has taken it; never throws. */
    void runIfPending() {
        Object held = object();
        try {
            FinalizerAction<R> taken = take(held);
            if (taken != null) {
                taken.run();
            }
        } catch (Throwable failure) {
            Failures.report("a finalizer", failure);
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    /** Gives up the action though the referent may be dead; whether it was still to come. */
    boolean drop() {
        return take(object()) != null;
    }

    /** Takes the action for one caller; what is thrown afterwards does not take it away again. */
    private @Nullable FinalizerAction<R> take(@Nullable Object held) {
        FinalizerAction<R> present = action;
        if (present == null) {
            return null;
        }
        synchronized (present) {
            if (action == null) {
                return null;
            }
            action = null;
        }
        try {
            leave(held);
        } catch (Throwable failure) {
            Failures.report("the end of a finalizer", failure);
        }
        return present;
    }

    private void leave(@Nullable Object held) {
        if (atExit) {
            ExitFinalizers.remove(this);
        }
        if (group != null) {
            group.leave(this);
        }
        if (held != null) {
            DeathCallbacks.shared().withdraw(this);
        }
        Reference.reachabilityFence(held);
    }

    private static Details details(Object held, FinalizerAction<?> action) {
        return new Details(held, action.state(), action.given());
    }

    @Override
    boolean isMoot() {
        return !isPending();
    }

    /** Tells whether it is alive; calls nothing of the referent, the state or the action. */
    @Override
    public String toString() {
        return "Finalizer@" + Integer.toHexString(System.identityHashCode(this)) + (isAlive() ? "[alive]" : "[dead]");
    }

    /**
     * What a finalizer is made of. Holds all of it strongly.
     *
     * @param referent the object whose death is awaited
     * @param state what the action is given, or {@code null} when it was registered without state
     * @param action the very object that was registered as action or function
     */
    public record Details(Object referent, @Nullable Object state, Object action) {
        /**
         * Checks the parts.
         *
         * @throws NullPointerException if the referent or the action is {@code null}
         */
        public Details {
            Objects.requireNonNull(referent, "referent");
            Objects.requireNonNull(action, "action");
        }
    }
}
