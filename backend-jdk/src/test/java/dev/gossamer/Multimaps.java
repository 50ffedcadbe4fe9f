package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.SimulatedCollector;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Multimaps with a weak side, over one backend. */
abstract class Multimaps {
    private static final List<Function<WeakMultimap.Builder<Named, Named>, WeakMultimap<Named, Named>>> KINDS =
            List.of(WeakMultimap.Builder::weakValues, WeakMultimap.Builder::weakKeys);

    private final Named key = new Named("key");
    private final Named other = new Named("other key");
    private final Named first = new Named("first");
    private final Named second = new Named("second");

    private final List<String> told = new ArrayList<>();
    private final CompletableFuture<Object> future = new CompletableFuture<>();

    abstract Backend backend();

    private final class Telling implements WeakMultimap.AssociationListener<Object, Object> {
        @Override
        public void keyCollected(Set<Object> values) {
            told.add("a key of " + values);
        }

        @Override
        public void valueCollected(Object survivor) {
            told.add("a value of " + survivor);
        }
    }

    private WeakMultimap.Builder<Named, Named> builder() {
        return WeakMultimap.<Named, Named>builder().backend(backend());
    }

    @Test
    @DisplayName("MM-1 a key has a set of values, and is there while it has one")
    void write_valuesOfKeys_areSets() {
        KINDS.forEach(kind -> {
            WeakMultimap<Named, Named> multimap = kind.apply(builder());
            assertThat(multimap.isEmpty()).isTrue();
            assertThat(multimap.put(key, first)).isTrue();
            assertThat(multimap.put(key, new Named("first"))).isFalse();
            assertThat(multimap.put(key, second)).isTrue();
            assertThat(multimap.put(other, first)).isTrue();
            assertThat(multimap.get(key)).containsExactlyInAnyOrder(first, second);
            assertThat(multimap.snapshot()).isEqualTo(Map.of(key, Set.of(first, second), other, Set.of(first)));
            assertThat(multimap.size()).isEqualTo(3);
            assertThat(multimap.containsEntry(other, second)).isFalse();
            assertThat(multimap.remove(key, first)).isTrue();
            assertThat(multimap.remove(key, first)).isFalse();
            assertThat(multimap.remove(key, second)).isTrue();
            assertThat(multimap.containsKey(key)).isFalse();
            assertThat(multimap.keys()).containsExactly(other);
            assertThat(multimap.estimatedSize()).isOne();
            assertThat(multimap.removeAll(other)).containsExactly(first);
            assertThat(multimap.removeAll(other)).isEmpty();
            assertThat(multimap.isEmpty()).isTrue();
            assertThat(multimap.estimatedSize()).isZero();
        });
    }

    @Test
    @DisplayName("MM-1 the values of a key are a view that writes through")
    void get_view_writesThrough() {
        KINDS.forEach(kind -> {
            WeakMultimap<Named, Named> multimap = kind.apply(builder());
            Set<Named> view = multimap.get(key);
            assertThat(view).isEmpty();
            view.addAll(List.of(first, second));
            assertThat(multimap.get(key)).isEqualTo(view).hasSameHashCodeAs(Set.of(first, second));
            assertThat(view).isEqualTo(new HashSet<>(Set.of(first, second)));
            assertThat(view.toString())
                    .isIn(
                            List.of(first, second).toString(),
                            List.of(second, first).toString());
            Iterator<Named> iterator = view.iterator();
            iterator.next();
            iterator.remove();
            assertThatThrownBy(iterator::remove)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("nothing to remove: call next() before each remove()");
            assertThat(view).hasSize(1);
            assertThat(view.retainAll(List.of(first, second))).isFalse();
            assertThat(view.removeIf(value -> multimap.remove(key, value))).isFalse();
            view.add(first);
            assertThat(view.removeAll(List.of(first, second))).isTrue();
            assertThat(multimap.containsKey(key)).isFalse();
            multimap.put(key, first);
            view.clear();
            assertThat(multimap.isEmpty()).isTrue();
        });
    }

