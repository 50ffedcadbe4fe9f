package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The backend that stores in Caffeine and offers every {@link Feature}: bounds by number, weight and time.
 *
 * <p><strong>What eviction means.</strong> A table with bounds forgets what it evicts, also when the weak side is still in
 * use: the next {@code getOrPut} or {@code computeIfAbsent} of that key makes a second object while somebody still holds
 * the first, so a bounded map or interner is a cache and no longer canonical. To keep recently used values alive and have
 * one object for a key at any time, leave the map unbounded and give it a hot tier ({@code hot(…)} on the builder of a map
 * with weak values), which bounds what is held strongly and forgets nothing that lives.
 *
 * <p><strong>When it evicts.</strong> By size and weight as W-TinyLFU decides, before the write that exceeded the bound
 * returns, unless another thread is already evicting. An expired entry is hidden at once; it is dropped, and its
 * listener called, by a later write, iteration or {@code maintain()} of the table. A look-up does no such work and
 * never waits. Dead entries count towards the size until they are reclaimed. A key whose function is running is neither
 * evicted nor expires.
 *
 * <p><strong>User code.</strong> The {@code equals} of keys and the weigher of a table run under no lock, and neither runs
 * when an entry is removed or evicted. Insertions lock one of a few stripes for a moment. Keys of one hash that
 * have {@linkplain dev.gossamer.Equivalence#sortKey sort keys}, as those that are {@link Comparable} and compared with
 * {@code equals}, are searched in logarithmic time, other ones one by one. A {@linkplain #strongMap strong map} uses
 * keys, functions and the weigher as {@code ConcurrentHashMap} does: under the lock of a bin.
 *
 * <p><strong>Errors of the JVM.</strong> A {@code StackOverflowError} or {@code OutOfMemoryError} within Caffeine can leave its
 * lock taken for ever. A table, or a hot tier, out of whose cache such an error came makes another one of what it stores, so
 * whoever comes later does not wait for that lock; whoever waits for it at that very moment waits for ever. A
 * {@linkplain #strongMap strong map} with bounds is Caffeine's own map, and does not recover.
 *
 * <p>Thread-safe, without state, starts no thread and uses no common pool. Tables use neither soft nor weak references of
 * Caffeine: whether a key compares by equality, identity or an equivalence, and when a dead entry goes, is decided by the
 * library alone.
 *
 * {@snippet file="dev/gossamer/backend/caffeine/SpiExamplesTest.java" region="caffeine-backend"}
 *
 * @since 0.1.0
 */
public final class CaffeineBackend implements Backend {
    private static final Set<Feature> FEATURES = Collections.unmodifiableSet(EnumSet.allOf(Feature.class));

    /** Makes the backend; all of them are alike. */
    public CaffeineBackend() {}

    @Override
    public String name() {
        return "caffeine";
    }

    @Override
    public int rank() {
        return 20;
    }

    @Override
    public Set<Feature> features() {
        return FEATURES;
    }

    @Override
    public boolean resistsCollisions() {
        return true;
    }

    @Override
    public Table table(TableSpec spec) {
        return isUnbounded(spec.bounds()) ? new CaffeineTable(spec) : new BoundedTable(spec);
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        Objects.requireNonNull(onEvicted, "onEvicted");
        if (initialCapacity < 0) {
            throw new IllegalArgumentException("initialCapacity " + initialCapacity + " is negative; give 0 or more");
        }
        Caffeine<Object, Object> builder = Caffeine.newBuilder().initialCapacity(initialCapacity);
        if (isUnbounded(bounds)) {
            return builder.<K, V>build().asMap();
        }
        CacheMaintenance<Map.Entry<K, V>> maintenance =
                new CacheMaintenance<>(victim -> onEvicted.accept(victim.getKey(), victim.getValue()));
        limit(builder, bounds);
        builder.executor(maintenance);
        Cache<K, V> cache = builder.evictionListener((@Nullable K key, @Nullable V value, RemovalCause cause) -> {
                    if (key != null && value != null) {
                        maintenance.evicted(new SimpleImmutableEntry<>(key, value));
                    }
                })
                .build();
        return new MaintainedCaffeineMap<>(cache, maintenance);
    }

    @Override
    public Optional<HotPolicy> hotPolicy(HotSpec spec) {
        return Optional.of(new CaffeineHotPolicy(spec));
    }

    private static boolean isUnbounded(Bounds bounds) {
        return bounds.maximumSize().isEmpty()
                && bounds.maximumWeight().isEmpty()
                && bounds.expireAfterWrite().isEmpty()
                && bounds.expireAfterAccess().isEmpty();
    }

    private static void limit(Caffeine<Object, Object> builder, Bounds bounds) {
        bounds.maximumSize().ifPresent(builder::maximumSize);
        bounds.maximumWeight().ifPresent(builder::maximumWeight);
        bounds.weigher().ifPresent(weigher -> builder.weigher(weigher::applyAsInt));
        builder.ticker(bounds.ticker()::getAsLong);
        bounds.expireAfterWrite().ifPresent(builder::expireAfterWrite);
        bounds.expireAfterAccess().ifPresent(builder::expireAfterAccess);
    }
}
