package dev.gossamer.tck;

import dev.gossamer.tck.report.ConformanceReport;
import dev.gossamer.tck.report.PendingRules;
import dev.gossamer.tck.report.TestOutcome;
import dev.gossamer.tck.rules.FirstFailure;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleEvidence;
import dev.gossamer.tck.rules.RuleViolation;
import dev.gossamer.tck.rules.SpecifiedRules;
import dev.gossamer.tck.rules.TestedBackend;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/**
 * Records how the tests of each class that implements {@link BackendContract} end, those that were to run and have not
 * included, so that a report can be had at any moment. Thread-safe.
 */
class OutcomeRecorder implements TestExecutionListener {
    /** The rules of each method, as a class has thousands of methods to look at. */
    private static final Map<Class<?>, Map<String, Rule>> RULES = new ConcurrentHashMap<>();

    private final Map<Class<?>, Recording> recordings = new ConcurrentHashMap<>();
    private final Map<String, String> rules;
    private final @Nullable Class<?> only;
    private volatile @Nullable TestPlan plan;

    /** Records every class, for reports on all rules. */
    OutcomeRecorder() {
        this(SpecifiedRules.texts(), null);
    }

    /** Records all that happens for one class, failures of the engines included, for reports on some rules. */
    OutcomeRecorder(Map<String, String> rules, @Nullable Class<?> only) {
        this.rules = rules;
        this.only = only;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
        started.getRoots().stream()
                .flatMap(root -> started.getDescendants(root).stream())
                .filter(TestIdentifier::isTest)
                .forEach(test -> note(test, TestOutcome.Kind.UNFINISHED, null, "it has not ended"));
    }

    @Override
    public void executionSkipped(TestIdentifier skipped, String reason) {
        TestPlan known = plan;
        if (FirstFailure.stops()) {
            return; // it stays unfinished
        }
        note(skipped, TestOutcome.Kind.ABORTED, null, reason);
        if (known != null) {
            known.getDescendants(skipped).forEach(each -> note(each, TestOutcome.Kind.ABORTED, null, reason));
        }
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Throwable thrown = result.getThrowable().orElse(null);
        String message = thrown == null ? "" : String.valueOf(thrown.getMessage());
        switch (result.getStatus()) {
            case SUCCESSFUL -> note(test, TestOutcome.Kind.PASSED, null, "");
            case ABORTED ->
                note(test, TestOutcome.Kind.ABORTED, null, message.replaceFirst("^Assumption failed: ", ""));
            case FAILED ->
                note(test, TestOutcome.Kind.FAILED, thrown, thrown instanceof AssertionError ? message : "" + thrown);
        }
    }

    /** Notes that a test does not end, which counts as a failure; those after it stay unfinished. */
    void hangs(TestWatchdog.Hanging hanging) {
        note(hanging.test(), TestOutcome.Kind.FAILED, null, hanging.reason());
    }

    private void note(TestIdentifier test, TestOutcome.Kind kind, @Nullable Throwable thrown, String reason) {
        Class<?> testClass = testClass(test);
        if (testClass == null) {
            return;
        }
        String method = test.getSource().orElse(null) instanceof MethodSource source ? source.getMethodName() : "";
        Rule rule = test.isTest() ? rule(testClass, method) : null;
        if (rule == null && kind != TestOutcome.Kind.FAILED) {
            return;
        }
        List<String> tested = rule == null ? List.of() : List.of(rule.value());
        if (kind == TestOutcome.Kind.FAILED) {
            FirstFailure.note();
        }
        recordings
                .computeIfAbsent(testClass, absent -> new Recording())
                .put(
                        test.getUniqueId(),
                        new TestOutcome(
                                test.getDisplayName(),
                                tested,
                                kind,
                                blamed(kind, thrown, tested),
                                reason,
                                RuleEvidence.effort(testClass, method)));
    }

    private static List<String> blamed(TestOutcome.Kind kind, @Nullable Throwable thrown, List<String> tested) {
        if (kind != TestOutcome.Kind.FAILED) {
            return List.of();
        }
        return thrown instanceof RuleViolation violation ? List.of(violation.rule()) : tested;
    }

    /** The class that takes over the contracts; an engine may name the contract as the source of the test. */
    private @Nullable Class<?> testClass(TestIdentifier test) {
        TestPlan known = plan;
        TestIdentifier each = test;
        while (known != null && each != null) {
            if (each.getSource().orElse(null) instanceof ClassSource source
                    && BackendContract.class.isAssignableFrom(source.getJavaClass())) {
                return source.getJavaClass();
            }
            each = known.getParent(each).orElse(null);
        }
        return only;
    }

    /** The rules of a method of a test class or of the contracts it implements; {@code null} when there are none. */
    static @Nullable Rule rule(Class<?> testClass, String method) {
        return RULES.computeIfAbsent(testClass, OutcomeRecorder::rules).get(method);
    }

    private static Map<String, Rule> rules(Class<?> testClass) {
        Map<String, Rule> rules = new HashMap<>();
        methods(testClass).forEach(method -> rules.putIfAbsent(method.getName(), method.getAnnotation(Rule.class)));
        return rules;
    }

    /** All methods of a test class that have rules. */
    static List<Method> methods(Class<?> testClass) {
        return ReflectionSupport.findMethods(
                testClass, method -> method.isAnnotationPresent(Rule.class), HierarchyTraversalMode.TOP_DOWN);
    }

    /** What there is to report so far, one for each class. */
    List<ConformanceReport> reports() {
        List<ConformanceReport> reports = new ArrayList<>();
        recordings.forEach((testClass, recording) -> reports.add(report(
                RuleEvidence.subject(testClass).orElse(new TestedBackend(testClass.getSimpleName(), "unknown", "")),
                recording.outcomes())));
        return reports;
    }

    /** What there is to report so far on a backend that all classes test. */
    ConformanceReport report(TestedBackend subject) {
        return report(
                subject,
                recordings.values().stream()
                        .flatMap(recording -> recording.outcomes().stream())
                        .toList());
    }

    private ConformanceReport report(TestedBackend subject, List<TestOutcome> outcomes) {
        return ConformanceReport.of(subject, rules, PendingRules.IDS, outcomes);
    }

    /** The outcomes of one class, in the order of the plan. */
    private static final class Recording {
        private final Map<String, TestOutcome> outcomes = new LinkedHashMap<>();

        synchronized void put(String test, TestOutcome outcome) {
            outcomes.put(test, outcome);
        }

        synchronized List<TestOutcome> outcomes() {
            return List.copyOf(outcomes.values());
        }
    }
}