    @Test
    @DisplayName("MM-2 a dead value is absent at once, and its key with the last; then both leave the memory")
    void get_deadValue_isAbsentAtOnce() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap =
                builder().backend(collector).reclaim(Reclaim.MANUAL).weakValues();
        multimap.put(key, first);
        multimap.put(key, second);
        multimap.put(other, second);
        collector.clear(first);
        assertThat(multimap.get(key)).containsExactly(second);
        collector.clear(second);
        assertThat(multimap.get(key)).isEmpty();
        assertThat(multimap.containsKey(key)).isFalse();
        assertThat(multimap.keys()).isEmpty();
        assertThat(multimap.snapshot()).isEmpty();
        assertThat(multimap.size()).isZero();
        assertThat(multimap.estimatedSize()).isEqualTo(2);
        collector.enqueue();
        assertThat(multimap.reclaim()).isEqualTo(3);
        assertThat(multimap.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("MM-2 a late notice of a death leaves the values that came since")
    void reclaim_afterANewValue_keepsIt() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap =
                builder().backend(collector).reclaim(Reclaim.MANUAL).weakValues();
        multimap.put(key, first);
        collector.clear(first);
        Named again = new Named("first");
        assertThat(multimap.put(key, again)).isTrue();
        collector.enqueue();
        multimap.reclaim();
        assertThat(multimap.get(key)).containsExactly(again);
    }

    /** A key that changes; or that fails, from some moment on, whatever it is asked. */
    private static final class Mutable {
        private final String name;
        private int hash;
        private boolean failing;

        Mutable(String name) {
            this.name = name;
        }

        @Override
        public boolean equals(Object other) {
            return name(this).equals(name((Mutable) other));
        }

        private static String name(Mutable key) {
            if (key.failing) {
                throw new IllegalStateException("a key was asked");
            }
            return key.name;
        }

        @Override
        public int hashCode() {
            return name(this).isEmpty() ? 0 : hash;
        }
    }

    private static final List<Consumer<Mutable>> CHANGES = List.of(key -> key.hash++, key -> key.failing = true);

    /** How {@link Mutable} keys can compare. */
    private static final List<Equivalence<Object>> COMPARISONS = List.of(Equivalence.equality(), new Equivalence<>() {
        @Override
        public int hash(Object key) {
            return ((Mutable) key).hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return ((Mutable) left).equals((Mutable) right);
        }
    });

    /** Does something with two keys of one hash, for each way to compare them and to change them. */
    private void forEachChange(BiConsumer<WeakMultimap.Builder<Mutable, Named>, Consumer<Mutable>> test) {
        List<Throwable> reported = new CopyOnWriteArrayList<>();
        ErrorHandler.use((source, failure) -> reported.add(failure));
        try {
            for (Equivalence<Object> keys : COMPARISONS) {
                CHANGES.forEach(change ->
                        test.accept(WeakMultimap.<Mutable, Named>builder().keys(keys), change));
            }
        } finally {
            ErrorHandler.useStandard();
        }
        assertThat(reported).isEmpty();
    }

    @Test
    @DisplayName("MAP-4 MM-2 a key goes with its last value though its hash has changed, or it fails when it is asked")
    void reclaim_changedKeys_takesThemOut() {
        forEachChange((builder, change) -> {
            SimulatedCollector collector = new SimulatedCollector(backend());
            WeakMultimap<Mutable, Named> multimap =
                    builder.backend(collector).reclaim(Reclaim.MANUAL).weakValues();
            List<Mutable> keys = List.of(new Mutable("one"), new Mutable("two"), new Mutable("three"));
            keys.forEach(each -> multimap.put(each, first));
            keys.forEach(change);
            collector.clear(first);
            collector.enqueue();
            assertThat(multimap.reclaim()).isEqualTo(3);
            assertThat(multimap.estimatedSize()).isZero();
        });
    }

    @Test
    @DisplayName("MAP-4 MM-2 a death alone, told under another key, takes out a key that has changed")
    void put_inlineAfterADeathUnderAChangedKey_takesItOut() {
        forEachChange((builder, change) -> {
            SimulatedCollector collector = new SimulatedCollector(backend());
            WeakMultimap<Mutable, Named> multimap =
                    builder.backend(collector).reclaim(Reclaim.INLINE).weakValues();
            List<Mutable> keys = List.of(new Mutable("one"), new Mutable("two"), new Mutable("three"));
            keys.forEach(each -> multimap.put(each, first));
            Mutable unchanged = new Mutable("unchanged");
            unchanged.hash = 17;
            keys.forEach(change);
            collector.clear(first);
            collector.enqueue();
            for (int i = 0; i < 8; i++) {
                multimap.put(unchanged, second);
                multimap.remove(unchanged, second);
            }
            assertThat(multimap.estimatedSize()).isZero();
        });
    }

