package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.spi.Backend;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Eight threads on one container while objects die, for any backend. */
@Timeout(600)
abstract class ContainerStress {
    private static final int THREADS = 8;
    private static final int STEPS = 30_000;
    private static final int KEYS = 400;

    /** The backend under test. */
    abstract Backend backend();

    /** Equal by number; each one is another object. */
    private record Id(int number) {}

    /** Knows which key it is for. */
    private record Payload(int number) {}

    @Test
    @Tag("collector")
    @DisplayName("MAP-2 MAP-7 a WeakValueMap under eight threads: no held entry is lost, no wrong or dead value given")
    void weakValueMap_underStress_losesNothing() throws Exception {
        WeakValueMap<Id, Payload> map = WeakValueMap.<Id, Payload>builder()
                .backend(backend())
                .onCollected((key, ticket) -> {})
                .build();
        stress(map, thread -> new Owner(map, thread) {
            @Override
            Object hold(Id key, Payload value) {
                return value;
            }
        });
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-2 MAP-7 a WeakKeyMap under eight threads: no held entry is lost, no wrong or dead value given")
    void weakKeyMap_underStress_losesNothing() throws Exception {
        WeakKeyMap<Id, Payload> map = WeakKeyMap.<Id, Payload>builder()
                .backend(backend())
                .onCollected((value, ticket) -> {})
                .build();
        stress(map, thread -> new Owner(map, thread) {
            @Override
            Object hold(Id key, Payload value) {
                return map.canonicalKey(key);
            }
        });
    }

    /** Makes what one thread does. */
    private interface Casting {
        Owner owner(int thread);
    }

    private static void stress(ConcurrentMap<Id, Payload> map, Casting casting) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        List<Owner> owners = new ArrayList<>();
        for (int i = 0; i < THREADS - 1; i++) {
            owners.add(casting.owner(i));
        }
        try (Crowd crowd = new Crowd()) {
            Future<?> deaths = crowd.start(i -> {
                while (!ended.get()) {
                    System.gc();
                    iterate(map);
                }
            });
            crowd.run(THREADS - 1, i -> owners.get(i).play());
            ended.set(true);
            Crowd.await(deaths);
        }
        owners.forEach(Owner::verify);
    }

    private static void iterate(ConcurrentMap<Id, Payload> map) {
        for (Map.Entry<Id, Payload> entry : map.entrySet()) {
            if (entry.getValue().number() != entry.getKey().number()) {
                throw new AssertionError(entry);
            }
        }
    }

    /** Has keys of its own, some of whose entries it keeps alive and must find again; and reads those of others. */
    private abstract static class Owner {
        private final ConcurrentMap<Id, Payload> map;
        private final int thread;
        private final SplittableRandom random;
        private final Object[] held = new Object[KEYS];
        private final Payload[] expected = new Payload[KEYS];

        Owner(ConcurrentMap<Id, Payload> map, int thread) {
            this.map = map;
            this.thread = thread;
            this.random = new SplittableRandom(thread);
        }

        /** What keeps an entry alive that was just written. */
        abstract Object hold(Id key, Payload value);

        void play() {
            for (int step = 0; step < STEPS; step++) {
                int index = random.nextInt(KEYS);
                check(index);
                write(index, new Id(index * THREADS + thread), random.nextInt(8));
                readOthers();
            }
        }

        private void check(int index) {
            assertMet(index, map.get(new Id(index * THREADS + thread)));
        }

        /** An operation on an entry that is held meets its value. */
        private void assertMet(int index, Payload met) {
            if (held[index] != null && met != expected[index]) {
                throw new AssertionError("expected " + expected[index] + ", met " + met);
            }
        }

        private void write(int index, Id key, int choice) {
            Payload value = new Payload(key.number());
            switch (choice) {
                case 0, 1 -> {
                    assertMet(index, map.put(key, value));
                    keep(index, key, value);
                }
                case 2 -> {
                    Payload winner = map.computeIfAbsent(key, absent -> value);
                    assertMet(index, winner);
                    keep(index, key, winner);
                }
                case 3 -> {
                    Payload before = map.putIfAbsent(key, value);
                    assertMet(index, before);
                    keep(index, key, before == null ? value : before);
                }
                case 4 -> {
                    map.compute(key, (k, before) -> {
                        assertMet(index, before);
                        return value;
                    });
                    keep(index, key, value);
                }
                case 5 -> {
                    assertMet(index, map.remove(key));
                    forget(index);
                }
                default -> forget(index);
            }
        }

        private void keep(int index, Id key, Payload value) {
            expected[index] = value;
            held[index] = hold(key, value);
            Reference.reachabilityFence(key);
        }

        private void forget(int index) {
            held[index] = null;
            expected[index] = null;
        }

        private void readOthers() {
            int number = random.nextInt(KEYS * THREADS);
            Payload found = map.get(new Id(number));
            if (found != null && found.number() != number) {
                throw new AssertionError("found " + found + " under " + number);
            }
        }

        void verify() {
            for (int index = 0; index < KEYS; index++) {
                check(index);
            }
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("MAP-7 one winner per key among eight threads, while values die all the time")
    void winners_valuesDying_oneForEachKey() throws Exception {
        WeakValueMap<Integer, Payload> values =
                WeakValueMap.<Integer, Payload>builder().backend(backend()).build();
        Interner<Id> interner = Interner.<Id>builder().backend(backend()).build();
        AtomicBoolean ended = new AtomicBoolean();
        AtomicInteger different = new AtomicInteger();
        AtomicReferenceArray<Object> published = new AtomicReferenceArray<>(2 * KEYS);
        try (Crowd crowd = new Crowd()) {
            Future<?> deaths = crowd.start(i -> {
                while (!ended.get()) {
                    System.gc();
                }
            });
            crowd.run(THREADS, i -> {
                SplittableRandom random = new SplittableRandom(i);
                for (int step = 0; step < STEPS; step++) {
                    int index = random.nextInt(KEYS);
                    compare(published, index, () -> values.computeIfAbsent(index, Payload::new), different);
                    compare(published, KEYS + index, () -> interner.intern(new Id(index)), different);
                }
            });
            ended.set(true);
            Crowd.await(deaths);
        }
        assertThat(different).hasValue(0);
    }

    /** Asks for an object that, as long as it is published, is the only one; sometimes takes the publication back. */
    private static void compare(
            AtomicReferenceArray<Object> published, int slot, Supplier<Object> asking, AtomicInteger different) {
        Object before = published.get(slot);
        Object asked = asking.get();
        if (before != null && asked != before) {
            different.incrementAndGet();
        }
        published.set(slot, (System.identityHashCode(asked) & 7) == 0 ? null : asked);
        Reference.reachabilityFence(before);
    }
}
