package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A {@link WeakRef} that calls back when its referent has died, if it is still there itself. */
final class CallbackRef<T> extends WeakRef<T> {
    /** What to call, until it is called or the reference cleared; guarded by {@code waiting}. */
    private @Nullable Consumer<? super WeakRef<T>> callback;

    private final Waiting waiting;

    private CallbackRef(T referent, Consumer<? super WeakRef<T>> callback) {
        super(referent);
        this.callback = callback;
        this.waiting = new Waiting(referent, this, DeathCallbackQueue.shared().queue);
    }

    static <T> WeakRef<T> to(T referent, Consumer<? super WeakRef<T>> callback) {
        Objects.requireNonNull(callback, "callback");
        CaptureCheck.CALLBACK.check(referent, callback);
        CallbackRef<T> reference = new CallbackRef<>(referent, callback);
        DeathCallbackQueue.shared().register(reference.waiting);
        Reference.reachabilityFence(referent);
        return reference;
    }

    @Override
    public void clear() {
        T referent = get();
        super.clear();
        takeCallback();
        if (referent != null) {
            DeathCallbackQueue.shared().withdraw(waiting);
            Reference.reachabilityFence(referent);
        }
    }

    @Override
    public boolean enqueue() {
        clear();
        return super.enqueue();
    }

    private @Nullable Consumer<? super WeakRef<T>> takeCallback() {
        synchronized (waiting) {
            Consumer<? super WeakRef<T>> taken = callback;
            callback = null;
            return taken;
        }
    }

    private void call() {
        Consumer<? super WeakRef<T>> taken = takeCallback();
        if (taken == null) {
            return;
        }
        try {
            taken.accept(this);
        } catch (Throwable failure) {
            ErrorReporter.report("a callback", failure);
        }
    }

    /** What waits for the death in the place of a reference, which it does not keep alive. */
    private static final class Waiting extends DeathCallback {
        private final Dropped reference;

        Waiting(Object referent, CallbackRef<?> reference, ReferenceQueue<Object> queue) {
            super(referent, queue);
            this.reference = new Dropped(reference, queue);
            this.reference.waiting = this;
        }

        @Override
        void announce() {
            CallbackRef<?> alive = (CallbackRef<?>) reference.get();
            if (alive != null) {
                alive.call();
            }
        }

        @Override
        void abandon() {
            reference.clear();
        }
    }

    /** Comes from the queue when a reference was dropped that still waited, so that it waits no longer. */
    static final class Dropped extends WeakReference<Object> {
        @Nullable DeathCallback waiting;

        private Dropped(CallbackRef<?> reference, ReferenceQueue<Object> queue) {
            super(reference, queue);
        }
    }
}