    @Test
    @DisplayName("MM-1 clear takes out keys though their hash has changed, or they fail when they are asked")
    void clear_changedKeys_takesThemOut() {
        forEachChange((builder, change) -> {
            for (WeakMultimap<Mutable, Named> multimap : List.of(
                    builder.backend(backend()).weakValues(),
                    builder.backend(backend()).weakKeys(),
                    builder.backend(backend()).reclaim(Reclaim.INLINE).weakValues())) {
                List<Mutable> keys = List.of(new Mutable("one"), new Mutable("two"), new Mutable("three"));
                keys.forEach(each -> multimap.put(each, first));
                keys.forEach(change);
                multimap.clear();
                assertThat(multimap.estimatedSize()).isZero();
            }
        });
    }

    @Test
    @DisplayName("MM-2 a dead key takes all its values along")
    void get_deadKey_isAbsentAtOnce() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap =
                builder().backend(collector).reclaim(Reclaim.MANUAL).weakKeys();
        multimap.put(key, first);
        multimap.put(key, second);
        collector.clear(key);
        assertThat(multimap.containsKey(key)).isFalse();
        assertThat(multimap.isEmpty()).isTrue();
        collector.enqueue();
        assertThat(multimap.reclaim()).isOne();
        assertThat(multimap.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("MM-3 keys by identity are found by identity, in copies and snapshots too")
    void write_keysByIdentity_areDifferentKeys() {
        KINDS.forEach(kind -> {
            WeakMultimap<Named, Named> multimap = kind.apply(builder().keys(Equivalence.identity()));
            Named equal = new Named("key");
            multimap.put(key, first);
            multimap.put(equal, second);
            for (WeakMultimap<Named, Named> each : List.of(multimap, multimap.copy())) {
                assertThat(each.keys()).hasSize(2).contains(key, equal);
                assertThat(each.snapshot().get(key)).containsExactly(first);
                assertThat(each.snapshot().get(equal)).containsExactly(second);
            }
            multimap.clear();
            assertThat(multimap.isEmpty()).isTrue();
        });
    }

    @Test
    @DisplayName("ID-1 ID-2 WRAP-1 null, and what cannot be held weakly, is refused and changes nothing")
    @SuppressWarnings("NullAway")
    void put_refused_changesNothing() {
        WeakMultimap<Object, Object> values =
                WeakMultimap.builder().backend(backend()).weakValues();
        WeakMultimap<Object, Object> keys =
                WeakMultimap.builder().backend(backend()).weakKeys();
        for (Object refused : List.of(1, new WeakReference<>(key), WeakSet.create())) {
            assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                    .isThrownBy(() -> values.put("key", refused));
            assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                    .isThrownBy(() -> keys.put(refused, "value"));
            assertThat(values.containsEntry("key", refused)).isFalse();
            assertThat(keys.remove(refused, "value")).isFalse();
        }
        assertThatNullPointerException()
                .isThrownBy(() -> values.put(null, first))
                .withMessage("key");
        assertThatNullPointerException().isThrownBy(() -> values.put(key, null)).withMessage("value");
        assertThat(values.estimatedSize() + keys.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("ID-2 what cannot be held weakly is refused also where an equal object is there already")
    void put_refusedWhileAnEqualOneIsThere_isRefused() {
        List<Integer> stored = new ArrayList<>(List.of(1));
        WeakMultimap<Object, Object> values =
                WeakMultimap.builder().backend(backend()).weakValues();
        WeakMultimap<Object, Object> keys =
                WeakMultimap.builder().backend(backend()).weakKeys();
        values.put(key, stored);
        keys.put(stored, first);
        assertThatExceptionOfType(NotWeaklyReferenceableException.class).isThrownBy(() -> values.put(key, List.of(1)));
        for (Object value : List.of(first, second)) {
            assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                    .isThrownBy(() -> keys.put(List.of(1), value));
        }
        assertThat(values.snapshot()).isEqualTo(Map.of(key, Set.of(stored)));
        assertThat(keys.snapshot()).isEqualTo(Map.of(stored, Set.of(first)));
    }

    @Test
    @DisplayName("MM-4 a collected value is told with its key, once; what was removed before is not")
    void reclaim_deadValues_tellTheKey() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap = builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .recordStats()
                .onCollected(new Telling())
                .weakValues();
        multimap.put(key, first);
        multimap.put(key, second);
        multimap.put(other, second);
        Set<Named> removed = multimap.removeAll(other);
        multimap.put(other, first);
        multimap.remove(other, first);
        collector.clear(first);
        collector.clear(second);
        assertThat(multimap.stats().pending()).isEqualTo(2);
        collector.enqueue();
        assertThat(multimap.reclaim()).isEqualTo(2);
        multimap.reclaim();
        assertThat(told).containsExactly("a value of " + key, "a value of " + key);
        assertThat(multimap.stats()).isEqualTo(new ContainerStats(0, 0, 0, 2, 0, 2, 0, 0, 0));
        assertThat(removed).containsExactly(second);
    }

    @Test
    @DisplayName("MM-4 what died before the others of its key were removed is told afterwards")
    void reclaim_deathBeforeARemoval_isTold() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap = builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .onCollected(new Telling())
                .weakValues();
        multimap.put(key, first);
        multimap.put(key, second);
        multimap.put(other, first);
        multimap.put(other, second);
        collector.clear(first);
        assertThat(multimap.remove(key, second)).isTrue();
        assertThat(multimap.removeAll(other)).containsExactly(second);
        assertThat(multimap.keys()).isEmpty();
        collector.enqueue();
        assertThat(multimap.reclaim()).isEqualTo(2);
        assertThat(told).containsExactlyInAnyOrder("a value of " + key, "a value of " + other);
        assertThat(multimap.estimatedSize()).isZero();
    }

    @Test
    @DisplayName("RC-1 RC-10 inline, writers take out what died under their key and, in turn, under others")
    void put_inline_reclaimsInTurn() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap = builder()
                .backend(collector)
                .reclaim(Reclaim.INLINE)
                .onCollected(new Telling())
                .weakValues();
        List<Named> values = Simulation.names("1", "2", "3", "4", "5", "6");
        values.forEach(value -> multimap.put(new Named("key of " + value), value));
        multimap.put(key, first);
        multimap.put(key, second);
        values.forEach(collector::clear);
        collector.clear(first);
        collector.enqueue();
        for (int i = 0; i < 8; i++) {
            multimap.remove(key, second);
            multimap.put(key, second);
        }
        assertThat(multimap.estimatedSize()).isOne();
        assertThat(told).hasSize(7).contains("a value of " + key);
        assertThat(multimap.snapshot()).isEqualTo(Map.of(key, Set.of(second)));
    }

