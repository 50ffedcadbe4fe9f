package dev.gossamer;

import java.lang.ref.Reference;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An action that runs at most once: when it is called, when its referent has died, or at exit if {@link #atExit} says
 * so. Made by {@link Finalizers} and {@link FinalizerGroup}. The caller need not keep it; the action runs all the same.
 *
 * <p>Thread-safe. Holds its referent weakly, and its action and state strongly until it is dead, that is: it was called
 * or detached, its referent has died, or it runs. A dead finalizer returns nothing, does nothing, and holds nothing.
 * All methods take constant time apart from the action itself, {@link #atExit(boolean)} logarithmic.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="finalizer"}
 *
 * @param <R> the type of the action's result; {@link Void} for an action without one
 * @since 0.1.0
 */
public final class Finalizer<R> {
    private final FinalizerReference<R> reference;

    private Finalizer(FinalizerReference<R> reference) {
        this.reference = reference;
    }

    /** Registers a reference; the caller keeps its referent alive meanwhile. */
    static <R> Finalizer<R> register(FinalizerReference<R> reference) {
        Finalizer<R> finalizer = new Finalizer<>(reference); // made before: nothing is registered where memory is out
        reference.register();
        return finalizer;
    }

    /**
     * Runs the action now, in this thread, if the finalizer is alive. Holds the referent until the action has returned.
     * What the action throws is thrown, and the finalizer is dead.
     *
     * @return the result; empty if the finalizer was dead before, or the action returned {@code null}
     */
    public Optional<R> call() {
        Object held = reference.get();
        if (held == null) {
            return Optional.empty();
        }
        try {
            return Optional.ofNullable(reference.call(held));
        } finally {
            Reference.reachabilityFence(held);
        }
    }

    /**
     * Whether the action has not run and the referent is alive.
     *
     * @return whether a call would run the action
     */
    public boolean isAlive() {
        return reference.isAlive();
    }

    /**
     * What would run, without running it.
     *
     * @return the referent and what was registered for it; empty when the finalizer is dead
     */
    public Optional<Details> peek() {
        Object held = reference.get();
        return held == null ? Optional.empty() : Optional.ofNullable(reference.peek(held));
    }

    /**
     * Cancels the action, so that it never runs.
     *
     * @return the referent and what was registered for it; empty when the finalizer was dead before
     */
    public Optional<Details> detach() {
        Object held = reference.get();
        return held == null ? Optional.empty() : Optional.ofNullable(reference.detach(held));
    }

    /** Cancels the action, also where the referent is dead and the action still to come. */
    void drop() {
        reference.drop();
    }

    /**
     * Sets whether the action runs at exit if it has not run before; {@code false} unless set. Actions at exit run when
     * the JVM shuts down, newest first over all referents, one after another, for
     * {@linkplain Finalizers#limitExit a limited time}; what one throws goes to the {@link ErrorHandler} and the others
     * still run. None may call {@link System#exit}, which then never returns. What counts is the setting at that
     * moment; a finalizer that is registered and set meanwhile runs next.
     *
     * <p>While such a finalizer is alive, a shutdown hook holds the library and all that the finalizer reaches. In an
     * application that can be redeployed, call or detach it before.
     *
     * @param run whether to run at exit; does nothing when the finalizer is dead
     * @return this finalizer
     * @throws IllegalStateException if the JVM is shutting down and runs no more finalizers; whatever is thrown, the finalizer
     *     is not set to run at exit
     */
    public Finalizer<R> atExit(boolean run) {
        reference.runAtExit(run);
        return this;
    }

    /**
     * Whether the action is to run at exit.
     *
     * @return whether the finalizer is alive and set to run at exit
     */
    public boolean isAtExit() {
        return reference.isAtExit();
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
