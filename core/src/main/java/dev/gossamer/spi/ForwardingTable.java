package dev.gossamer.spi;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table that passes every call on to another one, for decorators: a subclass overrides what is to differ. A
 * {@link ForwardingBackend} makes such tables.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="forwarding"}
 *
 * <p>Thread-safe and as quick as the other table, which it holds strongly. Every default method of {@link Table} is passed on
 * too, but those of {@link Iterable}: they ask {@link #iterator()}.
 *
 * @since 0.2.0
 */
public abstract class ForwardingTable implements Table {
    private final Table delegate;

    /**
     * A table over another one.
     *
     * @param delegate the table that all calls are passed on to
     */
    protected ForwardingTable(Table delegate) {
        this.delegate = Objects.requireNonNull(delegate, "delegate");
    }

    /**
     * The other table.
     *
     * @return the table that all calls are passed on to
     */
    protected final Table delegate() {
        return delegate;
    }

    @Override
    public @Nullable Entry find(Object key, int hash) {
        return delegate.find(key, hash);
    }

    @Override
    public @Nullable Entry insert(Entry entry, Object key) {
        return delegate.insert(entry, key);
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        return delegate.replace(entry, next);
    }

    @Override
    public boolean remove(Entry entry) {
        return delegate.remove(entry);
    }

    @Override
    public boolean overwrite(Entry entry, Object expected, Object next) {
        return delegate.overwrite(entry, expected, next);
    }

    @Override
    public boolean restore(Entry claim, Entry before) {
        return delegate.restore(claim, before);
    }

    @Override
    public void maintain() {
        delegate.maintain();
    }

    @Override
    public Optional<Duration> maintainEvery() {
        return delegate.maintainEvery();
    }

    @Override
    public Iterator<Entry> iterator() {
        return delegate.iterator();
    }

    @Override
    public long estimatedSize() {
        return delegate.estimatedSize();
    }
}
