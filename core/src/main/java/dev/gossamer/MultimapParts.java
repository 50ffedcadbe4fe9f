package dev.gossamer;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.WeakSide;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Makes the map of one {@link WeakMultimap} and the sets in it, which have its settings and name in common, and count
 * deaths for it. Thread-safe.
 */
final class MultimapParts<K, V> {
    final ContainerSettings settings;
    final StatsCounter counter;
    private final WeakSide side;
    private final WeakMultimap.@Nullable AssociationListener<? super K, ? super V> listener;
    private final StatsCounter deaths;
    private final @Nullable ContainerActivity activity;
    private final @Nullable InlineSetReclaim<V> inline;

    MultimapParts(
            ContainerSettings settings,
            WeakSide side,
            WeakMultimap.@Nullable AssociationListener<? super K, ? super V> listener) {
        this.settings = settings;
        this.side = side;
        this.listener = listener;
        this.counter = StatsCounter.of(settings);
        this.deaths = counter == StatsCounter.NONE ? counter : new CollectedCounter(counter);
        this.activity = ContainerActivity.of(settings, counter);
        this.inline = valuesAreWeak() && settings.reclaim() == Reclaim.INLINE ? new InlineSetReclaim<>() : null;
    }

    boolean valuesAreWeak() {
        return side == WeakSide.VALUE;
    }

    /** The parts of a copy, which counts for itself. */
    MultimapParts<K, V> anew() {
        return new MultimapParts<>(settings, side, listener);
    }

    /** Refuses what cannot be an association, also where it would change nothing. */
    void requireAssociation(K key, V value) {
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        settings.requireReferenceable(valuesAreWeak() ? value : key);
    }

    StoredMap<K, Optional<Set<V>>> newMap() {
        Equivalence<Object> keys = SameKeyProbe.aware(settings.equivalence());
        if (valuesAreWeak()) {
            return new StoredWeakValueMap<>(StoreParts.weakValues(
                    part(keys, IdentityPolicy.HOLD_STRONGLY, settings.initialCapacity(), null), deaths, activity));
        }
        return new StoredWeakKeyMap<>(StoreParts.weakKeys(
                part(
                        keys,
                        settings.identityPolicy(),
                        settings.initialCapacity(),
                        listener == null ? null : (values, ticket) -> tellKey(listener, values)),
                deaths,
                activity));
    }

    /** A set for a key; the action runs after each death in it, and before the listener is told. */
    Set<V> newSet(K key, Runnable onDeath) {
        if (!valuesAreWeak()) {
            return ConcurrentHashMap.newKeySet();
        }
        return new StoredWeakSet<>(new StoredWeakKeyMap<>(StoreParts.weakKeys(
                part(
                        StandardEquivalence.EQUALITY,
                        settings.identityPolicy(),
                        0,
                        (present, ticket) -> tellValue(key, onDeath)),
                deaths,
                activity)));
    }

    /** Has a writer reclaim, where that is its task; not to be called from within a function of the map. */
    void written(StoredMap<K, Optional<Set<V>>> sets, K key) {
        if (inline != null) {
            inline.written(sets, sets.get(key));
        }
    }

    /** As {@link #written}, by a writer who has the set. */
    void writtenTo(StoredMap<K, Optional<Set<V>>> sets, Optional<Set<V>> values) {
        if (inline != null) {
            inline.written(sets, values);
        }
    }

    /** A set to be kept, within a function of its key; {@code null} if it has neither values nor deaths that are to be told. */
    static <V> @Nullable Optional<Set<V>> unlessSpent(Optional<Set<V>> values) {
        Set<V> set = values.get();
        boolean spent = set instanceof WeakSet<V> weak ? weak.estimatedSize() == 0 : set.isEmpty();
        return spent ? null : values;
    }

    private ContainerSettings part(
            Equivalence<Object> equivalence,
            IdentityPolicy policy,
            int capacity,
            @Nullable CollectedListener<Object> told) {
        return new ContainerSettings(
                settings.type(),
                settings.name(),
                settings.backend(),
                equivalence,
                policy,
                settings.wrapperPolicy(),
                inline == null ? settings.reclaim() : Reclaim.MANUAL,
                told,
                settings.recordsStats(),
                capacity,
                null,
                Bounds.NONE);
    }

    @SuppressWarnings("unchecked") // the strong side of the map
    private static <V> void tellKey(WeakMultimap.AssociationListener<?, ? super V> listener, Object values) {
        ((WeakMultimap.AssociationListener<?, V>) listener)
                .keyCollected(Collections.unmodifiableSet(((Optional<Set<V>>) values).orElseThrow()));
    }

    private void tellValue(K key, Runnable onDeath) {
        try {
            onDeath.run();
        } finally {
            if (listener != null) {
                listener.valueCollected(key);
            }
        }
    }
}
