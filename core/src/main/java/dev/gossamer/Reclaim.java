package dev.gossamer;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who takes dead entries out of a container, and when. Dead entries are invisible in any case; this settles how soon their
 * other side is released and their listener told.
 *
 * <p>Immutable and thread-safe.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="reclaim"}
 *
 * @since 0.1.0
 */
public final class Reclaim {
    /**
     * The library's one daemon thread does it, within a second of the entry being enqueued, also when nobody touches the
     * container. The thread starts with the first entry of the first such container and ends when none holds entries any
     * more. Listeners run on a second daemon thread that lives only while there is something to tell. The default.
     */
    public static final Reclaim SHARED = new Reclaim("SHARED", null);

    /**
     * Each write to the container takes out a few entries of this container, and tells its listener, before it returns.
     * No thread; an idle container keeps what is pending. A listener that writes to its own container leaves the
     * reclaiming to the write that told it.
     */
    public static final Reclaim INLINE = new Reclaim("INLINE", null);

    /** Only {@link WeakContainer#reclaim()} does it, in the calling thread. */
    public static final Reclaim MANUAL = new Reclaim("MANUAL", null);

    private final String name;
    private final @Nullable Executor executor;

    private Reclaim(String name, @Nullable Executor executor) {
        this.name = name;
        this.executor = executor;
    }

    /**
     * The library's thread notices, the executor takes the entries out and tells the listener.
     *
     * @param executor runs the work; held strongly by the container. Work that it rejects, or throws at, is done by the
     *     library's threads and the {@link ErrorHandler} told; work that it took and does not do is handed over again after
     *     1 s, 2 s, and so on up to 64 s
     * @return a way to reclaim
     */
    public static Reclaim on(Executor executor) {
        return new Reclaim("on", Objects.requireNonNull(executor, "executor"));
    }

    @Nullable Executor executor() {
        return executor;
    }

    /** Whether the library's thread looks after the container. */
    boolean isWatched() {
        return this == SHARED || executor != null;
    }

    @Override
    public String toString() {
        return executor == null ? "Reclaim." + name : "Reclaim.on(" + executor + ")";
    }
}