    @Test
    @DisplayName("MM-4 a collected key is told with its values, once")
    void reclaim_deadKey_tellsTheValues() {
        SimulatedCollector collector = new SimulatedCollector(backend());
        WeakMultimap<Named, Named> multimap = builder()
                .backend(collector)
                .reclaim(Reclaim.MANUAL)
                .recordStats()
                .onCollected(new Telling())
                .weakKeys();
        multimap.put(key, first);
        multimap.put(other, second);
        multimap.clear();
        multimap.put(key, first);
        collector.clear(key);
        assertThat(multimap.stats().pending()).isOne();
        collector.enqueue();
        assertThat(multimap.reclaim()).isOne();
        assertThat(told).containsExactly("a key of [" + first + "]");
        assertThat(multimap.stats()).isEqualTo(new ContainerStats(0, 0, 0, 2, 0, 1, 0, 0, 0));
    }

    @Test
    @DisplayName("DIAG-2 look-ups of keys, associations and views are counted as hits or misses, nothing else")
    void stats_lookUps_areCounted() {
        KINDS.forEach(kind -> {
            WeakMultimap<Named, Named> multimap = kind.apply(builder().recordStats());
            multimap.put(key, first);
            multimap.put(key, first);
            multimap.containsKey(key);
            multimap.containsKey(other);
            multimap.containsEntry(key, first);
            multimap.containsEntry(key, second);
            assertThat(multimap.get(key).iterator().hasNext()).isTrue();
            assertThat(multimap.get(other).isEmpty()).isTrue();
            multimap.size();
            assertThat(multimap.stats()).isEqualTo(new ContainerStats(3, 3, 0, 0, 0, 0, 0, 0, 0));
            assertThat(multimap.copy().stats().lookups()).isZero();
            assertThat(kind.apply(builder()).stats().lookups()).isZero();
        });
    }

