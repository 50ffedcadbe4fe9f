package dev.gossamer;

import dev.gossamer.backend.jdk.JdkBackend;
import java.util.ArrayList;
import java.util.List;

/** The kinds of maps, for tests of what they have in common. */
enum MapKind {
    WEAK_VALUES {
        @Override
        StoredMap<Object, Object> map(Simulation simulation, Reclaim reclaim, CollectedListener<Object> listener) {
            return (StoredMap<Object, Object>) simulation
                    .weakValueMap()
                    .wrapperPolicy(WrapperPolicy.ALLOW)
                    .reclaim(reclaim)
                    .recordStats()
                    .onCollected(listener)
                    .build();
        }

        @Override
        Object mortal(Object key, Object value) {
            return value;
        }
    },

    WEAK_KEYS {
        @Override
        StoredMap<Object, Object> map(Simulation simulation, Reclaim reclaim, CollectedListener<Object> listener) {
            return (StoredMap<Object, Object>) simulation
                    .weakKeyMap()
                    .wrapperPolicy(WrapperPolicy.ALLOW)
                    .reclaim(reclaim)
                    .recordStats()
                    .onCollected(listener)
                    .build();
        }
    },

    WEAK_KEYS_BY_IDENTITY {
        @Override
        StoredMap<Object, Object> map(Simulation simulation, Reclaim reclaim, CollectedListener<Object> listener) {
            return (StoredMap<Object, Object>) simulation
                    .weakKeyMap()
                    .wrapperPolicy(WrapperPolicy.ALLOW)
                    .keys(Equivalence.identity())
                    .reclaim(reclaim)
                    .recordStats()
                    .onCollected(listener)
                    .build();
        }
    };

    /** A map with a listener and with statistics. */
    abstract StoredMap<Object, Object> map(Simulation simulation, Reclaim reclaim, CollectedListener<Object> listener);

    /** A map that its user reclaims. */
    final StoredMap<Object, Object> map(Simulation simulation, CollectedListener<Object> listener) {
        return map(simulation, Reclaim.MANUAL, listener);
    }

    /** A map that each write reclaims a little. */
    final StoredMap<Object, Object> inlineMap(Simulation simulation, CollectedListener<Object> listener) {
        return map(simulation, Reclaim.INLINE, listener);
    }

    /** A map for the real collector, that the library's thread reclaims. */
    final StoredMap<Object, Object> realMap() {
        return map(new Simulation(new JdkBackend()), Reclaim.SHARED, (survivor, ticket) -> {});
    }

    /** The side that is held weakly. */
    Object mortal(Object key, Object value) {
        return key;
    }

    /** The side that is held strongly. */
    final Object survivor(Object key, Object value) {
        return mortal(key, value) == key ? value : key;
    }

    static StoredMap<Object, Object> copyOf(StoredMap<Object, Object> map) {
        return map instanceof StoredWeakKeyMap<Object, Object> keys
                ? keys.copy()
                : (StoredMap<Object, Object>) ((StoredWeakValueMap<Object, Object>) map).copy();
    }

    /** One map with a few associations, and what its listener was told. */
    final Scene scene() {
        return new Scene(this);
    }

    static final class Scene {
        final Simulation simulation = new Simulation();
        final List<Object> told = new ArrayList<>();
        final MapKind kind;
        final StoredMap<Object, Object> map;

        /** Held here: the map holds half of them. */
        final Named key = new Named("key");

        final Named value = new Named("value");
        final Named otherKey = new Named("other key");
        final Named otherValue = new Named("other value");

        private Scene(MapKind kind) {
            this.kind = kind;
            map = kind.map(simulation, (survivor, ticket) -> told.add(ticket == null ? survivor : ticket));
        }

        /** Puts {@link #key} with its value. */
        Scene filled() {
            map.put(key, value);
            return this;
        }

        /** Puts {@link #key} with its value, and has it die without being enqueued. */
        Scene dead() {
            filled();
            simulation.kill(kind.mortal(key, value));
            return this;
        }

        int bury() {
            simulation.collector.enqueue();
            return map.reclaim();
        }
    }
}
