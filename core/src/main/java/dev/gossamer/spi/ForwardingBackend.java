package dev.gossamer.spi;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * A backend that passes every call on to another one, for decorators: a subclass overrides what is to differ, such as
 * {@link #table} to wrap the tables in a {@link ForwardingTable}.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="forwarding"}
 *
 * <p>Thread-safe and as quick as the other backend, which it holds strongly. Every default method of {@link Backend} is passed
 * on too, so a decorator gives the other backend's answers to questions that it does not know.
 *
 * @since 0.2.0
 */
public abstract class ForwardingBackend implements Backend {
    private final Backend delegate;

    /**
     * A backend over another one.
     *
     * @param delegate the backend that all calls are passed on to
     */
    protected ForwardingBackend(Backend delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /**
     * The other backend.
     *
     * @return the backend that all calls are passed on to
     */
    protected final Backend delegate() {
        return delegate;
    }

    @Override
    public String name() {
        return delegate.name();
    }

    @Override
    public int rank() {
        return delegate.rank();
    }

    @Override
    public Set<Feature> features() {
        return delegate.features();
    }

    @Override
    public Table table(TableSpec spec) {
        return delegate.table(spec);
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        return delegate.strongMap(initialCapacity, bounds, onEvicted);
    }

    @Override
    public Optional<HotPolicy> hotPolicy(HotSpec spec) {
        return delegate.hotPolicy(spec);
    }

    @Override
    public boolean resistsCollisions() {
        return delegate.resistsCollisions();
    }
}
