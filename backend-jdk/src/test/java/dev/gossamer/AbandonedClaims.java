package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims whose thread can do nothing more, in containers that nobody touches any longer, for any backend. */
abstract class AbandonedClaims {
    /** The backend under test. */
    abstract Backend backend();

    /** The maps in which a claim is left behind. */
    enum Kind {
        WEAK_VALUES {
            @Override
            StoredMap<Object, Object> map(Backend backend) {
                return (StoredMap<Object, Object>)
                        WeakValueMap.builder().backend(backend).build();
            }
        },
        WEAK_KEYS {
            @Override
            StoredMap<Object, Object> map(Backend backend) {
                return (StoredMap<Object, Object>)
                        WeakKeyMap.builder().backend(backend).build();
            }
        };

        abstract StoredMap<Object, Object> map(Backend backend);
    }

    private final FailingBackend failing = new FailingBackend(backend());
    private final Named key = new Named("key");
    private final Named before = new Named("before");
    private final Error error = new StackOverflowError("at each further step");

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-20 a claim that its thread abandoned for a key that was absent goes by itself")
    void claim_abandonedForAnAbsentKey_isTakenOut(Kind kind) {
        StoredMap<Object, Object> map = kind.map(failing);

        abandon(map);
        failing.disarm();

        Deaths.await("the claim to go", () -> entries(map).isEmpty());
        assertThat(map.containsKey(key)).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-20 a claim that its thread abandoned for a key that was present gives back the value from before")
    void claim_abandonedForAPresentKey_isUndone(Kind kind) {
        StoredMap<Object, Object> map = kind.map(failing);
        map.put(key, before);

        abandon(map);
        failing.disarm();

        Deaths.await("the claim to go", () -> entries(map).stream().noneMatch(Claim.class::isInstance));
        assertThat(entries(map))
                .singleElement()
                .satisfies(entry ->
                        assertThat(List.of(entry.weak(), entry.strong())).contains(before));
        assertThat(map.get(key)).isSameAs(before);
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("MAP-20 a claim that cannot be taken out now is reported, and taken out later")
    void claim_thatNobodyCanTakeOutNow_isTakenOutLater(Kind kind) {
        List<String> reported = new CopyOnWriteArrayList<>();
        StoredMap<Object, Object> map = kind.map(failing);
        ErrorHandler.use((source, failure) -> reported.add(source));
        try {
            abandon(map);
            Deaths.await("a report of the reclaiming thread", () -> !reported.isEmpty());
        } finally {
            ErrorHandler.useStandard();
            failing.disarm();
        }

        Deaths.await("the claim to go", () -> entries(map).isEmpty());
        assertThat(reported).allSatisfy(source -> assertThat(source).startsWith("reclaiming in \""));
    }

    /** Computes a value, with each step failing from the function on. */
    private void abandon(StoredMap<Object, Object> map) {
        assertThatThrownBy(() -> map.compute(key, (same, value) -> {
                    failing.failAll(error);
                    return new Named("lost");
                }))
                .isSameAs(error);
    }

    private static List<Entry> entries(StoredMap<?, ?> map) {
        List<Entry> entries = new ArrayList<>();
        map.store.table.forEach(entries::add);
        return entries;
    }
}
