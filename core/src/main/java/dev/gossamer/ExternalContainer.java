package dev.gossamer;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Describes a container that this library has not made, such as a cache of the JCache provider, so that it is listed
 * and watched like the library's own. The described container has to hold this: the list holds it weakly.
 *
 * <p>Thread-safe. {@link #estimatedSize()} and {@link #stats()} are asked every few seconds while somebody watches, on
 * the thread that reclaims: they must neither wait nor take long.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="external"}
 *
 * @since 0.2.0
 */
public abstract non-sealed class ExternalContainer implements WeakContainer {
    private final @Nullable String name;
    final ContainerActivity activity;
    private volatile @Nullable ListedContainer listed;

    /**
     * Describes a container that is not listed yet.
     *
     * @param kind what it is, such as {@code Cache}
     * @param name what it is called, or {@code null} for nothing
     */
    protected ExternalContainer(String kind, @Nullable String name) {
        Objects.requireNonNull(kind, "kind");
        String site = CreationSites.current();
        this.name = name;
        this.activity = name == null
                ? WeakContainers.unnamed(kind, site)
                : new ContainerActivity(name, kind, site, StatsCounter.NONE);
    }

    /**
     * Where it stores, as {@link dev.gossamer.spi.Backend#name()}; in constant time.
     *
     * @return the name of the storage
     */
    public abstract String backend();

    /**
     * Whether it counts what {@link #stats()} tells; in constant time.
     *
     * @return whether it does now
     */
    public abstract boolean recordsStats();

    /** Puts it on the list. To be called once, when all its methods can be called. */
    protected final void list() {
        listed = WeakContainers.add(this);
    }

    /** Takes it off the list, for one that is closed. Doing it again does nothing. */
    protected final void unlist() {
        ListedContainer known = listed;
        if (known != null) {
            WeakContainers.remove(this, known);
        }
    }

    /** Notes that it was written, so that whoever watches looks at it within a second. Costs a look at a field. */
    protected final void used() {
        activity.use();
    }

    @Override
    public final Optional<String> name() {
        return Optional.ofNullable(name);
    }
}
