package dev.gossamer;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import dev.gossamer.spi.Backend;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What guava-testlib asks of concurrent maps and sets, for the containers over one backend. */
abstract class GuavaSuites {

    /** The backend under test. */
    abstract Backend backend();

    @TestFactory
    @DisplayName("MAP-1 WeakValueMap keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakValueMap() {
        return maps(
                Samples.byName(),
                () -> WeakValueMap.builder().backend(backend()).build());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakValueMap with an equivalence of its own keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakValueMap_ofEquivalence() {
        return maps(
                Samples.byName(),
                () -> WeakValueMap.builder()
                        .backend(backend())
                        .keys(Keys.BY_TEXT)
                        .recordStats()
                        .build());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakKeyMap keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakKeyMap() {
        return maps(
                Samples.byName(), () -> WeakKeyMap.builder().backend(backend()).build());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakKeyMap by identity keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakKeyMap_byIdentity() {
        return maps(
                Samples.byIdentity(),
                () -> WeakKeyMap.builder()
                        .backend(backend())
                        .keys(Equivalence.identity())
                        .build());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakKeyMap with an equivalence of its own keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakKeyMap_ofEquivalence() {
        return maps(
                Samples.byName(),
                () -> WeakKeyMap.builder()
                        .backend(backend())
                        .keys(Keys.BY_TEXT)
                        .recordStats()
                        .build());
    }

    @TestFactory
    @DisplayName("MAP-1 WM-1 WeakMap keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakMap() {
        return maps(Samples.byName(), () -> WeakMap.builder().backend(backend()).build());
    }

    @TestFactory
    @DisplayName("MAP-1 WM-1 WeakMap by identity keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakMap_byIdentity() {
        return maps(
                Samples.byIdentity(),
                () -> WeakMap.builder()
                        .backend(backend())
                        .keys(Equivalence.identity())
                        .build());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakSet keeps the contract of Set")
    Stream<DynamicNode> weakSet() {
        return sets(Samples.byName(), () -> WeakSet.builder().backend(backend()).build());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakSet by identity keeps the contract of Set")
    Stream<DynamicNode> weakSet_byIdentity() {
        return sets(
                Samples.byIdentity(),
                () -> WeakSet.builder()
                        .backend(backend())
                        .keys(Equivalence.identity())
                        .build());
    }

    static Stream<DynamicNode> maps(Samples<Object> samples, Supplier<? extends ConcurrentMap<Object, Object>> maker) {
        return JUnit3Suites.nodes(ConcurrentMapTestSuiteBuilder.using(samples.mapsFrom(maker))
                .named("map")
                .withFeatures(
                        MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE, CollectionSize.ANY)
                .createTestSuite());
    }

    static Stream<DynamicNode> sets(Samples<Object> samples, Supplier<? extends Set<Object>> maker) {
        return JUnit3Suites.nodes(SetTestSuiteBuilder.using(samples.setsFrom(maker))
                .named("set")
                .withFeatures(SetFeature.GENERAL_PURPOSE, CollectionSize.ANY)
                .createTestSuite());
    }

    /** Compares by text, which is the same as by name for the samples. */
    private enum Keys implements Equivalence<Object> {
        BY_TEXT;

        @Override
        public int hash(Object object) {
            return object.toString().hashCode();
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.toString().equals(right.toString());
        }
    }
}
