package dev.gossamer;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link WeakRef} that calls back when its referent has died, if it is still there itself. */
final class CallbackRef<T> extends WeakRef<T> {
    private static final VarHandle CALLBACK;

    static {
        try {
            CALLBACK = MethodHandles.lookup().findVarHandle(CallbackRef.class, "callback", Consumer.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** What to call, until it is called or the reference cleared; taken through CALLBACK. */
    private volatile @Nullable Consumer<? super WeakRef<T>> callback;

    private final Waiting waiting;

    private CallbackRef(T referent, Consumer<? super WeakRef<T>> callback) {
        super(referent);
        this.callback = callback;
        this.waiting = new Waiting(this);
    }

    static <T> WeakRef<T> to(T referent, Consumer<? super WeakRef<T>> callback) {
        Objects.requireNonNull(callback, "callback");
        CaptureGuard.CALLBACK.check(referent, callback);
        CallbackRef<T> reference = new CallbackRef<>(referent, callback);
        Obituary.register(referent, reference.waiting);
        return reference;
    }

    @Override
    public void clear() {
        T referent = get();
        super.clear();
        takeCallback();
        if (referent != null) {
            waiting.withdraw(referent);
        }
    }

    @Override
    public boolean enqueue() {
        clear();
        return super.enqueue();
    }

    @SuppressWarnings("unchecked") // the field has this type
    private @Nullable Consumer<? super WeakRef<T>> takeCallback() {
        return (Consumer<? super WeakRef<T>>) CALLBACK.getAndSet(this, null);
    }

    private void call() {
        Consumer<? super WeakRef<T>> taken = takeCallback();
        if (taken == null) {
            return;
        }
        try {
            taken.accept(this);
        } catch (Throwable failure) {
            Failures.report("a callback", failure);
        }
    }

    /** What waits for the death in the place of a reference, which it does not keep alive. */
    private static final class Waiting extends Notice {
        private final WeakReference<CallbackRef<?>> reference;

        Waiting(CallbackRef<?> reference) {
            this.reference = new WeakReference<>(reference);
        }

        @Override
        void announce() {
            CallbackRef<?> alive = reference.get();
            if (alive != null) {
                alive.call();
            }
        }

        @Override
        boolean isMoot() {
            return reference.refersTo(null);
        }
    }
}
