package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.gossamer.Backends;
import dev.gossamer.spi.Backend;
import dev.gossamer.tck.report.PendingRules;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.RuleViolation;
import dev.gossamer.tck.rules.SpecifiedRules;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TagFilter;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

@DisplayName("the kit sees each fault of a backend, and blames the rule that it breaks")
class MutantsTest {
    /** Has each fault meet all tests, not only those of the rules that it breaks; the profile {@code mutants} sets it. */
    private static final String ALL_TESTS = "gossamer.tck.mutants.all";

    @BeforeAll
    static void hurry() {
        Backends.use("jdk"); // and no mutant
        System.setProperty(KitOptions.TRIES, "30");
        System.setProperty(KitOptions.SEED, "42");
        System.setProperty(KitOptions.PATIENCE, "5");
    }

    @AfterAll
    static void calm() {
        List.of(KitOptions.TRIES, KitOptions.SEED, KitOptions.PATIENCE).forEach(System::clearProperty);
        System.getProperties().remove(Mutants.PinsItsLoader.PLACE);
        Candidate.backend = null;
    }

    @TestFactory
    Stream<DynamicTest> run_fault_isBlamedOnItsRules() {
        return Faults.ALL.stream()
                .map(fault -> dynamicTest(fault.name(), () -> {
                    Map<String, List<String>> blamed = blamed(fault);
                    assertThat(blamed.keySet())
                            .as("rules blamed, with messages %s", blamed)
                            .containsAll(fault.broken())
                            .isSubsetOf(fault.allowed());
                    assertThat(blamed.values())
                            .allSatisfy(messages -> assertThat(messages)
                                    .as("messages that name the rule and what was asked")
                                    .allMatch(message -> message.matches("(?s)[A-Z]+-\\d+.*: .+"))
                                    .noneMatch(message -> message.matches("(?s)[A-Z0-9 -]+: expected: .*")));
                }));
    }

    @Test
    void faults_together_breakEveryRuleInReach() {
        Set<String> covered = new TreeSet<>(Faults.OUT_OF_REACH.keySet());
        Faults.ALL.forEach(fault -> {
            assertThat(fault.broken()).as(fault.name()).doesNotContainAnyElementsOf(Faults.OUT_OF_REACH.keySet());
            covered.addAll(fault.broken());
        });
        covered.addAll(Faults.OF_THE_HOT_TIER);
        covered.addAll(Faults.OF_BOUNDS);
        covered.addAll(Faults.OF_LARGE_TABLES);
        covered.addAll(PendingRules.IDS);
        assertThat(covered).isEqualTo(new TreeSet<>(SpecifiedRules.texts().keySet()));
    }

    /** The messages of the failures that a fault leads to, by the rules they blame. */
    private static Map<String, List<String>> blamed(Faults.Fault fault) {
        Candidate.backend = fault.mutant().get();
        Map<String, List<String>> blamed = new TreeMap<>();
        for (String engine : List.of("junit-jupiter", "jqwik")) {
            EngineTestKit.engine(engine)
                    .selectors(selectClass(Candidate.class))
                    .filters(
                            fault.collector()
                                    ? TagFilter.includeTags(ContractBase.COLLECTOR)
                                    : TagFilter.excludeTags(ContractBase.COLLECTOR, ContractBase.LARGE))
                    .filters((PostDiscoveryFilter) test -> FilterResult.includedIf(isAsked(test, fault)))
                    .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                    .configurationParameter("jqwik.shrinking.default", "OFF")
                    .configurationParameter("jqwik.database", "")
                    .execute()
                    .testEvents()
                    .failed()
                    .stream()
                    .forEach(event -> note(event, blamed));
        }
        return blamed;
    }

    /** Whether a test is of a rule that the fault breaks; if all are asked, of any rule that a table can break. */
    private static boolean isAsked(TestDescriptor test, Faults.Fault fault) {
        return !(test.getSource().orElse(null) instanceof MethodSource source)
                || Arrays.stream(OutcomeRecorder.rule(Candidate.class, source.getMethodName())
                                .value())
                        .anyMatch(rule -> Boolean.getBoolean(ALL_TESTS)
                                ? isInReach(rule)
                                : fault.broken().contains(rule));
    }

    private static boolean isInReach(String rule) {
        return !Faults.OUT_OF_REACH.containsKey(rule)
                && !Faults.OF_THE_HOT_TIER.contains(rule)
                && !Faults.OF_BOUNDS.contains(rule);
    }

    private static void note(Event event, Map<String, List<String>> blamed) {
        Throwable failure = event.getRequiredPayload(TestExecutionResult.class)
                .getThrowable()
                .orElseThrow();
        MethodSource source =
                (MethodSource) event.getTestDescriptor().getSource().orElseThrow();
        List<String> tested = Arrays.asList(
                OutcomeRecorder.rule(Candidate.class, source.getMethodName()).value());
        List<String> rules = failure instanceof RuleViolation violation ? List.of(violation.rule()) : tested;
        assertThat(tested)
                .as("rules that %s lists, which failed with %s", source.getMethodName(), failure.getMessage())
                .containsAll(rules);
        rules.forEach(rule ->
                blamed.computeIfAbsent(rule, absent -> new ArrayList<>()).add(String.valueOf(failure.getMessage())));
    }

    /** What the engines make an instance of. */
    static class Candidate implements BackendContract {
        static volatile Backend backend;

        @Override
        public Backend backend() {
            return backend;
        }
    }
}
