package dev.gossamer.tck.environment;

import dev.gossamer.WeakRef;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/** Keeps the library from calling callbacks and finalizers, by one that does not end, until it is closed. */
public final class HeldCallbacks implements AutoCloseable {
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final WeakRef<Object> holding;

    /** Returns when the callback has begun. */
    public HeldCallbacks() {
        AtomicBoolean begun = new AtomicBoolean();
        holding = RealCollector.elsewhere(() -> WeakRef.of(new Object(), dead -> {
            begun.set(true);
            end.join();
        }));
        RealCollector.await("a callback to begin", begun::get);
    }

    @Override
    public void close() {
        end.complete(null);
        holding.clear();
    }
}
