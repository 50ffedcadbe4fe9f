package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.MapKind.Scene;
import java.util.AbstractCollection;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What stays in a container that is written to while it is told what to retain. */
@DisplayName("MAP-1 an element of the collection to retain is never taken out")
class RetainAllTest {
    private final Named key = new Named("key");
    private final Named equal = new Named("key");
    private final Named value = new Named("value");
    private final Named other = new Named("other");

    /** A collection of one element, which does something once it has been gone through. */
    private static <T> Collection<T> then(T element, Runnable meanwhile) {
        return new AbstractCollection<>() {
            @Override
            public Iterator<T> iterator() {
                Iterator<T> elements = List.of(element).iterator();
                return new Iterator<>() {
                    @Override
                    public boolean hasNext() {
                        boolean more = elements.hasNext();
                        if (!more) {
                            meanwhile.run();
                        }
                        return more;
                    }

                    @Override
                    public T next() {
                        return elements.next();
                    }
                };
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }

    @ParameterizedTest
    @EnumSource
    void retainAll_putMeanwhile_keepsIt(MapKind kind) {
        Scene scene = kind.scene();
        Map<Object, Object> map = scene.map;
        Runnable put = () -> map.put(scene.key, scene.value);
        map.put(scene.otherKey, scene.otherValue);
        assertThat(map.keySet().retainAll(then(scene.key, put))).isTrue();
        assertThat(map.get(scene.key)).isSameAs(scene.value);
        assertThat(map).hasSize(1);
        map.clear();
        assertThat(map.entrySet().retainAll(then(Map.entry(scene.key, scene.value), put)))
                .isFalse();
        assertThat(map.get(scene.key)).isSameAs(scene.value);
        map.clear();
        assertThat(map.values().retainAll(then(scene.value, put))).isFalse();
        assertThat(map.get(scene.key)).isSameAs(scene.value);
    }

    @ParameterizedTest
    @EnumSource
    void retainAll_putAgainMeanwhile_goesByTheKeyAsTheMapDoes(MapKind kind) {
        Scene scene = kind.scene().filled();
        Map<Object, Object> map = scene.map;
        boolean byEquals = kind != MapKind.WEAK_KEYS_BY_IDENTITY;
        Runnable again = () -> {
            map.remove(scene.key);
            map.put(equal, scene.value);
        };
        assertThat(map.keySet().retainAll(then(scene.key, again))).isNotEqualTo(byEquals);
        assertThat(map.containsKey(equal)).isEqualTo(byEquals);
        map.clear();
        map.put(scene.key, scene.value);
        assertThat(map.entrySet().retainAll(then(Map.entry(scene.key, scene.value), again)))
                .isNotEqualTo(byEquals);
        assertThat(map.containsKey(equal)).isEqualTo(byEquals);
    }

    @ParameterizedTest
    @EnumSource
    void retainAll_ofEntriesOverwrittenMeanwhile_goesByTheValueThatIsThere(MapKind kind) {
        Scene scene = kind.scene().filled();
        Map<Object, Object> map = scene.map;
        Collection<Object> kept =
                then(Map.entry(scene.key, scene.otherValue), () -> map.put(scene.key, scene.otherValue));
        assertThat(map.entrySet().retainAll(kept)).isFalse();
        assertThat(map.get(scene.key)).isSameAs(scene.otherValue);
        kept = then(Map.entry(scene.key, scene.otherValue), () -> map.put(scene.key, scene.value));
        assertThat(map.entrySet().retainAll(kept)).isTrue();
        assertThat(map).isEmpty();
    }

    @Test
    void retainAll_ofAWeakMapWrittenMeanwhile_keepsWhatIsWanted() {
        WeakMap<Named, Named> map = WeakMap.create();
        assertThat(map.keySet().retainAll(then(key, () -> map.put(equal, value))))
                .isFalse();
        assertThat(map.get(key)).isSameAs(value);
        assertThat(map.entrySet().retainAll(then(Map.entry(key, other), () -> map.put(key, other))))
                .isFalse();
        assertThat(map.get(key)).isSameAs(other);
        assertThat(map.entrySet().retainAll(then(Map.entry(key, other), () -> map.put(key, value))))
                .isTrue();
        assertThat(map).isEmpty();
    }

    @Test
    @DisplayName("WS-3 what another collection has is in the intersection alone, whenever it came")
    void setOperations_addedMeanwhile_compareWhatIsThere() {
        WeakSet<Named> set = WeakSet.create();
        Collection<Named> kept = then(key, () -> set.add(equal));
        assertThat(set.retainAll(kept)).isFalse();
        assertThat(set).containsExactly(equal);
        set.clear();
        assertThat(set.difference(kept)).isEmpty();
        set.clear();
        assertThat(set.intersection(kept)).containsExactly(equal);
    }

    /** A key whose hash can change. */
    private static final class Renamed {
        private int hash;

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(Object object) {
            return object instanceof Renamed;
        }
    }

    @Test
    void retainAll_hashChangedMeanwhile_keepsTheKey() {
        WeakSet<Renamed> set = WeakSet.create();
        Renamed element = new Renamed();
        set.add(element);
        assertThat(set.retainAll(then(element, () -> element.hash++))).isFalse();
        assertThat(set.iterator().next()).isSameAs(element);
    }
}
