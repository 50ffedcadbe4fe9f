package dev.gossamer.jcache.near;

import dev.gossamer.jcache.common.FailureCollector;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/** The near cache as the standard's interface sees it: checks arguments, counts, and leaves the rest to its table. */
final class WeakNearCache<K, V> implements NearCache<K, V> {
    private final String name;
    private final Cache<K, Object> engine;
    private final @Nullable CacheManager presented;
    private final Runnable onClose;
    private final StorageFormat<K, V> format;
    private final StalenessPolicy staleness;
    private final boolean manual;
    private final MutableConfiguration<K, V> configuration;
    private final VersionSource versions = new VersionSource();
    private final ProtocolCounters events = new ProtocolCounters();
    private final StandardStatistics counters = new StandardStatistics();
    private final NearCacheMBeans beans;
    private final EngineReader<K, V> reader;
    private final ReservationTable<K, V> table;
    private final NearStore<K, V> store;
    private final ProcessorInvocation<K, V> invocation;
    private final BulkRemoval<K> removal;
    private final EngineRegistration<K> link;
    private final MaintenanceTask<K, V> maintenance;
    private final MaintenanceThread thread;
    private final UserListenerRegistry<K, V> listeners;
    private final @Nullable ControlChannel channel;
    private final AtomicBoolean closed = new AtomicBoolean();

    WeakNearCache(
            NearSettings<K, V> settings,
            Cache<K, Object> engine,
            @Nullable Cache<String, String> control,
            CompleteConfiguration<K, V> configuration,
            @Nullable CacheManager presented,
            Runnable onClose) {
        this.name = settings.name;
        this.engine = engine;
        this.presented = presented;
        this.onClose = onClose;
        this.format = settings.format;
        this.staleness = settings.staleness;
        this.manual = settings.ticker != null;
        this.configuration = new MutableConfiguration<>(configuration);
        LongSupplier ticker = settings.ticker != null ? settings.ticker : System::nanoTime;
        CoarseClock clock = new CoarseClock(ticker);
        this.reader = new EngineReader<>(engine, settings, versions, configuration.isReadThrough());
        this.table = new ReservationTable<>(settings, clock, events);
        this.store = new NearStore<>(settings, table, clock, reader, versions, events);
        this.channel = control == null ? null : new ControlChannel(control, name, versions.writer());
        ReceivedEvents received = new ReceivedEvents();
        WeakReference<ReservationTable<K, V>> weakly = new WeakReference<>(table);
        this.link = new EngineRegistration<>(engine, new InvalidationListener<>(weakly, received), channel);
        LossDetector detector = channel == null ? null : new LossDetector(channel, versions, received);
        this.maintenance = new MaintenanceTask<>(settings, table, clock, link, detector, events);
        this.thread = new MaintenanceThread(name, maintenance, link, clock);
        this.invocation = new ProcessorInvocation<>(engine, settings, table, counters);
        this.removal = new BulkRemoval<>(engine, reader, table, counters, channel);
        this.beans = new NearCacheMBeans(this, this.configuration, counters);
        this.listeners = new UserListenerRegistry<>(this, link, store);
    }

    /** Registers with the engine, and starts; what has begun is taken back when something fails. */
    void begin(Consumer<Consumer<EngineHooks>> hooks, boolean statistics) {
        boolean begun = false;
        try {
            maintenance.begin();
            attach(hooks);
            counters.enable(statistics);
            configuration.getCacheEntryListenerConfigurations().forEach(listeners::register);
            if (!manual) {
                thread.start();
            }
            begun = true;
        } finally {
            if (!begun) {
                close();
            }
        }
    }

    private void attach(Consumer<Consumer<EngineHooks>> hooks) {
        SuspectListener listener = maintenance.weakly();
        hooks.accept(hook -> link.attach(hook.attach(engine, listener)));
    }

    void requireOpen() {
        if (isClosed()) {
            throw new IllegalStateException("cache \"" + name + "\" is closed");
        }
    }

    private K checked(K key) {
        requireOpen();
        return Objects.requireNonNull(key, "key");
    }

    private V admitted(V value) {
        store.admit(Objects.requireNonNull(value, "value"));
        return value;
    }

