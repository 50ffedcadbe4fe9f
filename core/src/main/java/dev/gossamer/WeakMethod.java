package dev.gossamer;

import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A method bound to a receiver that it holds weakly: {@code WeakMethod.of(session, Session::id)}. Unlike the bound method
 * {@code session::id}, an object that nobody else holds and that pins its receiver, it can be called for as long as the
 * receiver lives, and lets it die.
 *
 * <p>Two are equal when their receivers are the same living object and their functions are equal; a dead one equals only
 * itself. {@code Type::method} written in two places makes two unequal functions: keep it in a constant to compare. The hash
 * code stays the same after death. Thread-safe; holds the function strongly, the receiver weakly.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="weak-method"}
 *
 * @param <F> what the method is when bound: a {@link Supplier} or {@link Function}, or a {@link Runnable} or
 *     {@link Consumer} where it has no result
 * @since 0.1.0
 */
public final class WeakMethod<F> {
    private final WeakReference<?> receiver;
    private final Object function;
    private final Supplier<@Nullable F> binding;
    private final int hash;

    private <T> WeakMethod(T receiver, Object function, Function<? super T, F> binder) {
        CaptureCheck.METHOD.check(WeakRef.requireReferent(receiver), function);
        WeakReference<T> reference = new WeakReference<>(receiver);
        this.receiver = reference;
        this.function = function;
        this.hash = 31 * System.identityHashCode(receiver) + function.hashCode();
        this.binding = () -> {
            T held = reference.get();
            return held == null ? null : binder.apply(held);
        };
    }

    /**
     * A method without parameters that gives a result.
     *
     * @param <T> the type of the receiver
     * @param <R> the type of the result
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     */
    public static <T, R extends @Nullable Object> WeakMethod<Supplier<R>> of(
            T receiver, Function<? super T, ? extends R> method) {
        return ofSupplier(receiver, method);
    }

    /**
     * A method without parameters that gives a result; for a method that is overloaded, where {@code of} is ambiguous.
     *
     * @param <T> the type of the receiver
     * @param <R> the type of the result
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     * @since 0.2.0
     */
    public static <T, R extends @Nullable Object> WeakMethod<Supplier<R>> ofSupplier(
            T receiver, Function<? super T, ? extends R> method) {
        require(receiver, method);
        return new WeakMethod<>(receiver, method, held -> () -> method.apply(held));
    }

    /**
     * A method with one parameter that gives a result.
     *
     * @param <T> the type of the receiver
     * @param <A> the type of the parameter
     * @param <R> the type of the result
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     */
    public static <T, A extends @Nullable Object, R extends @Nullable Object> WeakMethod<Function<A, R>> of(
            T receiver, BiFunction<? super T, ? super A, ? extends R> method) {
        return ofFunction(receiver, method);
    }

    /**
     * A method with one parameter that gives a result; for a method that is overloaded, where {@code of} is ambiguous.
     *
     * @param <T> the type of the receiver
     * @param <A> the type of the parameter
     * @param <R> the type of the result
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     * @since 0.2.0
     */
    public static <T, A extends @Nullable Object, R extends @Nullable Object> WeakMethod<Function<A, R>> ofFunction(
            T receiver, BiFunction<? super T, ? super A, ? extends R> method) {
        require(receiver, method);
        return new WeakMethod<>(receiver, method, held -> argument -> method.apply(held, argument));
    }

    /**
     * A method without parameters and without result.
     *
     * @param <T> the type of the receiver
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     */
    public static <T> WeakMethod<Runnable> ofAction(T receiver, Consumer<? super T> method) {
        return ofRunnable(receiver, method);
    }

    /**
     * A method without parameters and without result; for a method that is overloaded, where {@code of} is ambiguous.
     *
     * @param <T> the type of the receiver
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     * @since 0.2.0
     */
    public static <T> WeakMethod<Runnable> ofRunnable(T receiver, Consumer<? super T> method) {
        require(receiver, method);
        return new WeakMethod<>(receiver, method, held -> () -> method.accept(held));
    }

    /**
     * A method with one parameter and without result.
     *
     * @param <T> the type of the receiver
     * @param <A> the type of the parameter
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     */
    public static <T, A extends @Nullable Object> WeakMethod<Consumer<A>> ofAction(
            T receiver, BiConsumer<? super T, ? super A> method) {
        return ofConsumer(receiver, method);
    }

    /**
     * A method with one parameter and without result; for a method that is overloaded, where {@code of} is ambiguous.
     *
     * @param <T> the type of the receiver
     * @param <A> the type of the parameter
     * @param receiver the object to call the method on
     * @param method the method, as in {@code Type::method}
     * @return the method, bound weakly
     * @throws NotWeaklyReferenceableException if the receiver's class is value-based
     * @throws IllegalArgumentException if the function is the receiver or can be seen to hold it
     * @since 0.2.0
     */
    public static <T, A extends @Nullable Object> WeakMethod<Consumer<A>> ofConsumer(
            T receiver, BiConsumer<? super T, ? super A> method) {
        require(receiver, method);
        return new WeakMethod<>(receiver, method, held -> argument -> method.accept(held, argument));
    }

    private static void require(Object receiver, Object method) {
        Objects.requireNonNull(receiver, "receiver");
        Objects.requireNonNull(method, "method");
    }

    /**
     * The method bound to its receiver, which it holds strongly.
     *
     * @return what to call; empty when the receiver is dead
     */
    public Optional<F> bind() {
        return Optional.ofNullable(binding.get());
    }

    /**
     * Whether the receiver is alive, without making it strongly reachable.
     *
     * @return whether the method can be bound
     */
    public boolean isAlive() {
        return !receiver.refersTo(null);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        if (this == other) {
            return true;
        }
        if (!(other instanceof WeakMethod<?> that)) {
            return false;
        }
        Object mine = receiver.get();
        return mine != null && that.receiver.get() == mine && function.equals(that.function);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Tells whether it is alive; calls nothing of the receiver or the function. */
    @Override
    public String toString() {
        return "WeakMethod@" + Integer.toHexString(hash) + (isAlive() ? "[alive]" : "[dead]");
    }
}
