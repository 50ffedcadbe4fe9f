package dev.gossamer;

import static java.lang.invoke.MethodType.methodType;

import java.lang.invoke.MethodHandles;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;

/**
 * A container as seen by those who watch it: holds the container weakly, and remembers what it had counted.
 *
 * <p>Thread-safe. The functions it gives may be held by a registry that outlives this library's class loader.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="follow"}
 *
 * @see WeakContainers#follow
 * @since 0.2.0
 */
public final class ObservedContainer {
    private static final long FRESH_NANOS = 1_000_000_000L;

    private final String name;
    private final String kind;
    private final Optional<String> createdAt;
    private final WeakReference<WeakContainer> container;
    private final ConcurrentLinkedQueue<Object> functions = new ConcurrentLinkedQueue<>(); // held for those outside
    private ContainerStats latest; // this and the following guarded by this
    private long readAt;

    private ObservedContainer(WeakContainer container, String name) {
        this.name = Objects.requireNonNull(name, "name");
        this.kind = Objects.requireNonNull(container, "container").kind();
        this.createdAt = container.createdAt();
        this.container = new WeakReference<>(container);
        this.latest = counts(container);
        this.readAt = System.nanoTime() - FRESH_NANOS;
    }

    /**
     * Observes a container under a name.
     *
     * @param container the container, held weakly
     * @param name what to call it
     * @return a new observer
     */
    public static ObservedContainer of(WeakContainer container, String name) {
        return new ObservedContainer(container, name);
    }

    private static ContainerStats counts(WeakContainer container) {
        ContainerStats stats = container.stats();
        return counts(stats, stats.pending(), stats.hot());
    }

    /** What was counted, without the keys and threads that {@link ContainerStats#awaited()} holds. */
    private static ContainerStats counts(ContainerStats stats, long pending, long hot) {
        return new ContainerStats(
                stats.hits(),
                stats.misses(),
                stats.loads(),
                stats.removals(),
                stats.replaced(),
                stats.collected(),
                stats.evicted(),
                pending,
                hot);
    }

    /**
     * The name it has here: of several {@linkplain WeakContainers#follow followed} containers of one name, each but the
     * first has a number behind it, as in {@code sessions #2}.
     *
     * @return its name
     */
    public String name() {
        return name;
    }

    /**
     * What the container {@linkplain WeakContainer#kind() is}.
     *
     * @return its kind
     */
    public String kind() {
        return kind;
    }

    /**
     * What code {@linkplain WeakContainer#createdAt() made} the container.
     *
     * @return the place, where it was kept
     */
    public Optional<String> createdAt() {
        return createdAt;
    }

    /**
     * The container itself.
     *
     * @return the container, or nothing if it was collected
     */
    public Optional<WeakContainer> container() {
        return Optional.ofNullable(container.get());
    }

    /**
     * How many entries occupy storage now, in constant time.
     *
     * @return the number of entries; 0 if the container was collected
     */
    public long estimatedSize() {
        WeakContainer live = container.get();
        return live == null ? 0 : live.estimatedSize();
    }

    /**
     * What was counted until at most a second ago, or last, if the container was collected; then nothing is pending or hot. Takes
     * linear time, at most once a second.
     *
     * @return the counts; no awaited functions
     */
    public synchronized ContainerStats stats() {
        WeakContainer live = container.get();
        if (live == null) {
            latest = counts(latest, 0, 0);
        } else if (System.nanoTime() - readAt >= FRESH_NANOS) {
            latest = counts(live);
            readAt = System.nanoTime();
        }
        return latest;
    }

    /**
     * A function that gives a figure of the container, whatever its argument. It consists of classes of the JDK alone
     * and holds this weakly, so it keeps no class loader where it is registered; when this is gone it gives
     * {@link Double#NaN}.
     *
     * @param figure gives the figure; held by this
     * @return a function that any registry may hold
     */
    public ToDoubleFunction<Object> figure(ToDoubleFunction<? super ObservedContainer> figure) {
        Objects.requireNonNull(figure, "figure");
        ToDoubleFunction<Object> function = ignored -> figure.applyAsDouble(this);
        functions.add(function);
        return detached(function);
    }

    /** A function that passes calls on to one that somebody else holds. */
    @SuppressWarnings("unchecked") // what it takes is ignored
    static ToDoubleFunction<Object> detached(ToDoubleFunction<Object> function) {
        return LoaderNeutralFunction.of(
                (Class<ToDoubleFunction<Object>>) (Class<?>) ToDoubleFunction.class,
                "applyAsDouble",
                methodType(double.class, Object.class),
                function,
                MethodHandles.constant(double.class, Double.NaN));
    }
}
