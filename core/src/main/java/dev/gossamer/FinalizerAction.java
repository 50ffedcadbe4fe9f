package dev.gossamer;

import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a finalizer runs, as it was registered. Immutable.
 *
 * @param <R> the type of the result
 */
abstract sealed class FinalizerAction<R> {

    /** Runs it. */
    abstract @Nullable R run();

    /** The very object that was registered as action or function. */
    abstract Object given();

    /** What the function is given, {@code null} when it was registered without state. */
    @Nullable Object state() {
        return null;
    }

    /** An action without state. */
    static final class Plain extends FinalizerAction<Void> {
        private final Runnable action;

        Plain(Runnable action) {
            this.action = action;
        }

        @Override
        @Nullable Void run() {
            action.run();
            return null;
        }

        @Override
        Object given() {
            return action;
        }
    }

    /** An action on a state. */
    static final class OnState<S> extends FinalizerAction<Void> {
        private final S state;
        private final Consumer<? super S> action;

        OnState(S state, Consumer<? super S> action) {
            this.state = state;
            this.action = action;
        }

        @Override
        @Nullable Void run() {
            action.accept(state);
            return null;
        }

        @Override
        Object given() {
            return action;
        }

        @Override
        @Nullable Object state() {
            return state;
        }
    }

    /** A function of a state. */
    static final class OfState<S, R> extends FinalizerAction<R> {
        private final S state;
        private final Function<? super S, ? extends @Nullable R> function;

        OfState(S state, Function<? super S, ? extends @Nullable R> function) {
            this.state = state;
            this.function = function;
        }

        @Override
        @Nullable R run() {
            return function.apply(state);
        }

        @Override
        Object given() {
            return function;
        }

        @Override
        @Nullable Object state() {
            return state;
        }
    }
}
