package dev.gossamer.backend.jdk;

import dev.gossamer.Equivalence;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;

/**
 * The backend {@code jdk}: a concurrent hash table of its own, in which an association costs one object and a slot.
 *
 * <p>Thread-safe, stateless. Offers no {@link Feature}: its tables keep every entry until it is removed. Finding takes no
 * lock and expected constant time; a table grows and shrinks step by step within the writes. Keys of one hash that
 * are compared with {@code equals} and are {@link Comparable}, or whose equivalence gives {@linkplain Equivalence#sortKey sort
 * keys}, are searched in logarithmic time, other ones one by one.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="jdk-backend"}
 *
 * @since 0.1.0
 */
public final class JdkBackend implements Backend {

    /** Makes the backend; {@link java.util.ServiceLoader} does so too. */
    public JdkBackend() {}

    @Override
    public String name() {
        return "jdk";
    }

    @Override
    public int rank() {
        return 10;
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public boolean resistsCollisions() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if {@code spec} asks for a bound
     */
    @Override
    public Table table(TableSpec spec) {
        requireNone(spec.bounds());
        TableClasses.prepare();
        Object equivalence = spec.equivalence();
        if (spec.weakSide() == WeakSide.KEY) {
            if (equivalence == Equivalence.identity()) {
                return new IdentityKeyTable(spec.initialCapacity());
            }
            if (equivalence == Equivalence.equality()) {
                return new WeakKeyTable(spec.initialCapacity());
            }
        } else if (equivalence == Equivalence.equality()) {
            return new StrongKeyTable(spec.initialCapacity());
        }
        return new EquivalentKeyTable(spec);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedOperationException if {@code bounds} has a limit
     */
    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        requireNone(bounds);
        return new ConcurrentHashMap<>(initialCapacity);
    }

    private void requireNone(Bounds bounds) {
        refuse(Feature.MAXIMUM_SIZE, bounds.maximumSize().isPresent());
        refuse(Feature.MAXIMUM_WEIGHT, bounds.maximumWeight().isPresent());
        refuse(Feature.EXPIRE_AFTER_WRITE, bounds.expireAfterWrite().isPresent());
        refuse(Feature.EXPIRE_AFTER_ACCESS, bounds.expireAfterAccess().isPresent());
    }

    private void refuse(Feature feature, boolean asked) {
        if (asked) {
            throw new UnsupportedOperationException("backend \"" + name() + "\" does not offer " + feature.option()
                    + "; leave the bound out or name a backend that offers it");
        }
    }
}
