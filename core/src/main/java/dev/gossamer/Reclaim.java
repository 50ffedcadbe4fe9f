package dev.gossamer;

import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Who removes dead entries from the storage of a container, and when. Dead entries are invisible in any case; this
 * decides how soon their other side is released and the listener called.
 *
 * <p>Immutable and thread-safe.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="reclaim"}
 *
 * @since 0.1.0
 */
public final class Reclaim {
    /**
     * The library's one daemon thread does it, within a second of the entry being enqueued, also when nobody touches
     * the container. The thread starts with the first entry of the first such container and ends when none holds
     * entries, no finalizer or callback waits, and no container has a {@linkplain ContainerBuilder#name name}.
     * Listeners run on a second daemon thread that lives only while there are listeners to call. The default.
     */
    public static final Reclaim SHARED = new Reclaim("SHARED", null);

    /**
     * Each write to the container removes a few dead entries of this container, and calls its listener, before it
     * returns. It needs no thread; an idle container keeps its dead entries. While a listener runs, its own writes to the
     * container reclaim nothing; the write that called it goes on with that.
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
     * The library's thread notices dead entries; the executor removes them and calls the listener.
     *
     * @param executor runs the work; held strongly by the container. If it rejects work or throws, the library's
     *     threads do that work and the {@link ErrorHandler} is told; work that it accepted and does not do is handed
     *     over again after 1 s, 2 s, and so on up to 64 s
     * @return a way to reclaim
     */
    public static Reclaim on(Executor executor) {
        return new Reclaim("on", Objects.requireNonNull(executor, "executor"));
    }

    @Nullable Executor executor() {
        return executor;
    }

    /** Whether the library's thread watches the container. */
    boolean isWatched() {
        return this == SHARED || executor != null;
    }

    @Override
    public String toString() {
        return executor == null ? "Reclaim." + name : "Reclaim.on(" + executor + ")";
    }
}