    private Set<K> checked(Set<? extends K> keys) {
        requireOpen();
        Set<K> distinct = new HashSet<>();
        for (K key : Objects.requireNonNull(keys, "keys")) {
            distinct.add(Objects.requireNonNull(key, "key"));
        }
        return distinct;
    }

    private Optional<V> restored(K key, @Nullable Object stored) {
        return stored == null ? Optional.empty() : Optional.of(store.instance(key, stored));
    }

    // ---- reading

    @Override
    public @Nullable V get(K key) {
        if (!closed.get() && !counters.isEnabled()) {
            V near = store.hit(Objects.requireNonNull(key, "key"));
            if (near != null) {
                return near; // without asking whether the engine is open: there are no such hits once the thread has
                // ended
            }
        }
        checked(key);
        return counters.isEnabled() ? counted(key) : store.read(key);
    }

    private @Nullable V counted(K key) {
        long start = counters.start();
        V value = store.read(key);
        if (value == null) {
            counters.miss(start);
        } else {
            counters.hit(start);
        }
        return value;
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        Set<K> wanted = checked(keys);
        long start = counters.start();
        Map<K, V> found = store.readAll(wanted);
        counters.hits(found.size(), wanted.size(), start);
        return found;
    }

    @Override
    public boolean containsKey(K key) {
        return store.near(checked(key)) != null || engine.containsKey(key);
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        requireOpen();
        return new NearIterator<>(this, store, counters, engine.iterator());
    }

    @Override
    public void loadAll(Set<? extends K> keys, boolean replaceExisting, @Nullable CompletionListener listener) {
        Set<K> wanted = checked(keys);
        LoadCompletion completion = new LoadCompletion(name, () -> wanted.forEach(table::invalidate), listener);
        reader.loadAll(wanted, replaceExisting, completion);
    }

    // ---- writing

    @Override
    public void put(K key, V value) {
        checked(key);
        long start = counters.start();
        store.write(
                key,
                admitted(value),
                stored -> {
                    engine.put(key, stored);
                    return true;
                },
                put -> put);
        counters.puts(stored(1), start);
    }

    /** How many writes count: none where what is written ends at once. */
    private int stored(int writes) {
        return staleness.endsAtOnce() ? 0 : writes;
    }

    @Override
    public @Nullable V getAndPut(K key, V value) {
        checked(key);
        long start = counters.start();
        Optional<V> old =
                store.write(key, admitted(value), stored -> restored(key, engine.getAndPut(key, stored)), any -> true);
        counters.hits(old.isPresent() ? 1 : 0, 1, start);
        counters.puts(stored(1), start);
        return old.orElse(null);
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        requireOpen();
        long start = counters.start();
        Map<K, V> given = new LinkedHashMap<>();
        map.forEach((key, value) -> given.put(Objects.requireNonNull(key, "key"), admitted(value)));
        store.writeAll(given, engine::putAll);
        counters.puts(stored(given.size()), start);
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        checked(key);
        long start = counters.start();
        boolean put = store.write(key, admitted(value), stored -> engine.putIfAbsent(key, stored), done -> done);
        counters.puts(put ? stored(1) : 0, start);
        counters.hits(put ? 0 : 1, 1, start);
        return put;
    }

    @Override
    public boolean replace(K key, V value) {
        checked(key);
        long start = counters.start();
        boolean replaced =
                store.write(key, admitted(value), stored -> engine.replace(key, stored), done -> done, near -> true);
        counters.hits(replaced ? 1 : 0, 1, start);
        counters.puts(replaced ? 1 : 0, start);
        return replaced;
    }

    @Override
    public boolean replace(K key, V oldValue, V newValue) {
        checked(key);
        Objects.requireNonNull(oldValue, "oldValue");
        long start = counters.start();
        boolean replaced = store.write(
                key,
                admitted(newValue),
                stored -> format.replace(engine, reader, key, oldValue, Objects.requireNonNull(stored)),
                done -> done,
                oldValue::equals);
        boolean there = replaced || (counters.isEnabled() && engine.containsKey(key));
        counters.hits(there ? 1 : 0, 1, start);
        counters.puts(replaced ? 1 : 0, start);
        return replaced;
    }