    @Test
    @DisplayName("DIAG-4 MAP-16 a multimap is listed, copies too, by its name")
    void name_ofAMultimap_isListed() {
        KINDS.forEach(kind -> {
            WeakMultimap<Named, Named> multimap = kind.apply(builder().name("listed multimap"));
            multimap.put(key, first);
            WeakMultimap<Named, Named> copy = multimap.copy();
            assertThat(WeakContainers.named()).contains(multimap, copy);
            assertThat(copy.name()).contains("listed multimap");
            copy.removeAll(key);
            assertThat(multimap.get(key)).containsExactly(first);
            WeakMultimap<Named, Named> unnamed = kind.apply(builder());
            assertThat(WeakContainers.all()).contains(unnamed);
        });
    }

    @Test
    @DisplayName("ID-4 WRAP-2 policies say what may be held on the weak side")
    void put_withPolicies_isHeld() {
        KINDS.forEach(kind -> {
            WeakMultimap<Object, Object> multimap = ofAnything(kind == KINDS.get(0));
            multimap.put(1, 2);
            multimap.put(future, future);
            assertThat(multimap.snapshot()).isEqualTo(Map.of(1, Set.of(2), future, Set.of(future)));
        });
    }

    private WeakMultimap<Object, Object> ofAnything(boolean valuesAreWeak) {
        WeakMultimap.Builder<Object, Object> builder = WeakMultimap.builder()
                .backend(backend())
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .wrapperPolicy(WrapperPolicy.ALLOW);
        return valuesAreWeak ? builder.weakValues() : builder.weakKeys();
    }

    @Test
    void build_withABound_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder().maximumSize(1).weakValues())
                .withMessage("maximumSize(…) is not for a WeakMultimap: an evicted key would take values along"
                        + " that are in use; bound a WeakValueMap instead");
    }

    @Test
    @Tag("collector")
    @DisplayName("MM-2 keys of values that died leave the memory though nobody asks")
    void reclaim_realDeaths_leaveNothing() {
        WeakMultimap<Named, Named> values = builder().weakValues();
        WeakMultimap<Named, Named> keys = builder().weakKeys();
        fill(values, keys);
        Deaths.collectUntil(
                "the keys of dead values, and dead keys, to leave",
                () -> values.estimatedSize() == 1 && keys.estimatedSize() == 1);
        assertThat(values.snapshot()).isEqualTo(Map.of(key, Set.of(first)));
        assertThat(keys.snapshot()).isEqualTo(Map.of(key, Set.of(first)));
    }

    private void fill(WeakMultimap<Named, Named> values, WeakMultimap<Named, Named> keys) {
        for (WeakMultimap<Named, Named> each : List.of(values, keys)) {
            each.put(key, first);
            for (int i = 0; i < 100; i++) {
                each.put(new Named("key " + i), new Named("value"));
                each.put(new Named("key " + i), new Named("another value"));
            }
        }
    }

    @Test
    @DisplayName("MM-1 what threads add and remove at once adds up")
    void write_byManyThreads_addsUp() throws Exception {
        for (Function<WeakMultimap.Builder<Named, Named>, WeakMultimap<Named, Named>> kind : KINDS) {
            WeakMultimap<Named, Named> multimap = kind.apply(builder());
            List<Named> keys = Simulation.names("a", "b", "c");
            List<Named> values = Simulation.names("1", "2", "3", "4");
            ExecutorService threads = Executors.newFixedThreadPool(4);
            try {
                List<Callable<Integer>> tasks = new ArrayList<>();
                for (Named value : values) {
                    tasks.add(() -> churn(multimap, keys, value));
                }
                int left = 0;
                for (Future<Integer> each : threads.invokeAll(tasks)) {
                    left += each.get();
                }
                assertThat(multimap.size()).isEqualTo(left);
                keys.forEach(multimap::removeAll);
                assertThat(multimap.estimatedSize()).isZero();
            } finally {
                threads.shutdownNow();
            }
        }
    }

    /** Adds and removes one value that nobody else touches; how often it is there at the end. */
    private static int churn(WeakMultimap<Named, Named> multimap, List<Named> keys, Named value) {
        int there = 0;
        for (int i = 0; i < 3_001; i++) {
            Named at = keys.get(i % keys.size());
            boolean adding = !multimap.containsEntry(at, value);
            assertThat(adding ? multimap.put(at, value) : multimap.remove(at, value))
                    .isTrue();
            there += adding ? 1 : -1;
        }
        return there;
    }
}
