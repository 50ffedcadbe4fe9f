package dev.gossamer.tck.environment;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.SimulatedCollector;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Sees that maps are reclaimed that are filled when the library is about to let go of them, and many at once. */
final class RefilledMaps {
    private static final int LOOKS = 4; // after which the library lets go of an empty map
    private static final int CROWD = 150;

    private final Backend backend;

    RefilledMaps(Backend backend) {
        this.backend = backend;
    }

    /** Fills maps just when the library's thread has seen that they are empty, and has the entries die later. */
    void requireLateEntriesReclaimed() {
        Late small = new Late(1, 1);
        small.awaitEntry();
        List<Late> others = new ArrayList<>();
        for (int look = 1; look <= LOOKS; look++) {
            others.add(new Late(look, 20));
        }
        others.forEach(Late::awaitEntry);
        others.forEach(Late::requireReclaimed);
        Late last = new Late(0, 20);
        AwaitedCondition.await("the library to let go of an empty map", () -> last.looks.get() >= LOOKS);
        small.requireReclaimed();
    }

    /** Has one entry in each of many maps die at once. */
    void requireCrowdReclaimed() {
        SimulatedCollector collector = new SimulatedCollector(backend);
        AtomicInteger told = new AtomicInteger();
        Object dying = new Object();
        List<WeakKeyMap<Object, String>> crowd = new ArrayList<>();
        for (int i = 0; i < CROWD; i++) {
            WeakKeyMap<Object, String> map = WeakKeyMap.<Object, String>builder()
                    .backend(collector)
                    .onCollected((value, ticket) -> told.incrementAndGet())
                    .build();
            map.put(dying, "v");
            crowd.add(map);
        }
        collector.clear(dying);
        collector.enqueue();
        AwaitedCondition.await(
                CROWD + " maps to be reclaimed of one entry each",
                () -> told.get() == CROWD && crowd.stream().allMatch(map -> map.estimatedSize() == 0));
    }

    /** A map that is emptied, and gets an entry when the library's thread has found it empty so many times. */
    private final class Late implements SteppedBackend.Intervention {
        final AtomicInteger looks = new AtomicInteger();
        private final int look;
        private final SimulatedCollector collector = new SimulatedCollector(new SteppedBackend(backend, this));
        private final WeakKeyMap<Object, String> map =
                WeakKeyMap.<Object, String>builder().backend(collector).build();
        private volatile @Nullable Object late;

        Late(int look, int entries) {
            this.look = look;
            List<NamedKey> keys = NamedKey.many(entries);
            keys.forEach(key -> map.put(key, "early"));
            keys.forEach(map::remove);
        }

        @Override
        public void at(SteppedBackend.Step step, boolean after) {}

        @Override
        public void iterating(Iterator<Entry> entries) {
            if (Thread.currentThread().getName().startsWith("gossamer")
                    && !entries.hasNext()
                    && looks.incrementAndGet() == look) {
                Object key = new Object();
                map.put(key, "late");
                late = key;
            }
        }

        void awaitEntry() {
            AwaitedCondition.await("look " + look + " of the library at an empty map", () -> late != null);
        }

        void requireReclaimed() {
            Object dying = late;
            if (dying != null) {
                late = null;
                collector.clear(dying);
                collector.enqueue();
            }
            AwaitedCondition.await(
                    "an entry to be reclaimed that came with look " + look + " of the library at its map",
                    () -> map.estimatedSize() == 0);
        }
    }
}
