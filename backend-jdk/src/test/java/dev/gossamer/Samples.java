package dev.gossamer;

import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.TestMapGenerator;
import com.google.common.collect.testing.TestSetGenerator;
import java.util.AbstractMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** The five keys and values that guava-testlib fills containers with; whoever holds an instance keeps them alive. */
final class Samples<T> {
    final List<T> keys;
    final List<T> values;

    private Samples(Function<String, T> maker) {
        keys = IntStream.range(0, 5).mapToObj(i -> maker.apply("key " + i)).toList();
        values = IntStream.range(0, 5).mapToObj(i -> maker.apply("value " + i)).toList();
    }

    /** Samples that are equal by name. */
    static Samples<Object> byName() {
        return new Samples<>(Named::new);
    }

    /** Samples that are equal to themselves alone. */
    static Samples<Object> byIdentity() {
        return new Samples<>(Nameless::new);
    }

    /** Samples made in another way, from their names. */
    static Samples<Object> of(Function<String, Object> maker) {
        return new Samples<>(maker);
    }

    /** Generates maps of the samples. */
    MapGenerator<T> mapsFrom(Supplier<? extends Map<T, T>> maker) {
        return new MapGenerator<>(this, maker, map -> map);
    }

    /** Generates what is made of filled maps of the samples, such as copies. */
    MapGenerator<T> mapsFrom(Supplier<? extends Map<T, T>> maker, UnaryOperator<Map<T, T>> finish) {
        return new MapGenerator<>(this, maker, finish);
    }

    /** Generates what is made of filled sets of the keys, such as copies. */
    SetGenerator<T> setsFrom(Supplier<? extends Set<T>> maker, UnaryOperator<Set<T>> finish) {
        return new SetGenerator<>(this, maker, finish);
    }

    /** Generates sets of the keys. */
    SetGenerator<T> setsFrom(Supplier<? extends Set<T>> maker) {
        return new SetGenerator<>(this, maker, set -> set);
    }

    /** Not equal to another of its name. */
    static final class Nameless {
        private final String name;

        Nameless(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final class MapGenerator<T> implements TestMapGenerator<T, T> {
        private final Samples<T> samples;
        private final Supplier<? extends Map<T, T>> maker;
        private final UnaryOperator<Map<T, T>> finish;

        MapGenerator(Samples<T> samples, Supplier<? extends Map<T, T>> maker, UnaryOperator<Map<T, T>> finish) {
            this.samples = samples;
            this.maker = maker;
            this.finish = finish;
        }

        private Map.Entry<T, T> entry(int i) {
            return new AbstractMap.SimpleImmutableEntry<>(samples.keys.get(i), samples.values.get(i));
        }

        @Override
        public SampleElements<Map.Entry<T, T>> samples() {
            return new SampleElements<>(entry(0), entry(1), entry(2), entry(3), entry(4));
        }

        @Override
        @SuppressWarnings("unchecked") // the suites pass entries of samples()
        public Map<T, T> create(Object... elements) {
            Map<T, T> map = maker.get();
            for (Object element : elements) {
                Map.Entry<T, T> entry = (Map.Entry<T, T>) Objects.requireNonNull(element);
                map.put(entry.getKey(), entry.getValue());
            }
            return finish.apply(map);
        }

        @Override
        @SuppressWarnings("unchecked") // an array of a generic type
        public Map.Entry<T, T>[] createArray(int length) {
            return (Map.Entry<T, T>[]) new Map.Entry<?, ?>[length];
        }

        @Override
        @SuppressWarnings("unchecked") // an array of a generic type
        public T[] createKeyArray(int length) {
            return (T[]) new Object[length];
        }

        @Override
        @SuppressWarnings("unchecked") // an array of a generic type
        public T[] createValueArray(int length) {
            return (T[]) new Object[length];
        }

        @Override
        public Iterable<Map.Entry<T, T>> order(List<Map.Entry<T, T>> insertionOrder) {
            return insertionOrder;
        }
    }

    static final class SetGenerator<T> implements TestSetGenerator<T> {
        private final Samples<T> samples;
        private final Supplier<? extends Set<T>> maker;
        private final UnaryOperator<Set<T>> finish;

        SetGenerator(Samples<T> samples, Supplier<? extends Set<T>> maker, UnaryOperator<Set<T>> finish) {
            this.samples = samples;
            this.maker = maker;
            this.finish = finish;
        }

        @Override
        public SampleElements<T> samples() {
            List<T> keys = samples.keys;
            return new SampleElements<>(keys.get(0), keys.get(1), keys.get(2), keys.get(3), keys.get(4));
        }

        @Override
        @SuppressWarnings("unchecked") // the suites pass elements of samples()
        public Set<T> create(Object... elements) {
            Set<T> set = maker.get();
            for (Object element : elements) {
                set.add((T) element);
            }
            return finish.apply(set);
        }

        @Override
        @SuppressWarnings("unchecked") // an array of a generic type
        public T[] createArray(int length) {
            return (T[]) new Object[length];
        }

        @Override
        public Iterable<T> order(List<T> insertionOrder) {
            return insertionOrder;
        }
    }
}
