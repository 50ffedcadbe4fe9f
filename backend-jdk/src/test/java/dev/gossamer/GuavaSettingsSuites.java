package dev.gossamer;

import com.google.common.collect.testing.MapTestSuiteBuilder;
import com.google.common.collect.testing.SetTestSuiteBuilder;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import com.google.common.collect.testing.features.SetFeature;
import dev.gossamer.spi.Backend;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;

/** What guava-testlib asks, of containers with other settings than the default, of copies and of results. */
abstract class GuavaSettingsSuites {

    /** The backend under test. */
    abstract Backend backend();

    private WeakValueMap.Builder<Object, Object> values() {
        return WeakValueMap.builder().backend(backend());
    }

    private WeakKeyMap.Builder<Object, Object> keys() {
        return WeakKeyMap.builder().backend(backend());
    }

    private WeakSet.Builder<Object> set() {
        return WeakSet.builder().backend(backend());
    }

    @TestFactory
    @DisplayName("MAP-1 WeakValueMap with a hot tier keeps the contract of ConcurrentMap")
    Stream<DynamicNode> weakValueMap_hot() {
        return Stream.of(
                        HotTier.recent(3),
                        HotTier.weighing(4, value -> 0),
                        HotTier.forAtLeast(Duration.ofNanos(1)),
                        HotTier.weighing(4, value -> 2))
                .flatMap(tier -> GuavaSuites.maps(
                        Samples.byName(), () -> values().hot(tier).build()));
    }

    @TestFactory
    @DisplayName("MAP-1 maps that reclaim otherwise keep the contract of ConcurrentMap")
    Stream<DynamicNode> maps_reclaiming() {
        return Stream.of(Reclaim.INLINE, Reclaim.MANUAL, Reclaim.on(Runnable::run))
                .flatMap(reclaim -> Stream.concat(
                        GuavaSuites.maps(
                                Samples.byName(),
                                () -> values().reclaim(reclaim).build()),
                        GuavaSuites.maps(
                                Samples.byName(), () -> keys().reclaim(reclaim).build())));
    }

    @TestFactory
    @DisplayName("MAP-1 maps that hold strongly what has no identity keep the contract of ConcurrentMap")
    Stream<DynamicNode> maps_holdingStrongly() {
        IdentityPolicy policy = IdentityPolicy.HOLD_STRONGLY;
        return Stream.concat(
                GuavaSuites.maps(
                        Samples.of(List::of),
                        () -> values().identityPolicy(policy).build()),
                GuavaSuites.maps(
                        Samples.of(List::of),
                        () -> keys().identityPolicy(policy).build()));
    }

    @TestFactory
    @DisplayName("MAP-1 maps and sets whose keys have one hash keep their contracts")
    Stream<DynamicNode> containers_ofOneHash() {
        return Stream.of(
                        GuavaSuites.maps(
                                Samples.byName(),
                                () -> values().keys(OneHash.EQUALITY).build()),
                        GuavaSuites.maps(
                                Samples.byName(),
                                () -> keys().keys(OneHash.EQUALITY).build()),
                        GuavaSuites.sets(
                                Samples.byName(),
                                () -> set().keys(OneHash.EQUALITY).build()))
                .flatMap(suite -> suite);
    }

    @TestFactory
    @DisplayName("MAP-16 copies keep the contracts")
    Stream<DynamicNode> copies() {
        return Stream.of(
                        JUnit3Suites.nodes(MapTestSuiteBuilder.using(Samples.byName()
                                        .mapsFrom(
                                                () -> values().build(),
                                                map -> ((WeakValueMap<Object, Object>) map).copy()))
                                .named("copy of a WeakValueMap")
                                .withFeatures(
                                        MapFeature.GENERAL_PURPOSE,
                                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                                        CollectionSize.ANY)
                                .createTestSuite()),
                        JUnit3Suites.nodes(MapTestSuiteBuilder.using(Samples.byName()
                                        .mapsFrom(
                                                () -> keys().build(), map -> ((WeakKeyMap<Object, Object>) map).copy()))
                                .named("copy of a WeakKeyMap")
                                .withFeatures(
                                        MapFeature.GENERAL_PURPOSE,
                                        CollectionFeature.SUPPORTS_ITERATOR_REMOVE,
                                        CollectionSize.ANY)
                                .createTestSuite()),
                        generalSets("copy of a WeakSet", made -> ((WeakSet<Object>) made).copy()))
                .flatMap(suite -> suite);
    }

    @TestFactory
    @DisplayName("MAP-12 snapshots keep the contract of unmodifiable maps and sets")
    Stream<DynamicNode> snapshots() {
        return Stream.of(
                        unmodifiable(Samples.byName()
                                .mapsFrom(
                                        () -> values().build(),
                                        map -> ((WeakValueMap<Object, Object>) map).snapshot())),
                        unmodifiable(Samples.byName()
                                .mapsFrom(() -> keys().build(), map -> ((WeakKeyMap<Object, Object>) map).snapshot())),
                        JUnit3Suites.nodes(SetTestSuiteBuilder.using(Samples.byName()
                                        .setsFrom(() -> set().build(), made -> ((WeakSet<Object>) made).snapshot()))
                                .named("snapshot of a WeakSet")
                                .withFeatures(CollectionSize.ANY)
                                .createTestSuite()))
                .flatMap(suite -> suite);
    }

    private static Stream<DynamicNode> unmodifiable(Samples.MapGenerator<Object> snapshots) {
        return JUnit3Suites.nodes(MapTestSuiteBuilder.using(snapshots)
                .named("snapshot")
                .withFeatures(CollectionSize.ANY)
                .createTestSuite());
    }

    @TestFactory
    @DisplayName("WS-3 results of set operations keep the contract of Set")
    Stream<DynamicNode> setOperations() {
        return Stream.of(
                        generalSets("union", made -> ((WeakSet<Object>) made).union(Set.of())),
                        generalSets("intersection", made -> ((WeakSet<Object>) made).intersection(made)),
                        generalSets("difference", made -> ((WeakSet<Object>) made).difference(Set.of())),
                        generalSets(
                                "symmetricDifference", made -> ((WeakSet<Object>) made).symmetricDifference(Set.of())))
                .flatMap(suite -> suite);
    }

    private Stream<DynamicNode> generalSets(String name, UnaryOperator<Set<Object>> finish) {
        return JUnit3Suites.nodes(SetTestSuiteBuilder.using(Samples.byName().setsFrom(() -> set().build(), finish))
                .named(name)
                .withFeatures(SetFeature.GENERAL_PURPOSE, CollectionSize.ANY)
                .createTestSuite());
    }

    /** Equality with one hash for all. */
    private enum OneHash implements Equivalence<Object> {
        EQUALITY;

        @Override
        public int hash(Object object) {
            return 0;
        }

        @Override
        public boolean equivalent(Object left, Object right) {
            return left.equals(right);
        }
    }
}
