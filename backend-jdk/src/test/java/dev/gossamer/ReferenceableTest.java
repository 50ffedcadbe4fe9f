package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.chrono.HijrahDate;
import java.time.chrono.JapaneseDate;
import java.time.chrono.MinguoDate;
import java.time.chrono.ThaiBuddhistDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which objects are held weakly, and what happens with the others. */
class ReferenceableTest {
    private static final String REFUSAL = "cannot reference an instance of java.lang.Integer weakly: the class is"
            + " value-based, its instances have no identity of their own; ";
    private static final String CONTAINER_WAY_OUT =
            "wrap it in an object of yours, or build the container with IdentityPolicy.HOLD_STRONGLY";

    /** Without identity, on every JVM. */
    private static Stream<Object> valueBased() {
        return Stream.of(
                true,
                (byte) 1,
                'c',
                (short) 1,
                1,
                1L,
                1f,
                1d,
                Integer.valueOf(1_000_000),
                Optional.empty(),
                Optional.of("x"),
                OptionalInt.of(1),
                OptionalLong.of(1),
                OptionalDouble.of(1),
                Duration.ZERO,
                Instant.EPOCH,
                LocalDate.EPOCH,
                LocalDateTime.MIN,
                LocalTime.NOON,
                MonthDay.of(1, 1),
                OffsetDateTime.MIN,
                OffsetTime.MIN,
                Period.ZERO,
                Year.of(2000),
                YearMonth.of(2000, 1),
                ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.UTC),
                ZoneOffset.UTC,
                ZoneId.of("Europe/Paris"),
                HijrahDate.of(1440, 1, 1),
                JapaneseDate.of(2000, 1, 1),
                MinguoDate.of(100, 1, 1),
                ThaiBuddhistDate.of(2500, 1, 1),
                List.of(),
                List.of(1, 2),
                List.of(1, 2, 3),
                List.of(1, 2, 3).subList(0, 1),
                List.copyOf(new ArrayList<>(List.of(1))),
                Stream.of(1).toList(),
                Set.of(),
                Set.of(1, 2),
                Set.of(1, 2, 3),
                Map.of(),
                Map.of(1, 2),
                Map.of(1, 2, 3, 4),
                Map.entry(1, 2),
                ProcessHandle.current(),
                Runtime.version());
    }

    /** Objects with an identity, although some of them look like values. */
    private static Stream<Object> ordinary() {
        return Stream.of(
                "text",
                new Named("record"),
                new Object(),
                DayOfWeek.MONDAY,
                Integer.class,
                new int[0],
                new Integer[0],
                UUID.randomUUID(),
                new ArrayList<>(),
                new HashMap<>(),
                Collections.emptyList(),
                Collections.unmodifiableList(List.of()),
                new HashMap<>(Map.of(1, 2)).entrySet().iterator().next(),
                (Runnable) () -> {},
                Thread.currentThread());
    }

    @TestFactory
    @DisplayName("ID-2 instances of value-based classes are refused, the same on every JVM")
    Stream<DynamicTest> of_valueBased_isRefused() {
        return valueBased()
                .map(each -> dynamicTest(each.getClass().getName() + " " + each, () -> {
                    assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                            .isThrownBy(() -> WeakRef.of(each))
                            .withMessage("cannot reference an instance of "
                                    + each.getClass().getName()
                                    + " weakly: the class is value-based, its instances have no identity of their own;"
                                    + " refer to an object of yours that holds it")
                            .matches(refusal -> refusal.type() == each.getClass());
                    assertThat(ValueBasedClasses.contains(each.getClass())).isTrue();
                }));
    }

    @TestFactory
    @DisplayName("ID-2 objects with an identity are not refused, the same on every JVM")
    Stream<DynamicTest> of_ordinary_isReferenced() {
        return ordinary()
                .map(each -> dynamicTest(
                        each.getClass().getName(),
                        () -> assertThat(WeakRef.of(each).get()).isSameAs(each)));
    }

    @Test
    @DisplayName("ID-2 the refusal is an IllegalArgumentException, also for identity references")
    void identity_valueBased_isRefused() {
        assertThatThrownBy(() -> WeakRef.identity(1))
                .isInstanceOf(IllegalArgumentException.class)
                .isInstanceOf(NotWeaklyReferenceableException.class)
                .hasMessage(REFUSAL + "refer to an object of yours that holds it");
    }

    @Test
    @DisplayName("ID-2 every way to store a value-based value in a WeakValueMap is refused and changes nothing")
    void weakValueMap_valueBasedValue_isRefused() {
        Object held = new Named("held");
        WeakValueMap<String, Object> map =
                new Simulation().<String, Object>weakValueMap().build();
        map.put("there", held);
        List<Runnable> writes = List.of(
                () -> map.put("k", 1),
                () -> map.put("there", 1),
                () -> map.put("there", 1, "ticket"),
                () -> map.putIfAbsent("k", 1),
                () -> map.getOrPut("k", 1),
                () -> map.replace("there", 1),
                () -> map.replace("there", held, 1),
                () -> map.computeIfAbsent("k", key -> 1),
                () -> map.computeIfAbsent("k", key -> 1, value -> "ticket"),
                () -> map.computeIfPresent("there", (key, value) -> 1),
                () -> map.compute("k", (key, value) -> 1),
                () -> map.compute("there", (key, value) -> 1),
                () -> map.merge("k", 1, (before, value) -> held),
                () -> map.merge("there", held, (before, value) -> 1),
                () -> map.replaceAll((key, value) -> 1),
                () -> map.entrySet().iterator().next().setValue(1),
                () -> map.putAll(Map.of("k", 1)));
        assertAllRefused(writes, () -> assertThat(map.snapshot()).isEqualTo(Map.of("there", held)));
        assertThat(map.estimatedSize()).isOne();
        assertThat(map.getOrPut("there", 1)).isSameAs(held);
    }

    @Test
    @DisplayName("ID-2 every way to store a value-based key in a WeakKeyMap is refused and changes nothing")
    void weakKeyMap_valueBasedKey_isRefused() {
        Object held = new Named("held");
        WeakKeyMap<Object, String> map =
                new Simulation().<Object, String>weakKeyMap().build();
        map.put(held, "v");
        List<Runnable> writes = List.of(
                () -> map.put(1, "v"),
                () -> map.put(1, "v", "ticket"),
                () -> map.putIfAbsent(1, "v"),
                () -> map.putReplacingKey(1, "v"),
                () -> map.replace(1, "v"),
                () -> map.replace(1, "v", "w"),
                () -> map.computeIfAbsent(1, key -> "v"),
                () -> map.compute(1, (key, value) -> "v"),
                () -> map.merge(1, "v", (before, value) -> "v"),
                () -> map.putAll(Map.of(1, "v")));
        assertAllRefused(writes, () -> assertThat(map.snapshot()).isEqualTo(Map.of(held, "v")));
        assertThat(map.estimatedSize()).isOne();
    }

    @Test
    @DisplayName("ID-2 sets and interners refuse value-based elements and stay as they were")
    void weakSetAndInterner_valueBased_areRefused() {
        Simulation simulation = new Simulation();
        WeakSet<Object> set = simulation.weakSet().build();
        Interner<Object> interner = simulation.interner().build();
        List<Runnable> writes = List.of(
                () -> set.add(1),
                () -> set.add(1, "ticket"),
                () -> set.addAll(List.of(1)),
                () -> set.union(List.of(1)),
                () -> set.symmetricDifference(List.of(1)),
                () -> interner.intern(1));
        assertAllRefused(writes, () -> assertThat(set).isEmpty());
        assertThat(set.estimatedSize() + interner.estimatedSize()).isZero();
    }

    private static void assertAllRefused(List<Runnable> writes, Runnable unchanged) {
        for (Runnable write : writes) {
            assertThatThrownBy(write::run)
                    .as("write %d", writes.indexOf(write))
                    .isInstanceOf(NotWeaklyReferenceableException.class)
                    .hasMessage(REFUSAL + CONTAINER_WAY_OUT);
            unchanged.run();
        }
    }

    @Test
    @DisplayName("ID-3 queries for a value-based object find nothing and do not throw")
    void queries_valueBased_findNothing() {
        Simulation simulation = new Simulation();
        WeakValueMap<Object, Object> values = simulation.weakValueMap().build();
        WeakKeyMap<Object, Object> keys = simulation.weakKeyMap().build();
        WeakSet<Object> set = simulation.weakSet().build();
        Named held = new Named("held");
        values.put("k", held);
        keys.put(held, "v");
        set.add(held);

        assertThat(values.containsValue(1)).isFalse();
        assertThat(values.values().contains(1)).isFalse();
        assertThat(values.values().remove(1)).isFalse();
        assertThat(values.remove("k", 1)).isFalse();
        assertThat(values.replace("k", 1, new Named("next"))).isFalse();
        assertThat(values.entrySet().contains(Map.entry("k", 1))).isFalse();
        assertThat(keys.get(1)).isNull();
        assertThat(keys.getOrDefault(1, "default")).isEqualTo("default");
        assertThat(keys.containsKey(1)).isFalse();
        assertThat(keys.remove(1)).isNull();
        assertThat(keys.remove(1, "v")).isFalse();
        assertThat(keys.canonicalKey(1)).isNull();
        assertThat(keys.computeIfPresent(1, (key, value) -> "w")).isNull();
        assertThat(keys.keySet().remove(1)).isFalse();
        assertThat(set.contains(1)).isFalse();
        assertThat(set.remove(1)).isFalse();
        assertThat(set.containsAll(List.of(1))).isFalse();
        assertThat(set.removeAll(List.of(1))).isFalse();
        assertThat(set.intersection(List.of(1))).isEmpty();
        assertThat(set.isDisjoint(List.of(1))).isTrue();
        assertThat(values).hasSize(1);
        assertThat(keys).hasSize(1);
        assertThat(set).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ID-4 HOLD_STRONGLY keeps value-based objects strongly, in every operation")
    void holdStrongly_valueBased_isKeptUntilRemoved(Side side) {
        Simulation simulation = new Simulation();
        StoredMap<Object, Object> map = side.holdingStrongly(simulation);
        Integer number = 1_000_000;
        Object strong = new Named("strong");
        Object key = side == Side.KEY ? number : strong;
        Object value = side == Side.KEY ? strong : number;

        assertThat(map.put(key, value)).isNull();
        assertThat(simulation.collector.clear(number)).isZero();
        assertThat(map.get(key)).isEqualTo(value);
        assertThat(map.size()).isOne();
        assertThat(map.snapshot()).isEqualTo(Map.of(key, value));
        assertThat(MapKind.copyOf(map).get(key)).isEqualTo(value);
        assertThat(map.compute(key, (k, v) -> v)).isEqualTo(value);
        assertThat(map.putIfAbsent(key, value)).isEqualTo(value);
        assertThat(map.reclaim()).isZero();
        assertThat(map.remove(key, value)).isTrue();
        assertThat(map.get(key)).isNull();
        assertThat(map.estimatedSize()).isZero();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("ID-4 HOLD_STRONGLY holds other objects weakly all the same")
    void holdStrongly_ordinaryObject_dies(Side side) {
        Simulation simulation = new Simulation();
        StoredMap<Object, Object> map = side.holdingStrongly(simulation);
        Named key = new Named("key");
        Named value = new Named("value");
        map.put(key, value);
        simulation.kill(side == Side.KEY ? key : value);
        assertThat(map.get(key)).isNull();
    }

    @Test
    @DisplayName("ID-4 sets and interners hold strongly when told to")
    void holdStrongly_setAndInterner_keepValueBased() {
        Simulation simulation = new Simulation();
        WeakSet<Object> set = simulation
                .weakSet()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        Interner<Object> interner = simulation
                .interner()
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        Optional<String> first = Optional.of("x");
        assertThat(set.add(first)).isTrue();
        assertThat(set.add(Optional.of("x"))).isFalse();
        assertThat(set.iterator().next()).isSameAs(first);
        assertThat(interner.intern(first)).isSameAs(first);
        assertThat(interner.intern(Optional.of("x"))).isSameAs(first);
        assertThat(set.remove(first)).isTrue();
        assertThat(set).isEmpty();
    }

    @Test
    @DisplayName("a refusal that has travelled still tells the class")
    void refusal_serialized_tellsTheClass() throws Exception {
        Throwable refusal = catchThrowable(() -> WeakSet.create().add(1));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new ObjectOutputStream(bytes).writeObject(refusal);
        Object read = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
        assertThat(((NotWeaklyReferenceableException) read).type()).isEqualTo(Integer.class);
    }

    /** Which side of a map is weak. */
    enum Side {
        KEY {
            @Override
            StoredMap<Object, Object> holdingStrongly(Simulation simulation) {
                return (StoredMap<Object, Object>) simulation
                        .weakKeyMap()
                        .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                        .build();
            }
        },
        VALUE {
            @Override
            StoredMap<Object, Object> holdingStrongly(Simulation simulation) {
                return (StoredMap<Object, Object>) simulation
                        .weakValueMap()
                        .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                        .build();
            }
        };

        abstract StoredMap<Object, Object> holdingStrongly(Simulation simulation);
    }
}
