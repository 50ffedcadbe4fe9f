package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import dev.gossamer.tck.contracts.HotTierUseContract;
import dev.gossamer.tck.rules.KitOptions;
import java.util.Collections;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

@DisplayName("each test of what operations do to a hot tier fails with a fault of a tier")
class HotTierUseMutantsTest {
    /** A fault for each test. */
    private static final Map<String, Function<HotSpec, HotPolicy>> FAULTS = Map.ofEntries(
            Map.entry("use_ofEachKind_promotes", AdmitsOnce::new),
            Map.entry("forAtLeast_usedInEachWay_beginsAnew", TakesNoHits::new),
            Map.entry("forAtLeast_usedAfterItsTime_isHeldAnew", TakesNoHits::new),
            Map.entry("and_twoLimits_bothAreKept", KeepsOneLimit::new),
            Map.entry("and_weightAndTime_bothAreKept", KeepsOneLimit::new),
            Map.entry("forAtLeast_idle_letsGo", NeverExpires::new),
            Map.entry("forAtLeast_idleAndLookedAtTooEarly_letsGoLater", ExpiresAtItsFirstLook::new),
            Map.entry("forAtLeast_inline_aWriteLetsGo", ExpiresAllOrNothing::new),
            Map.entry("weighing_heavyValue_pushesNothingOut", HoldsHalf::new),
            Map.entry("weighing_anyWrites_holdTheWeight", HoldsMore::new),
            Map.entry("copy_ofAMapWithATier_hasOneToo", givesTheNextAnEmptyOne()));

    /** Tests of what the core alone decides. */
    private static final Map<String, String> OUT_OF_REACH = Map.of(
            "function_throwsOrGivesTheSame_valueStaysHeld", "the hold stands in the entry that is put back",
            "ticket_inAMapWithATier_isKept", "the ticket stands in the entry",
            "weigher_throws_changesNothing", "the core weighs, before a policy hears of it");

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

    @TestFactory
    Stream<DynamicTest> run_rightTier_failsNoTest() {
        return ContractRun.tests(HotTierUseContract.class).stream()
                .map(test -> dynamicTest(
                        test, () -> assertThat(failure(test, LruPolicy::new)).isNull()));
    }

    @Test
    void faults_together_failEveryTestInReach() {
        Set<String> failing = new HashSet<>(FAULTS.keySet());
        failing.addAll(OUT_OF_REACH.keySet());
        assertThat(failing).isEqualTo(ContractRun.tests(HotTierUseContract.class));
    }

    private static Throwable failure(String test, Function<HotSpec, HotPolicy> tier) {
        return ContractRun.failure(HotTierUseContract.class, test, new Candidate(new TieredBackend(tier)));
    }

    private record Candidate(Backend backend) implements HotTierUseContract {}

    // ---- the faults ----

    private static final class AdmitsOnce extends LruPolicy {
        private final Set<Entry> seen = Collections.newSetFromMap(new WeakHashMap<>());

        AdmitsOnce(HotSpec spec) {
            super(spec);
        }

        @Override
        public void admit(Entry entry) {
            if (entries.contains(entry) || seen.add(entry)) {
                super.admit(entry);
            } else {
                demote(entry);
            }
        }
    }

    private static final class TakesNoHits extends LruPolicy {
        TakesNoHits(HotSpec spec) {
            super(spec);
        }

        @Override
        public boolean hit(Entry entry) {
            return true;
        }
    }

    private static final class KeepsOneLimit extends LruPolicy {
        KeepsOneLimit(HotSpec spec) {
            super(spec);
        }

        @Override
        long bound() {
            return spec.expireAfterUse().isPresent() ? Long.MAX_VALUE : super.bound();
        }
    }

    private static final class NeverExpires extends LruPolicy {
        NeverExpires(HotSpec spec) {
            super(spec);
        }

        @Override
        public void expire(int atMost) {}
    }

    private static final class ExpiresAtItsFirstLook extends LruPolicy {
        private boolean looked;

        ExpiresAtItsFirstLook(HotSpec spec) {
            super(spec);
        }

        @Override
        public void expire(int atMost) {
            if (!looked) {
                looked = true;
                super.expire(atMost);
            }
        }
    }

    private static final class ExpiresAllOrNothing extends LruPolicy {
        ExpiresAllOrNothing(HotSpec spec) {
            super(spec);
        }

        @Override
        public void expire(int atMost) {
            if (atMost == Integer.MAX_VALUE) {
                super.expire(atMost);
            }
        }
    }

    private static final class HoldsHalf extends LruPolicy {
        HoldsHalf(HotSpec spec) {
            super(spec);
        }

        @Override
        long bound() {
            return super.bound() / 2;
        }
    }

    private static final class HoldsMore extends LruPolicy {
        HoldsMore(HotSpec spec) {
            super(spec);
        }

        @Override
        long bound() {
            return super.bound() + 9;
        }
    }

    private static Function<HotSpec, HotPolicy> givesTheNextAnEmptyOne() {
        AtomicInteger given = new AtomicInteger();
        return spec -> new LruPolicy(spec) {
            private final boolean first = given.getAndIncrement() == 0;

            @Override
            long bound() {
                return first ? super.bound() : 0;
            }
        };
    }
}
