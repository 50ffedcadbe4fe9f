package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;

/** A container with two associations, in which an operation is broken off, and what must be so afterwards. */
final class FaultScene {
    final StoredMap<Object, Object> map;
    final Named key = new Named("key");
    final Named value = new Named("value");
    final Named next = new Named("next");
    private final Named otherKey = new Named("other key");
    private final Named otherValue = new Named("other value");
    private final Named last = new Named("last");
    private final Named oneMore = new Named("one more");
    private final String where;

    /** What a container can be. */
    record Kind(boolean weakKeys, boolean ticketed, boolean hot, boolean recordsStats) {
        static List<Kind> all() {
            List<Kind> all = new ArrayList<>();
            for (int bits = 0; bits < 16; bits++) {
                all.add(new Kind((bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0));
            }
            return all;
        }

        StoredMap<Object, Object> map(Backend backend) {
            if (weakKeys) {
                WeakKeyMap.Builder<Object, Object> builder =
                        WeakKeyMap.builder().backend(backend).reclaim(Reclaim.MANUAL);
                builder = hot ? builder.hotTier(HotTier.recent(100)) : builder; // as an interner has it
                return (StoredMap<Object, Object>) (recordsStats ? builder.recordStats() : builder).build();
            }
            WeakValueMap.Builder<Object, Object> builder =
                    WeakValueMap.builder().backend(backend).reclaim(Reclaim.MANUAL);
            builder = hot ? builder.hot(HotTier.recent(100)) : builder;
            return (StoredMap<Object, Object>) (recordsStats ? builder.recordStats() : builder).build();
        }
    }

    /** What is broken off. */
    enum Operation {
        PUT(scene -> scene.map.put(scene.key, scene.next)),
        PUT_WITH_TICKET(scene -> scene.map.put(scene.key, scene.next, "new ticket")),
        PUT_IF_ABSENT(scene -> scene.map.putIfAbsent(scene.key, scene.next)),
        REPLACE(scene -> scene.map.replace(scene.key, scene.next)),
        REPLACE_IF_EQUAL(scene -> scene.map.replace(scene.key, scene.value, scene.next)),
        REMOVE(scene -> scene.map.remove(scene.key)),
        COMPUTE(scene -> scene.map.compute(scene.key, (k, before) -> scene.next)),
        COMPUTE_THROWING(scene -> {
            try {
                scene.map.compute(scene.key, (k, before) -> {
                    throw new IllegalArgumentException("thrown by the function");
                });
            } catch (IllegalArgumentException expected) {
                assertThat(expected).hasMessage("thrown by the function");
            }
        }),
        COMPUTE_TO_NOTHING(scene -> scene.map.compute(scene.key, (k, before) -> null)),
        COMPUTE_IF_ABSENT(scene -> scene.map.computeIfAbsent(scene.key, k -> scene.next)),
        COMPUTE_IF_PRESENT(scene -> scene.map.computeIfPresent(scene.key, (k, before) -> scene.next)),
        MERGE(scene -> scene.map.merge(scene.key, scene.next, (before, one) -> one)),
        POP(scene -> scene.map.popEntry()),
        CLEAR(scene -> scene.map.clear()),
        REMOVE_ON_ITERATION(scene -> {
            Iterator<Object> keys = scene.map.keyIterator();
            while (keys.hasNext()) {
                keys.next();
                keys.remove();
            }
        }),
        SET_VALUE(scene -> scene.map.entrySet().forEach(entry -> entry.setValue(scene.next)));

        private final Consumer<FaultScene> action;

        Operation(Consumer<FaultScene> action) {
            this.action = action;
        }

        void on(FaultScene scene) {
            action.accept(scene);
        }

        /** Whether it is about other keys too. */
        private boolean touchesOthers() {
            return this == POP || this == CLEAR || this == REMOVE_ON_ITERATION || this == SET_VALUE;
        }
    }

    FaultScene(Backend backend, Kind kind, boolean filled, String where) {
        this.where = where;
        map = kind.map(backend);
        if (filled) {
            if (kind.ticketed) {
                map.put(key, value, "ticket");
            } else {
                map.put(key, value);
            }
        }
        map.put(otherKey, otherValue);
    }

    /** What must be so after an operation was broken off, or has ended. */
    void check(Operation operation) {
        assertThat(map.get(key)).as(where).isIn(value, next, null);
        if (operation != Operation.REMOVE
                && operation != Operation.COMPUTE_TO_NOTHING
                && !operation.touchesOthers()
                && map.get(key) == null) {
            assertThat(map.containsKey(key)).as(where).isFalse();
        }
        assertThat(map.get(otherKey))
                .as(where)
                .isIn(operation.touchesOthers() ? new Object[] {otherValue, next, null} : new Object[] {otherValue});
        checkCounts();
        Object before = map.get(key);
        assertThat(map.put(key, last)).as("%s: written over", where).isSameAs(before);
        checkHotCount();
        assertThat(map.compute(key, (k, now) -> now == last ? next : null))
                .as(where)
                .isSameAs(next);
        checkCounts();
        assertThat(map.remove(key)).as(where).isSameAs(next);
        map.clear();
        checkCounts();
        checkHotCount();
        assertThat(map.isEmpty()).as(where).isTrue();
    }

    /** The tier has counted what it holds, once an entry that comes and goes has settled what was left. */
    private void checkHotCount() {
        map.put(oneMore, last);
        map.remove(oneMore);
        assertThat(map.store.tier.size())
                .as("%s: counted as hot", where)
                .isEqualTo(map.stats().hot());
    }

    private void checkCounts() {
        int live = (map.get(key) == null ? 0 : 1) + (map.get(otherKey) == null ? 0 : 1);
        assertThat(map.size()).as(where).isEqualTo(live);
        map.reclaim();
        int stored = 0;
        int pinned = 0;
        for (Entry entry : map.store.table) {
            stored++;
            pinned += entry.isPinned() ? 1 : 0;
        }
        assertThat(stored).as("%s: entries", where).isEqualTo(live);
        assertThat(map.estimatedSize()).as("%s: estimated", where).isEqualTo(live);
        assertThat(map.stats().hot()).as("%s: hot", where).isEqualTo(pinned);
        assertThat(map.stats().awaited()).as(where).isEmpty();
    }

    /** What must be so about the value from before, unless the operation took effect. */
    void checkNothingLost(Operation operation, boolean filled) {
        Object now = map.get(key);
        boolean removes = operation == Operation.REMOVE
                || operation == Operation.COMPUTE_TO_NOTHING
                || (operation.touchesOthers() && operation != Operation.SET_VALUE);
        if (filled && !removes) {
            assertThat(now)
                    .as("%s: the value from before or the new one", where)
                    .isIn(value, next);
        }
    }
}
