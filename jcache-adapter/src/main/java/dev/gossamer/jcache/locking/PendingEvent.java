package dev.gossamer.jcache.locking;

import org.jspecify.annotations.Nullable;

/** An event that has to be told before the operation that caused it returns. Told once, by whatever thread comes to it first. */
public interface PendingEvent {
    /** Tells everybody who has to hear it; throws nothing that they throw. */
    void run();

    /** Whether everybody has been told. */
    boolean isDone();

    /** What those who were told threw; to be asked when {@linkplain #isDone() done}. */
    @Nullable Throwable failure();
}
