package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.ForwardingBackend;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.tck.contracts.BoundsContract;
import dev.gossamer.tck.contracts.StrongMapContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.ToIntBiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("the contracts of bounds see each fault, and blame the rule that it breaks")
class BoundsMutantsTest {
    private static final Map<String, Backend> FAULTS = Map.of(
            "keeps a few more (BND-1)", tables(spec -> with(spec, BoundsMutantsTest::larger)),
            "keeps a few less (BND-1)", tables(spec -> with(spec, BoundsMutantsTest::smaller)),
            "counts what weighs nothing (BND-1)", tables(spec -> with(spec, BoundsMutantsTest::heavier)),
            "expires nothing (BND-2)", tables(spec -> with(spec, BoundsMutantsTest::eternal)),
            "tells no eviction (BND-3)", tables(BoundsMutantsTest::silent),
            "weighs what the weigher refused (BND-4)", tables(spec -> with(spec, BoundsMutantsTest::forgiving)),
            "its strong map keeps no bounds (BND-5)", new Broken(spec -> spec, bounds -> Bounds.NONE, false),
            "its strong map takes what the weigher refused (BND-5)",
                    new Broken(spec -> spec, BoundsMutantsTest::forgiving, false),
            "its strong maps are one (BND-5)", new Broken(spec -> spec, bounds -> bounds, true));

    @TestFactory
    Stream<DynamicTest> run_fault_isBlamed() {
        return FAULTS.entrySet().stream()
                .map(fault -> dynamicTest(
                        fault.getKey(),
                        () -> assertThat(blamed(fault.getValue()))
                                .containsOnlyKeys(fault.getKey().replaceFirst(".*\\((.*)\\)", "$1"))));
    }

    @Test
    void run_rightBackend_blamesNothing() {
        assertThat(blamed(new CaffeineBackend())).isEmpty();
    }

    private static Map<String, List<String>> blamed(Backend backend) {
        Map<String, List<String>> blamed =
                new TreeMap<>(ContractRun.blamed(BoundsContract.class, new OfTables(backend)));
        ContractRun.blamed(StrongMapContract.class, new OfStrongMaps(backend))
                .forEach((rule, messages) -> blamed.computeIfAbsent(rule, absent -> new ArrayList<>())
                        .addAll(messages));
        return blamed;
    }

    private static Backend tables(UnaryOperator<TableSpec> misread) {
        return new Broken(misread, bounds -> bounds, false);
    }

    private static TableSpec with(TableSpec spec, UnaryOperator<Bounds> misread) {
        return new TableSpec(
                spec.weakSide(),
                spec.equivalence(),
                spec.initialCapacity(),
                misread.apply(spec.bounds()),
                spec.onEvicted());
    }

    private static TableSpec silent(TableSpec spec) {
        return new TableSpec(spec.weakSide(), spec.equivalence(), spec.initialCapacity(), spec.bounds(), entry -> {});
    }

    private static Bounds larger(Bounds bounds) {
        return bounds.maximumSize().isPresent() && bounds.maximumSize().getAsLong() != 10
                ? bounds.maximumSize(bounds.maximumSize().getAsLong() + 3)
                : bounds;
    }

    private static Bounds smaller(Bounds bounds) {
        return bounds.maximumSize().isPresent() && bounds.maximumSize().getAsLong() != 10
                ? bounds.maximumSize(bounds.maximumSize().getAsLong() - 3)
                : bounds;
    }

    private static Bounds heavier(Bounds bounds) {
        if (bounds.weigher().isEmpty()) {
            return bounds;
        }
        ToIntBiFunction<Object, Object> weigher = bounds.weigher().orElseThrow();
        return Bounds.NONE.maximumWeight(bounds.maximumWeight().orElseThrow(), (key, value) -> {
            int weight = weigher.applyAsInt(key, value);
            return weight == 0 ? 1 : weight;
        });
    }

    private static Bounds eternal(Bounds bounds) {
        return bounds.expireAfterWrite().isPresent()
                        || bounds.expireAfterAccess().isPresent()
                ? Bounds.NONE
                : bounds;
    }

    private static Bounds forgiving(Bounds bounds) {
        if (bounds.weigher().isEmpty()) {
            return bounds;
        }
        ToIntBiFunction<Object, Object> weigher = bounds.weigher().orElseThrow();
        return Bounds.NONE.maximumWeight(bounds.maximumWeight().orElseThrow(), (key, value) -> {
            try {
                return weigher.applyAsInt(key, value);
            } catch (IllegalStateException refused) {
                return 1;
            }
        });
    }

    /** The Caffeine backend, which misunderstands bounds. */
    private static final class Broken extends ForwardingBackend {
        private final UnaryOperator<TableSpec> misread;
        private final UnaryOperator<Bounds> ofStrongMaps;
        private final boolean shared;
        private final Map<Bounds, ConcurrentMap<?, ?>> maps = new ConcurrentHashMap<>();

        Broken(UnaryOperator<TableSpec> misread, UnaryOperator<Bounds> ofStrongMaps, boolean shared) {
            super(new CaffeineBackend());
            this.misread = misread;
            this.ofStrongMaps = ofStrongMaps;
            this.shared = shared;
        }

        @Override
        public String name() {
            return "mutant";
        }

        @Override
        public int rank() {
            return 0;
        }

        @Override
        public Table table(TableSpec spec) {
            return super.table(misread.apply(spec));
        }

        @Override
        @SuppressWarnings("unchecked") // the tests ask for maps of one type
        public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
            ConcurrentMap<K, V> fresh = super.strongMap(initialCapacity, ofStrongMaps.apply(bounds), onEvicted);
            return shared && bounds == Bounds.NONE
                    ? (ConcurrentMap<K, V>) maps.computeIfAbsent(bounds, absent -> fresh)
                    : fresh;
        }
    }

    private record OfTables(Backend backend) implements BoundsContract {}

    private record OfStrongMaps(Backend backend) implements StrongMapContract {}
}