    @Override
    public @Nullable V getAndReplace(K key, V value) {
        checked(key);
        long start = counters.start();
        Optional<V> old = store.write(
                key,
                admitted(value),
                stored -> restored(key, engine.getAndReplace(key, stored)),
                Optional::isPresent,
                near -> true);
        counters.hits(old.isPresent() ? 1 : 0, 1, start);
        counters.puts(old.isPresent() ? 1 : 0, start);
        return old.orElse(null);
    }

    // ---- removing

    @Override
    public boolean remove(K key) {
        checked(key);
        long start = counters.start();
        boolean removed = store.write(key, null, none -> engine.remove(key), done -> true);
        removed(removed, start);
        return removed;
    }

    @Override
    public boolean remove(K key, V oldValue) {
        checked(key);
        Objects.requireNonNull(oldValue, "oldValue");
        long start = counters.start();
        boolean removed = store.write(
                key, null, none -> format.remove(engine, reader, key, oldValue), done -> done, oldValue::equals);
        boolean there = removed || (counters.isEnabled() && engine.containsKey(key));
        counters.hits(there ? 1 : 0, 1, start);
        removed(removed, start);
        return removed;
    }

    @Override
    public @Nullable V getAndRemove(K key) {
        checked(key);
        long start = counters.start();
        Optional<V> old = store.write(key, null, none -> restored(key, engine.getAndRemove(key)), any -> true);
        counters.hits(old.isPresent() ? 1 : 0, 1, start);
        removed(old.isPresent(), start);
        return old.orElse(null);
    }

    private void removed(boolean removed, long start) {
        if (removed) {
            versions.removed();
            counters.removals(1, start);
        }
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        removal.removeAll(checked(keys));
    }

    @Override
    public void removeAll() {
        requireOpen();
        removal.removeAll();
    }

    @Override
    public void clear() {
        requireOpen();
        removal.clear();
    }

    // ---- processing

    @Override
    public <T> @Nullable T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        checked(key);
        return invocation.invoke(key, Objects.requireNonNull(processor, "processor"), arguments);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
        return invocation.invokeAll(checked(keys), Objects.requireNonNull(processor, "processor"), arguments);
    }

    // ---- the rest

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
        requireOpen();
        listeners.register(Objects.requireNonNull(listener, "listener"));
        synchronized (configuration) {
            configuration.addCacheEntryListenerConfiguration(listener);
        }
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
        requireOpen();
        listeners.deregister(Objects.requireNonNull(listener, "listener"));
        synchronized (configuration) {
            configuration.removeCacheEntryListenerConfiguration(listener);
        }
    }

    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        if (type.isInstance(configuration)) {
            synchronized (configuration) {
                return type.cast(new MutableConfiguration<>(configuration));
            }
        }
        throw new IllegalArgumentException("cannot give the configuration as " + type.getName()
                + "; ask for javax.cache.configuration.CompleteConfiguration");
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public CacheManager getCacheManager() {
        return presented != null ? presented : engine.getCacheManager();
    }

    @Override
    public void suspect(String reason) {
        if (!closed.get()) {
            maintenance.suspect(reason);
            thread.wake();
        }
    }

    @Override
    public NearStatistics nearStatistics() {
        return new NearStatistics(
                events.engineReads.sum(),
                events.invalidations.sum(),
                events.echoes.sum(),
                events.overtaken.sum(),
                events.suspicions.sum());
    }

    /** One turn of maintenance, for tests that bring their own time. */
    void maintain() {
        maintenance.run();
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        FailureCollector steps = new FailureCollector();
        steps.attempt(reader::close);
        steps.attempt(thread::stop);
        steps.attempt(listeners::close);
        steps.attempt(link::close);
        steps.attempt(beans::close);
        steps.attempt(table::clear);
        steps.attempt(onClose);
        steps.throwFirst();
    }

    @Override
    public boolean isClosed() {
        return closed.get() || engine.isClosed();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        return type.isInstance(this) ? type.cast(this) : engine.unwrap(type);
    }

    @Override
    public String toString() {
        return "near cache \"" + name + "\"" + (isClosed() ? " (closed)" : "");
    }

    /** What JMX shows of this cache. */
    NearCacheMBeans beans() {
        return beans;
    }
}
