package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.tck.contracts.CollisionContract;
import dev.gossamer.tck.contracts.CollisionRacingContract;
import dev.gossamer.tck.rules.KitOptions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("each test of keys of a few hash codes fails with a fault of a table that orders such keys")
class CollisionMutantsTest {
    /** A fault for each test. */
    private static final Map<String, Backend> FAULTS = Map.of(
            "clashingKeys_replacedAfterDeath_areFreed", Mutants.holdsTheStrongSides(),
            "clashingKeys_dropped_dieWithTheirValues", Mutants.holdsTheStrongSides(),
            "clashingKeys_whileTableGrowsAndShrinks_areKept", Mutant.tables(CountsOneMore::new),
            "clashingKeys_iteratedWhileTableGrows_comeOnce", Mutant.tables(LeavesOutWhatHasNoOrder::new),
            "clashingKeys_someDie_theOthersStay", Mutant.tables(CountsOneMore::new),
            "clashingKeys_readWhileTablesGrowAndShrink_areFound", Mutant.tables(LeavesOutWhatHasNoOrder::new),
            "clashingKeys_putAndRemovedByThreads_areRemovedOnce", Mutant.tables(CountsOneMore::new),
            "putIfAbsent_mapChangesWhileKeysAreCompared_bothTakeEffect", Mutant.tables(CountsOneMore::new));

    @BeforeAll
    static void hurry() {
        System.setProperty(KitOptions.PATIENCE, "3");
    }

    @AfterAll
    static void calm() {
        System.clearProperty(KitOptions.PATIENCE);
    }

    @TestFactory
    Stream<DynamicTest> run_fault_failsItsTest() {
        return FAULTS.entrySet().stream()
                .map(fault -> dynamicTest(
                        fault.getKey(),
                        () -> assertThat(failure(fault.getKey(), fault.getValue()))
                                .isInstanceOf(AssertionError.class)));
    }

    @Test
    void faults_together_failEveryTest() {
        Set<String> tests = new HashSet<>(ContractRun.tests(CollisionContract.class));
        tests.addAll(ContractRun.tests(CollisionRacingContract.class));
        assertThat(FAULTS.keySet()).isEqualTo(tests);
    }

    private static Throwable failure(String test, Backend backend) {
        return ContractRun.tests(CollisionContract.class).contains(test)
                ? ContractRun.failure(CollisionContract.class, test, new OfOneThread(backend))
                : ContractRun.failure(CollisionRacingContract.class, test, new OfRacing(backend));
    }

    private record OfOneThread(Backend backend) implements CollisionContract {}

    private record OfRacing(Backend backend) implements CollisionRacingContract {}

    /** Whether the key of an entry has no order among its like. */
    private static boolean isUnordered(TableSpec spec, Entry entry) {
        return String.valueOf(spec.keyOf(entry)).startsWith("Unordered");
    }

    private static final class CountsOneMore extends Mutant.Faulty {
        CountsOneMore(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public long estimatedSize() {
            return super.estimatedSize() + 1;
        }
    }

    private static final class LeavesOutWhatHasNoOrder extends Mutant.Faulty {
        LeavesOutWhatHasNoOrder(TableSpec spec, Table table) {
            super(spec, table);
        }

        @Override
        public Iterator<Entry> iterator() {
            List<Entry> entries = new ArrayList<>();
            table.forEach(entry -> {
                if (!isUnordered(spec, entry)) {
                    entries.add(entry);
                }
            });
            return entries.iterator();
        }
    }
}
