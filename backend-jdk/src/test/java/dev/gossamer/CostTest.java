package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gossamer.backend.jdk.JdkBackend;
import dev.gossamer.spi.Backend;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jol.info.GraphLayout;
import org.openjdk.jol.vm.VM;

/** What containers cost: bytes held, bytes allocated by finding, and locks. */
class CostTest {
    private static final int CALLS = 10_000;
    private static final int ENTRIES = 6_000;
    private static final Backend BACKEND = new JdkBackend();

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-9 hits and misses of every lookup in a map, and puts that change nothing, allocate nothing")
    void lookups_ofMaps_allocateNothing(MapKind kind) {
        StoredMap<Object, Object> map = kind.realMap();
        Named key = new Named("key");
        Named value = new Named("value");
        Named missing = new Named("missing");
        map.put(key, value);
        assertFree("get, hit", () -> map.get(key));
        assertFree("get, miss", () -> map.get(missing));
        assertFree("getOrDefault, hit", () -> map.getOrDefault(key, missing));
        assertFree("getOrDefault, miss", () -> map.getOrDefault(missing, missing));
        assertFree("containsKey, hit", () -> map.containsKey(key));
        assertFree("containsKey, miss", () -> map.containsKey(missing));
        assertFree("computeIfAbsent, hit", () -> map.computeIfAbsent(key, absent -> null));
        assertFree("putIfAbsent, hit", () -> map.putIfAbsent(key, value));
        assertFree("put of the value that is there", () -> map.put(key, value));
        assertThat(map.get(key)).isSameAs(value);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName(
            "MAP-9 hits of getOrPut, canonicalKey, contains and intern allocate nothing, with and without statistics")
    void lookups_ofEachContainer_allocateNothing(boolean recordsStats) {
        Named key = new Named("key");
        Named equal = new Named("key");
        Named missing = new Named("missing");
        WeakValueMap<Named, Named> values =
                with(WeakValueMap.<Named, Named>builder(), recordsStats).build();
        WeakKeyMap<Named, Named> keys =
                with(WeakKeyMap.<Named, Named>builder(), recordsStats).build();
        WeakSet<Named> set = with(WeakSet.<Named>builder(), recordsStats).build();
        WeakSet<Named> byIdentity = with(WeakSet.<Named>builder(), recordsStats)
                .keys(Equivalence.identity())
                .build();
        Interner<Named> interner = with(Interner.<Named>builder(), recordsStats).build();
        values.put(key, key);
        keys.put(key, key);
        set.add(key);
        byIdentity.add(key);
        interner.intern(key);
        assertFree("getOrPut, hit", () -> values.getOrPut(equal, missing));
        assertFree("canonicalKey, hit", () -> keys.canonicalKey(equal));
        assertFree("canonicalKey, miss", () -> keys.canonicalKey(missing));
        assertFree("contains, hit", () -> set.contains(equal));
        assertFree("contains, miss", () -> set.contains(missing));
        assertFree("contains by identity, hit", () -> byIdentity.contains(key));
        assertFree("contains by identity, miss", () -> byIdentity.contains(equal));
        assertFree("intern, hit", () -> interner.intern(equal));
    }

    private static <B extends ContainerBuilder<B>> B with(B builder, boolean recordsStats) {
        builder.backend(new JdkBackend());
        return recordsStats ? builder.recordStats() : builder;
    }

    private static void assertFree(String what, Allocation.Operation operation) {
        assertThat(Allocation.perCall(CALLS, operation)).as(what).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-9 hits take no lock: they go on while somebody else holds every lock there is")
    void hits_whileEveryLockIsHeld_goOn(MapKind kind) throws Exception {
        StoredMap<Object, Object> map = kind.realMap();
        Named key = new Named("key");
        Named value = new Named("value");
        map.put(key, value);
        try (Crowd crowd = new Crowd()) {
            Crowd.Part hits = number -> {
                assertThat(map.get(key)).isSameAs(value);
                assertThat(map.containsKey(key)).isTrue();
                assertThat(map.getOrDefault(key, key)).isSameAs(value);
                assertThat(map.computeIfAbsent(key, absent -> null)).isSameAs(value);
                assertThat(map.putIfAbsent(key, value)).isSameAs(value);
            };
            hits.play(0); // loads what is needed
            HeldLocks.during(map, () -> {
                Crowd.await(crowd.start(hits));
                return null;
            });
        }
    }

    /** The kinds of containers, and how each takes an object. */
    @SuppressWarnings("unchecked") // each takes what it has made
    enum Container {
        WEAK_VALUE_MAP(
                () -> WeakValueMap.builder().backend(BACKEND).build(),
                (map, each) -> ((WeakValueMap<Object, Object>) map).put(each, each)),
        WEAK_KEY_MAP(
                () -> WeakKeyMap.builder().backend(BACKEND).build(),
                (map, each) -> ((WeakKeyMap<Object, Object>) map).put(each, each)),
        WEAK_KEY_MAP_BY_IDENTITY(
                () -> WeakKeyMap.builder()
                        .backend(BACKEND)
                        .keys(Equivalence.identity())
                        .build(),
                (map, each) -> ((WeakKeyMap<Object, Object>) map).put(each, each)),
        WEAK_SET(() -> WeakSet.builder().backend(BACKEND).build(), (set, each) -> ((WeakSet<Object>) set).add(each)),
        WEAK_MAP(
                () -> WeakMap.builder().backend(BACKEND).build(),
                (map, each) -> ((WeakMap<Object, Object>) map).put(each, each)),
        INTERNER(
                () -> Interner.builder().backend(BACKEND).build(),
                (interner, each) -> ((Interner<Object>) interner).intern(each));

        private final Supplier<WeakContainer> maker;
        private final BiConsumer<WeakContainer, Object> taking;

        Container(Supplier<WeakContainer> maker, BiConsumer<WeakContainer, Object> taking) {
            this.maker = maker;
            this.taking = taking;
        }
    }

    /** The bytes that a container adds to what its objects and another container of its kind take. */
    private static long bytes(Container kind, int entries) {
        List<Object> held = new ArrayList<>();
        IntStream.range(0, entries).forEach(i -> held.add("element " + i));
        WeakContainer other = kind.maker.get();
        if (entries > 0) {
            kind.taking.accept(other, held); // loads all that containers share
        }
        WeakContainer measured = kind.maker.get();
        held.forEach(each -> kind.taking.accept(measured, each));
        assertThat(measured.size()).isEqualTo(entries);
        OwnObjects objects = new OwnObjects();
        objects.add(held.toArray());
        objects.add(other);
        return objects.add(measured);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "an empty map takes at most 96 bytes; a set, an interner, and a map with two weak sides have more around it")
    void container_empty_isSmall(Container kind) {
        assumeTrue(VM.current().sizeOfField("java.lang.Object") == 4, "needs compressed references");
        assertThat(bytes(kind, 0)).isBetween(64L, 96 + around(kind));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName(
            "a map with one entry takes at most 240 bytes; one with two weak sides has a reference queue of its own")
    void container_oneEntry_isSmall(Container kind) {
        assumeTrue(VM.current().sizeOfField("java.lang.Object") == 4, "needs compressed references");
        long queue = GraphLayout.parseInstance(new ReferenceQueue<Object>()).totalSize();
        long own = kind == Container.WEAK_MAP ? queue + 64 : 0;
        assertThat(bytes(kind, 1) - own).isBetween(150L, 240 + around(kind));
    }

    private static long around(Container kind) {
        return switch (kind) {
            case WEAK_SET -> 16;
            case INTERNER -> 40;
            case WEAK_MAP -> 288;
            default -> 0;
        };
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("WM-1 an entry of a container that is well filled takes at most 48 bytes, with two weak sides 88")
    void container_wellFilled_takesAtMost48BytesAnEntry(Container kind) {
        assumeTrue(VM.current().sizeOfField("java.lang.Object") == 4, "needs compressed references");
        assertThat((double) bytes(kind, ENTRIES) / ENTRIES).isBetween(40.0, kind == Container.WEAK_MAP ? 88.0 : 48.0);
    }
}
