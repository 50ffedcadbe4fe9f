package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.SimulatedCollector;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that all have one hash. */
class CollidingKeysTest {
    private static final int KEYS = 2_000;

    private static long comparisons;

    /** Comparable, and as bad a key as there is. */
    private record Colliding(int number) implements Comparable<Colliding> {
        @Override
        public int hashCode() {
            return 42;
        }

        @Override
        public boolean equals(Object other) {
            comparisons++;
            return other instanceof Colliding key && key.number == number;
        }

        @Override
        public int compareTo(Colliding other) {
            comparisons++;
            return Integer.compare(number, other.number);
        }
    }

    /** Compares with the sign left out, and gives what to sort by. */
    private static final Equivalence<Colliding> UNSIGNED = new Equivalence<>() {
        @Override
        public int hash(Colliding key) {
            return 42;
        }

        @Override
        public boolean equivalent(Colliding left, Colliding right) {
            comparisons++;
            return Math.abs(left.number) == Math.abs(right.number);
        }

        @Override
        public Comparable<?> sortKey(Colliding key) {
            return new Colliding(Math.abs(key.number));
        }
    };

    @Test
    @DisplayName("MAP-17 comparable keys of one hash are told apart in every operation")
    void operations_oneHash_tellKeysApart() {
        WeakKeyMap<Colliding, Named> map = WeakKeyMap.<Colliding, Named>builder()
                .backend(new JdkBackend())
                .reclaim(Reclaim.MANUAL)
                .build();
        List<Colliding> held = new ArrayList<>();
        for (int i = 0; i < KEYS; i++) {
            Colliding key = new Colliding(i);
            held.add(key);
            map.put(key, new Named("v" + i));
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(map.get(new Colliding(i))).isEqualTo(new Named("v" + i));
            assertThat(map.canonicalKey(new Colliding(i))).isSameAs(held.get(i));
        }
        assertThat(map.get(new Colliding(-1))).isNull();
        for (int i = 0; i < KEYS; i += 2) {
            assertThat(map.remove(new Colliding(i))).isEqualTo(new Named("v" + i));
        }
        assertThat(map.size()).isEqualTo(KEYS / 2);
        for (int i = 0; i < KEYS; i++) {
            assertThat(map.containsKey(held.get(i))).isEqualTo(i % 2 == 1);
        }
    }

    /** A map that holds its keys by references of its own, or compares them by an equivalence with sort keys. */
    private enum Kind {
        BOTH_WEAK {
            @Override
            Map<Colliding, Named> make() {
                return WeakMap.<Colliding, Named>builder()
                        .backend(new JdkBackend())
                        .build();
            }
        },
        BOTH_WEAK_BY_EQUIVALENCE {
            @Override
            Map<Colliding, Named> make() {
                return WeakMap.<Colliding, Named>builder()
                        .backend(new JdkBackend())
                        .keys(UNSIGNED)
                        .build();
            }
        },
        WEAK_KEYS_BY_EQUIVALENCE {
            @Override
            Map<Colliding, Named> make() {
                return WeakKeyMap.<Colliding, Named>builder()
                        .backend(new JdkBackend())
                        .keys(UNSIGNED)
                        .build();
            }
        },
        WEAK_VALUES_BY_EQUIVALENCE {
            @Override
            Map<Colliding, Named> make() {
                return WeakValueMap.<Colliding, Named>builder()
                        .backend(new JdkBackend())
                        .keys(UNSIGNED)
                        .build();
            }
        };

        abstract Map<Colliding, Named> make();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-17 keys of one hash are found among many by few comparisons, also by references and equivalences")
    void operations_oneHash_compareFew(Kind kind) {
        Map<Colliding, Named> map = kind.make();
        Colliding[] keys = new Colliding[KEYS];
        Named value = new Named("v");
        comparisons = 0;
        for (int i = 0; i < KEYS; i++) {
            keys[i] = new Colliding(i * 773 % KEYS);
            map.put(keys[i], value);
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(map.get(new Colliding(i))).isSameAs(value);
            assertThat(map.get(new Colliding(KEYS + i))).isNull();
            assertThat(map.put(new Colliding(i), value)).isSameAs(value);
        }
        for (int i = 0; i < KEYS; i += 2) {
            assertThat(map.remove(new Colliding(i))).isSameAs(value);
        }
        assertThat(map).hasSize(KEYS / 2);
        assertThat(comparisons).isLessThan(KEYS * 100L); // about twelve for each look-up, of which there are five
        Reference.reachabilityFence(keys);
    }

    /** The backend, with what its tables compare keys by wrapped, so that they count what they ask. */
    private static final class CountingBackend extends ForwardingBackend {
        private long asked;

        CountingBackend() {
            super(new JdkBackend());
        }

        @Override
        public Table table(TableSpec spec) {
            Equivalence<Object> keys = spec.equivalence();
            return super.table(new TableSpec(
                    spec.weakSide(), new Counting(keys), spec.initialCapacity(), spec.bounds(), spec.onEvicted()));
        }

        private final class Counting implements Equivalence<Object> {
            private final Equivalence<Object> keys;

            Counting(Equivalence<Object> keys) {
                this.keys = keys;
            }

            @Override
            public int hash(Object key) {
                return keys.hash(key);
            }

            @Override
            public boolean equivalent(Object left, Object right) {
                asked++;
                return keys.equivalent(left, right);
            }

            @Override
            public Comparable<?> sortKey(Object key) {
                asked++;
                return keys.sortKey(key);
            }
        }
    }

    @Test
    @DisplayName("MAP-17 a dead key of a map of two weak sides is taken out without a search among those of its hash")
    void reclaim_deadKeysAmongManyOfOneHash_asksFew() {
        CountingBackend counting = new CountingBackend();
        SimulatedCollector collector = new SimulatedCollector(counting);
        WeakMap<Colliding, Named> map = WeakMap.<Colliding, Named>builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .build();
        List<Colliding> keys = new ArrayList<>();
        Named value = new Named("v");
        Named next = new Named("next");
        for (int i = 0; i < KEYS; i++) {
            keys.add(new Colliding(i));
            map.put(keys.get(i), value);
        }
        for (int i = 0; i < 100; i++) {
            map.put(keys.get(i), next);
            map.compute(keys.get(100 + i), (key, before) -> next);
        }
        keys.subList(0, 300).forEach(collector::clear);
        collector.enqueue();

        counting.asked = 0;
        assertThat(map.reclaim()).isEqualTo(300);
        assertThat(counting.asked).isLessThan(300);
        assertThat(map.estimatedSize()).isEqualTo(KEYS - 300);
        Reference.reachabilityFence(keys);
    }

    @Test
    @DisplayName("MAP-3 of dead keys of one hash, each is reclaimed by itself")
    void reclaim_oneHash_takesOutTheDead() {
        Simulation simulation = new Simulation();
        WeakKeyMap<Colliding, Named> map =
                simulation.<Colliding, Named>weakKeyMap().build();
        List<Colliding> held = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Colliding key = new Colliding(i);
            held.add(key);
            map.put(key, new Named("v" + i));
        }
        for (int i = 0; i < 200; i += 3) {
            simulation.kill(held.get(i));
        }
        assertThat(simulation.bury(map)).isEqualTo(67);
        for (int i = 0; i < 200; i++) {
            assertThat(map.containsKey(held.get(i))).isEqualTo(i % 3 != 0);
        }
        assertThat(map.estimatedSize()).isEqualTo(133);
    }
}
