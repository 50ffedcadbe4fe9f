package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.tck.contracts.SnapshotContract;
import dev.gossamer.tck.contracts.ViewElementsContract;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("each test of the elements of views and of snapshots fails with a fault of a table")
class ViewMutantsTest {
    /** A fault for each test. */
    private static final Map<String, Backend> FAULTS = Map.ofEntries(
            Map.entry("entrySet_entryOfAnotherValue_isNoElement", findsSomeOther()),
            Map.entry("views_bulkOperations_sayWhetherTheyChanged", findsSomeOther()),
            Map.entry("values_oneUnderSeveralKeys_removeTakesOutOne", Mutants.iteratesWithoutTheFirst()),
            Map.entry("removeIf_valueChangedMeanwhile_leavesIt", replacesNothing()),
            Map.entry("iterators_anyCalls_keepTheContract", iteratesTwice()),
            Map.entry("views_equalsHashCodeToString_areThoseOfSets", Mutants.iteratesWithoutTheFirst()),
            Map.entry("views_ofAnIdentityMap_compareByIdentity", Mutants.comparesByEqualityWhereIdentityIsAsked()),
            Map.entry(
                    "snapshot_ofEachKind_holdsWhatWasAlive", Mutants.iterating(entries -> Collections.emptyIterator())),
            Map.entry("iteratorRemove_afterSetValue_removesTheEntry", replacesNothing()),
            Map.entry("snapshot_equalKeysByIdentity_hasBoth", Mutants.comparesByEqualityWhereIdentityIsAsked()),
            Map.entry("snapshot_keysOfOneHash_areKeptApart", Mutants.comparesHashesOnly()),
            Map.entry(
                    "snapshot_ofEachKind_comparesAsItsContainer",
                    Mutants.iterating(entries -> Collections.emptyIterator())));

    /** Tests of what the core alone decides. */
    private static final Map<String, String> OUT_OF_REACH = Map.of(
            "snapshot_ofEachKind_isUnmodifiable", "a snapshot is a class of the core",
            "setValue_null_isRefused", "the entry refuses it before a table is asked");

    @TestFactory
    Stream<DynamicTest> run_fault_failsItsTest() {
        return FAULTS.entrySet().stream()
                .map(fault -> dynamicTest(
                        fault.getKey(),
                        () -> assertThat(failure(fault.getKey(), fault.getValue()))
                                .isInstanceOf(AssertionError.class)));
    }

    @Test
    void faults_together_failEveryTestInReach() {
        Set<String> tests = new HashSet<>(ContractRun.tests(ViewElementsContract.class));
        tests.addAll(ContractRun.tests(SnapshotContract.class));
        Set<String> failing = new HashSet<>(FAULTS.keySet());
        failing.addAll(OUT_OF_REACH.keySet());
        assertThat(failing).isEqualTo(tests);
    }

    private static Throwable failure(String test, Backend backend) {
        return ContractRun.tests(SnapshotContract.class).contains(test)
                ? ContractRun.failure(SnapshotContract.class, test, new OfSnapshots(backend))
                : ContractRun.failure(ViewElementsContract.class, test, new OfViews(backend));
    }

    private record OfSnapshots(Backend backend) implements SnapshotContract {}

    private record OfViews(Backend backend) implements ViewElementsContract {}

    // ---- faults ----

    private static Backend findsSomeOther() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public Entry find(Object key, int hash) {
                Entry found = super.find(key, hash);
                return found == null ? any(entry -> !isClaim(entry)) : found;
            }
        });
    }

    private static Backend replacesNothing() {
        return Mutant.tables((spec, table) -> new Mutant.Faulty(spec, table) {
            @Override
            public boolean replace(Entry entry, Entry next) {
                return (!isClaim(entry) && !isClaim(next)) || super.replace(entry, next);
            }

            @Override
            public boolean overwrite(Entry entry, Object expected, Object next) {
                return true;
            }
        });
    }

    private static Backend iteratesTwice() {
        return Mutants.iterating(entries -> {
            List<Entry> twice = new ArrayList<>(entries);
            twice.addAll(entries);
            return twice.iterator();
        });
    }
}
