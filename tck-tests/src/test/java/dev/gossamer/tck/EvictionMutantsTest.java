package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.backend.caffeine.CaffeineBackend;
import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import dev.gossamer.tck.contracts.EvictionContract;
import dev.gossamer.tck.contracts.ExpiryContract;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("each test of eviction and of expiry fails with a fault of a bounded table")
class EvictionMutantsTest {
    /** A fault for each test. */
    private static final Map<String, Backend> FAULTS = Map.ofEntries(
            Map.entry("write_anyChanges_keepTheWeight", misreading(EvictionMutantsTest::weighsOnce)),
            Map.entry("maximumSize_deathsAndCopies_keepTheBound", tables(EvictsTheDead::new)),
            Map.entry("maximumSize_racingWrites_countsEachEviction", misreading(EvictionMutantsTest::silent)),
            Map.entry("compute_othersEvictedMeanwhile_areCountedOnce", tables(EvictsClaims::new)),
            Map.entry("evicted_betweenTwoStepsOfARemoval_isCountedOnce", misreading(EvictionMutantsTest::silent)),
            Map.entry("evicted_whileItsValueIsCompared_isNotRemoved", tables(RemovesWhatIsGone::new)),
            Map.entry("expireAfterWrite_writtenInEachWay_beginsAnew", tables(ConfirmsInSilence::new)),
            Map.entry("expireAfterAccess_writtenOrFound_beginsAnew", misreading(EvictionMutantsTest::writesForUses)),
            Map.entry(
                    "expireAfterAccess_usedInAnotherOrder_leavesInThatOrder",
                    misreading(EvictionMutantsTest::writesForUses)),
            Map.entry("expireAfterWriteAndAccess_bothAreKept", misreading(EvictionMutantsTest::usesAlone)),
            Map.entry("expire_afterSomeNanoseconds_isExact", misreading(EvictionMutantsTest::wholeMilliseconds)),
            Map.entry("expireAfterWrite_functionFails_leavesTheTime", tables(RestoresAsWritten::new)),
            Map.entry(
                    "expireAfterWrite_dueWhileAFunctionRuns_staysUntilTheEnd", misreading(EvictionMutantsTest::silent)),
            Map.entry(
                    "expireAfterWrite_expiredWhileAFunctionRuns_isEvictedAlone",
                    misreading(EvictionMutantsTest::silent)),
            Map.entry(
                    "expireAfterWrite_expiredWhileFunctionsRun_isEvictedEachTime",
                    misreading(EvictionMutantsTest::tellsOfOneClaim)),
            Map.entry("expireAfterWrite_farthestLimit_neverComes", misreading(EvictionMutantsTest::anHourAtMost)),
            Map.entry("compute_othersComeAndItFails_keepsTheBound", misreading(EvictionMutantsTest::keepsOneMore)),
            Map.entry("iterator_entriesExpireMeanwhile_givesNoneOfThem", tables(IteratesOverACopy::new)),
            Map.entry("expireAfterWrite_otherKinds_showNothingExpired", misreading(EvictionMutantsTest::weakKeysStay)),
            Map.entry("expired_metInEachWay_isCountedOnceAndNotTold", misreading(EvictionMutantsTest::silent)),
            Map.entry("expired_betweenTwoStepsOfAWrite_isCountedOnce", misreading(EvictionMutantsTest::silent)));

    @TestFactory
    Stream<DynamicTest> run_fault_failsItsTest() {
        return FAULTS.entrySet().stream()
                .map(fault -> dynamicTest(
                        fault.getKey(),
                        () -> assertThat(failure(fault.getKey(), fault.getValue()))
                                .isInstanceOf(AssertionError.class)));
    }

    @TestFactory
    Stream<DynamicTest> run_rightBackend_failsNoTest() {
        return FAULTS.keySet().stream()
                .map(test -> dynamicTest(
                        test,
                        () -> assertThat(failure(test, new CaffeineBackend())).isNull()));
    }

    @Test
    void faults_together_failEveryTest() {
        Set<String> tests = new HashSet<>(ContractRun.tests(EvictionContract.class));
        tests.addAll(ContractRun.tests(ExpiryContract.class));
        assertThat(FAULTS.keySet()).isEqualTo(tests);
    }

    private static Throwable failure(String test, Backend backend) {
        return ContractRun.tests(EvictionContract.class).contains(test)
                ? ContractRun.failure(EvictionContract.class, test, new OfEviction(backend))
                : ContractRun.failure(ExpiryContract.class, test, new OfExpiry(backend));
    }

    private record OfEviction(Backend backend) implements EvictionContract {}

    private record OfExpiry(Backend backend) implements ExpiryContract {}

    private static Backend misreading(UnaryOperator<TableSpec> misread) {
        return new Mutant(new CaffeineBackend(), misread, (spec, table) -> table);
    }

