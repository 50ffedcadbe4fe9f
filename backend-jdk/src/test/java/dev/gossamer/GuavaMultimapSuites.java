package dev.gossamer;

import com.google.common.collect.ForwardingSetMultimap;
import com.google.common.collect.ImmutableSetMultimap;
import com.google.common.collect.Multimap;
import com.google.common.collect.SetMultimap;
import com.google.common.collect.testing.AbstractTester;
import com.google.common.collect.testing.FeatureSpecificTestSuiteBuilder;
import com.google.common.collect.testing.OneSizeTestContainerGenerator;
import com.google.common.collect.testing.SampleElements;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.google.MultimapAsMapGetTester;
import com.google.common.collect.testing.google.MultimapAsMapTester;
import com.google.common.collect.testing.google.MultimapEntriesTester;
import com.google.common.collect.testing.google.MultimapFeature;
import com.google.common.collect.testing.google.MultimapKeySetTester;
import com.google.common.collect.testing.google.MultimapKeysTester;
import com.google.common.collect.testing.google.MultimapValuesTester;
import com.google.common.collect.testing.google.SetMultimapAsMapTester;
import com.google.common.collect.testing.google.SetMultimapTestSuiteBuilder;
import com.google.common.collect.testing.google.TestSetMultimapGenerator;
import dev.gossamer.spi.Backend;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import junit.framework.TestSuite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What guava-testlib asks of set multimaps, for those with a weak side over one backend. */
abstract class GuavaMultimapSuites {
    /** What asks for views that write through and that a {@link WeakMultimap} does not have: it has keys and snapshots, which are copies. */
    private static final Set<Class<?>> VIEWS = Set.of(
            MultimapAsMapTester.class,
            MultimapAsMapGetTester.class,
            SetMultimapAsMapTester.class,
            MultimapEntriesTester.class,
            MultimapKeysTester.class,
            MultimapKeySetTester.class,
            MultimapValuesTester.class);

    /** Tests of the same views among those of other operations. */
    private static final Pattern OF_VIEWS = Pattern.compile("test.*(Propagates|Through).*(AsMap|Entries|Key|Values).*");

    /** Ask for {@code containsValue}, which there is not, or get their {@code null} refused before they expect it. */
    private static final Set<String> OF_NULLS = Set.of(
            "testContainsNullValueFails",
            "testPutAllNullValueSingle_unsupported",
            "testPutAllRejectsNullKey",
            "testPutAllRejectsNullValue");

    abstract Backend backend();

    @TestFactory
    @DisplayName("MM-1 a WeakMultimap with weak values keeps the contract of a set multimap")
    Stream<DynamicNode> weakValues() {
        return suite(Samples.byName(), () -> builder().weakValues());
    }

    @TestFactory
    @DisplayName("MM-1 a WeakMultimap with weak keys keeps the contract of a set multimap")
    Stream<DynamicNode> weakKeys() {
        return suite(Samples.byName(), () -> builder().recordStats().weakKeys());
    }

    @TestFactory
    @DisplayName("MM-3 a WeakMultimap of keys by identity keeps the contract of a set multimap")
    Stream<DynamicNode> weakValues_byIdentity() {
        return suite(
                Samples.byIdentity(),
                () -> builder().keys(Equivalence.identity()).weakValues());
    }

    private WeakMultimap.Builder<Object, Object> builder() {
        return WeakMultimap.builder().backend(backend());
    }

    private static Stream<DynamicNode> suite(Samples<Object> samples, Supplier<WeakMultimap<Object, Object>> maker) {
        return JUnit3Suites.nodes(new SuiteBuilder(new Generator(samples, maker))
                .named("multimap")
                .withFeatures(
                        MapFeature.GENERAL_PURPOSE,
                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                        MultimapFeature.VALUE_COLLECTIONS_SUPPORT_ITERATOR_REMOVE,
                        CollectionSize.ANY)
                .createTestSuite());
    }

    /** Leaves out what asks for views that there are not. */
    @SuppressWarnings("rawtypes") // testers, as the superclass has them
    private static final class SuiteBuilder extends SetMultimapTestSuiteBuilder<Object, Object> {
        SuiteBuilder(Generator generator) {
            usingGenerator(generator);
            suppressing(getTesters().stream()
                    .flatMap(tester -> Stream.of(tester.getMethods()))
                    .filter(test -> isLeftOut(test.getName()))
                    .toList());
        }

        private static boolean isLeftOut(String test) {
            return OF_NULLS.contains(test) || (OF_VIEWS.matcher(test).matches() && !test.contains("ToGet"));
        }

        @Override
        protected List<Class<? extends AbstractTester>> getTesters() {
            List<Class<? extends AbstractTester>> testers = new ArrayList<>(super.getTesters());
            testers.removeAll(VIEWS);
            return testers;
        }

