package dev.gossamer;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Registers actions that run when an object has died, each at most once.
 *
 * <p>An action must not keep its referent alive, else it never runs. It is therefore given what it needs as state:
 *
 * {@snippet file="dev/gossamer/examples/cookbook/ResourceRecipesTest.java" region="native-handles"}
 *
 * <p>An action or state that is the referent, or that holds it in a field (as a lambda or an inner class holds what it
 * captured, {@code this} included) or as an element of an array, is refused. That can be seen one level deep, in classes on
 * the class path and in modules that open their package to {@code dev.gossamer.core}; in others, and through further
 * objects, it cannot, and the referent then lives for ever.
 *
 * <p>Actions run on the library's thread for actions, under no lock, one after another; for one referent newest first, in
 * one order with the callbacks of {@link WeakRef#of(Object, Consumer)}; for different referents in no particular order.
 * When the first runs, every reference of the library to the referent is dead and no container shows it. What an action
 * throws goes to the {@link ErrorHandler}. A slow action holds up other actions, callbacks and listeners, but not the
 * reclaiming of containers: there are two threads at most, both daemons, one to reclaim for as long as there is something
 * to wait for, one for actions that lives no longer than two seconds after the last.
 *
 * <p>Thread-safe. The library holds the referent weakly, action and state strongly until the finalizer is dead, whether or
 * not anybody keeps the {@link Finalizer}. Registering takes constant time and starts the reclaiming thread.
 *
 * @since 0.1.0
 */
public final class Finalizers {
    private Finalizers() {}

    /**
     * Registers an action that runs after an object has died.
     *
     * @param referent the object whose death is awaited
     * @param action what to do then
     * @return a new finalizer, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the action is the referent or can be seen to hold it
     */
    public static Finalizer<Void> register(Object referent, Runnable action) {
        return registerIn(null, referent, action);
    }

    /**
     * Registers a function of a state that runs after an object has died.
     *
     * @param <S> the type of the state
     * @param <R> the type of the result, which {@link Finalizer#call()} gives
     * @param referent the object whose death is awaited
     * @param state what the function is given
     * @param function what to do then; may return {@code null}
     * @return a new finalizer, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the state or the function is the referent or can be seen to hold it
     */
    public static <S, R> Finalizer<R> register(
            Object referent, S state, Function<? super S, ? extends @Nullable R> function) {
        return registerIn(null, referent, state, function);
    }

    /**
     * Registers an action on a state that runs after an object has died.
     *
     * @param <S> the type of the state
     * @param referent the object whose death is awaited
     * @param state what the action is given
     * @param action what to do then
     * @return a new finalizer, which need not be kept
     * @throws NotWeaklyReferenceableException if the referent's class is value-based
     * @throws IllegalArgumentException if the state or the action is the referent or can be seen to hold it
     */
    public static <S> Finalizer<Void> registerAction(Object referent, S state, Consumer<? super S> action) {
        return registerActionIn(null, referent, state, action);
    }

    /**
     * Calls a function with an object, which stays reachable until the function returns. The JVM may collect an object
     * that is not used any more even while one of its own methods runs; so code that uses what a finalizer releases has
     * to keep the object reachable until it is done, as {@code length()} does in the example of {@link Finalizers}.
     *
     * @param <T> the type of the object
     * @param <R> the type of the result
     * @param object the object to keep reachable
     * @param function what to do with it; may return {@code null}, and what it throws is thrown
     * @return what the function returned
     * @since 0.2.0
     */
    public static <T, R extends @Nullable Object> R use(T object, Function<? super T, ? extends R> function) {
        Objects.requireNonNull(object, "object");
        Objects.requireNonNull(function, "function");
        try {
            return function.apply(object);
        } finally {
            Reference.reachabilityFence(object);
        }
    }

    /**
     * A new private set of finalizers, which can be called or detached together.
     *
     * @return a new empty group
     */
    public static FinalizerGroup create() {
        return new FinalizerGroup();
    }

    /**
     * Cancels all actions of a group, so that they never run. The group can still be used.
     *
     * @param group the group that they were registered with
     * @return how many were cancelled
     */
    public static int detachAll(FinalizerGroup group) {
        return Objects.requireNonNull(group, "group").detachAll();
    }

    /**
     * Limits the time that all finalizers with {@link Finalizer#atExit(boolean)} together may take at exit, so that a blocking
     * one cannot hang it. What has not begun by then does not run; the {@link ErrorHandler} is told how many. 10 seconds
     * unless set; more than 292 years, which is what a {@code long} of nanoseconds can hold, count as 292 years.
     *
     * @param limit the time, more than zero
     * @throws IllegalArgumentException if {@code limit} is zero or negative
     */
    public static void limitExit(Duration limit) {
        Objects.requireNonNull(limit, "limit");
        if (limit.isZero() || limit.isNegative()) {
            throw new IllegalArgumentException("limit " + limit + " is no time to run in; give more than zero");
        }
        ExitFinalizers.limit(limit);
    }

    static Finalizer<Void> registerIn(@Nullable FinalizerGroup group, Object referent, Runnable action) {
        Objects.requireNonNull(referent, "referent");
        Objects.requireNonNull(action, "action");
        DeathCallbackQueue deaths = checked(referent, action, null);
        return held(
                referent,
                group == null
                        ? new FinalizerReference.Plain(referent, action, deaths)
                        : new FinalizerReference.InGroup(referent, action, group, deaths));
    }

    static <S, R> Finalizer<R> registerIn(
            @Nullable FinalizerGroup group,
            Object referent,
            S state,
            Function<? super S, ? extends @Nullable R> function) {
        Objects.requireNonNull(referent, "referent");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(function, "function");
        DeathCallbackQueue deaths = checked(referent, function, state);
        return held(referent, new FinalizerReference.OfState<>(referent, state, function, group, deaths));
    }

    static <S> Finalizer<Void> registerActionIn(
            @Nullable FinalizerGroup group, Object referent, S state, Consumer<? super S> action) {
        Objects.requireNonNull(referent, "referent");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(action, "action");
        DeathCallbackQueue deaths = checked(referent, action, state);
        return held(referent, new FinalizerReference.OnState<>(referent, state, action, group, deaths));
    }

    /** Refuses what cannot be registered; returns the table to register with. */
    private static DeathCallbackQueue checked(Object referent, Object action, @Nullable Object state) {
        WeakRef.requireReferent(referent);
        CaptureCheck.ACTION.check(referent, action);
        if (state != null) {
            CaptureCheck.STATE.check(referent, state);
        }
        return DeathCallbackQueue.shared();
    }

    private static <R> Finalizer<R> held(Object referent, FinalizerReference<R> reference) {
        Finalizer<R> finalizer = Finalizer.register(reference);
        Reference.reachabilityFence(referent);
        return finalizer;
    }
}