    private static Backend tables(BiFunction<TableSpec, Table, Table> fault) {
        return new Mutant(new CaffeineBackend(), spec -> spec, fault);
    }

    // ---- what is misread ----

    private static TableSpec with(TableSpec spec, Bounds bounds) {
        return new TableSpec(spec.weakSide(), spec.equivalence(), spec.initialCapacity(), bounds, spec.onEvicted());
    }

    private static TableSpec weighsOnce(TableSpec spec) {
        Bounds bounds = spec.bounds();
        if (bounds.weigher().isEmpty()) {
            return spec;
        }
        Map<Object, Integer> weights = new IdentityHashMap<>();
        return with(
                spec,
                Bounds.NONE.maximumWeight(
                        bounds.maximumWeight().orElseThrow(),
                        (key, value) -> weights.computeIfAbsent(
                                key, first -> bounds.weigher().orElseThrow().applyAsInt(key, value))));
    }

    private static TableSpec writesForUses(TableSpec spec) {
        return withTimeOfUses(spec, Bounds::expireAfterWrite);
    }

    private static TableSpec usesAlone(TableSpec spec) {
        return withTimeOfUses(spec, Bounds::expireAfterAccess);
    }

    /** Has the time since the last use as the only bound, taken for whatever time. */
    private static TableSpec withTimeOfUses(TableSpec spec, BiFunction<Bounds, Duration, Bounds> taken) {
        Bounds bounds = spec.bounds();
        return bounds.expireAfterAccess()
                .map(time -> with(spec, taken.apply(Bounds.NONE.ticker(bounds.ticker()), time)))
                .orElse(spec);
    }

    private static TableSpec anHourAtMost(TableSpec spec) {
        Bounds bounds = spec.bounds();
        return bounds.expireAfterWrite().isEmpty()
                ? spec
                : with(spec, Bounds.NONE.ticker(bounds.ticker()).expireAfterWrite(Duration.ofHours(1)));
    }

    private static TableSpec wholeMilliseconds(TableSpec spec) {
        Bounds bounds = spec.bounds();
        Bounds ticking = Bounds.NONE.ticker(bounds.ticker());
        return bounds.expireAfterWrite()
                .map(limit -> with(spec, ticking.expireAfterWrite(limit.truncatedTo(ChronoUnit.MILLIS))))
                .orElse(spec);
    }

    private static TableSpec tellsOfOneClaim(TableSpec spec) {
        AtomicBoolean told = new AtomicBoolean();
        return new TableSpec(spec.weakSide(), spec.equivalence(), spec.initialCapacity(), spec.bounds(), entry -> {
            if (!Mutant.Faulty.isClaim(entry) || !told.getAndSet(true)) {
                spec.onEvicted().accept(entry);
            }
        });
    }

    private static TableSpec keepsOneMore(TableSpec spec) {
        return with(spec, Bounds.NONE.maximumSize(spec.bounds().maximumSize().orElse(0) + 1));
    }

    private static TableSpec weakKeysStay(TableSpec spec) {
        return spec.weakSide() == WeakSide.KEY ? with(spec, Bounds.NONE) : spec;
    }

    private static TableSpec silent(TableSpec spec) {
        return new TableSpec(spec.weakSide(), spec.equivalence(), spec.initialCapacity(), spec.bounds(), entry -> {});
    }

    // ---- what a table does wrong ----

    private static final class EvictsTheDead extends Mutant.Faulty {
        EvictsTheDead(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public boolean remove(Entry entry) {
            if (isDead(entry)) {
                spec.onEvicted().accept(entry);
            }
            return super.remove(entry);
        }
    }

    private static final class EvictsClaims extends Mutant.Faulty {
        EvictsClaims(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public Entry insert(Entry entry, Object key) {
            Entry claim = any(Mutant.Faulty::isClaim);
            if (claim != null) {
                spec.onEvicted().accept(claim);
            }
            return super.insert(entry, key);
        }
    }

    private static final class RemovesWhatIsGone extends Mutant.Faulty {
        RemovesWhatIsGone(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public boolean remove(Entry entry) {
            super.remove(entry);
            return true;
        }
    }

    private static final class ConfirmsInSilence extends Mutant.Faulty {
        ConfirmsInSilence(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public boolean overwrite(Entry entry, Object expected, Object next) {
            return expected == next || super.overwrite(entry, expected, next);
        }
    }

    private static final class RestoresAsWritten extends Mutant.Faulty {
        RestoresAsWritten(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public boolean restore(Entry claim, Entry before) {
            return table.replace(claim, before);
        }
    }

    private static final class IteratesOverACopy extends Mutant.Faulty {
        IteratesOverACopy(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public Iterator<Entry> iterator() {
            List<Entry> entries = new ArrayList<>();
            table.forEach(entries::add);
            return entries.iterator();
        }
    }
}