        @Override
        protected List<TestSuite> createDerivedSuites(
                FeatureSpecificTestSuiteBuilder<
                                ?,
                                ? extends
                                        OneSizeTestContainerGenerator<
                                                SetMultimap<Object, Object>, Map.Entry<Object, Object>>>
                        parent) {
            return super.createDerivedSuites(parent).stream()
                    .filter(derived -> isOfValuesOfAKey(derived.getName()))
                    .toList();
        }
    }

    /** The one view there is; the suite that asks whether it can be sent to another JVM has no name. */
    private static boolean isOfValuesOfAKey(@Nullable String suite) {
        return suite != null && suite.endsWith(".get[key]") && !suite.contains("asMap");
    }

    /** A multimap as Guava has them; what is not one of its own operations is asked of a copy. */
    private static final class GuavaMultimap extends ForwardingSetMultimap<Object, Object> {
        private final WeakMultimap<Object, Object> multimap;

        GuavaMultimap(WeakMultimap<Object, Object> multimap) {
            this.multimap = multimap;
        }

        @Override
        protected SetMultimap<Object, Object> delegate() {
            ImmutableSetMultimap.Builder<Object, Object> copy = ImmutableSetMultimap.builder();
            multimap.forEach(copy::put);
            return copy.build();
        }

        @Override
        public int size() {
            return multimap.size();
        }

        @Override
        public boolean isEmpty() {
            return multimap.isEmpty();
        }

        @Override
        @SuppressWarnings("NullAway") // is refused
        public boolean containsKey(@Nullable Object key) {
            return multimap.containsKey(key);
        }

        @Override
        @SuppressWarnings("NullAway")
        public boolean containsEntry(@Nullable Object key, @Nullable Object value) {
            return multimap.containsEntry(key, value);
        }

        @Override
        public boolean put(Object key, Object value) {
            return multimap.put(key, value);
        }

        @Override
        public boolean putAll(Object key, Iterable<?> values) {
            boolean added = false;
            for (Object value : values) {
                added |= multimap.put(key, value);
            }
            return added;
        }

        @Override
        public boolean putAll(Multimap<?, ?> others) {
            boolean added = false;
            for (Map.Entry<?, ?> entry : others.entries()) {
                added |= multimap.put(entry.getKey(), entry.getValue());
            }
            return added;
        }

        @Override
        public Set<Object> replaceValues(Object key, Iterable<?> values) {
            Set<Object> before = multimap.removeAll(key);
            putAll(key, values);
            return before;
        }

        @Override
        @SuppressWarnings("NullAway")
        public boolean remove(@Nullable Object key, @Nullable Object value) {
            return multimap.remove(key, value);
        }

        @Override
        @SuppressWarnings("NullAway")
        public Set<Object> removeAll(@Nullable Object key) {
            return multimap.removeAll(key);
        }

        @Override
        public void clear() {
            multimap.clear();
        }

        @Override
        public Set<Object> get(Object key) {
            return multimap.get(key);
        }
    }

    private record Generator(Samples<Object> given, Supplier<WeakMultimap<Object, Object>> maker)
            implements TestSetMultimapGenerator<Object, Object> {

        private Map.Entry<Object, Object> entry(int i) {
            return new AbstractMap.SimpleImmutableEntry<>(given.keys.get(i), given.values.get(i));
        }

        private static SampleElements<Object> all(List<Object> five) {
            return new SampleElements<>(five.get(0), five.get(1), five.get(2), five.get(3), five.get(4));
        }

        @Override
        public SampleElements<Map.Entry<Object, Object>> samples() {
            return new SampleElements<>(entry(0), entry(1), entry(2), entry(3), entry(4));
        }

        @Override
        public SampleElements<Object> sampleKeys() {
            return all(given.keys);
        }

        @Override
        public SampleElements<Object> sampleValues() {
            return all(given.values);
        }

        @Override
        public SetMultimap<Object, Object> create(Object... elements) {
            GuavaMultimap multimap = new GuavaMultimap(maker.get());
            for (Object element : elements) {
                Map.Entry<?, ?> entry = (Map.Entry<?, ?>) Objects.requireNonNull(element);
                multimap.put(entry.getKey(), entry.getValue());
            }
            return multimap;
        }

        @Override
        public Collection<Object> createCollection(Iterable<?> values) {
            Set<Object> set = new HashSet<>();
            values.forEach(set::add);
            return set;
        }

        @Override
        @SuppressWarnings("unchecked") // an array of a generic type
        public Map.Entry<Object, Object>[] createArray(int length) {
            return (Map.Entry<Object, Object>[]) new Map.Entry<?, ?>[length];
        }

        @Override
        public Object[] createKeyArray(int length) {
            return new Object[length];
        }

        @Override
        public Object[] createValueArray(int length) {
            return new Object[length];
        }

        @Override
        public Iterable<Map.Entry<Object, Object>> order(List<Map.Entry<Object, Object>> insertionOrder) {
            return insertionOrder;
        }
    }
}
