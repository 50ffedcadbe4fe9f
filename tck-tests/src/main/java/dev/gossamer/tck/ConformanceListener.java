package dev.gossamer.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
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
 * Writes the verdicts of all classes that implement {@link BackendContract}, one report for each backend, when all tests
 * have ended. The JUnit platform finds it by itself wherever the kit is on the class path. The reports go to the directory
 * that the system property {@code gossamer.tck.report} names, or else to {@code target/conformance}.
 *
 * <p>Thread-safe.
 */
public final class ConformanceListener implements TestExecutionListener {
    private final Map<String, List<Outcome>> outcomes = new ConcurrentHashMap<>();
    private volatile @Nullable TestPlan plan;

    private final Map<String, String> rules;

    /** Made by the JUnit platform. */
    public ConformanceListener() {
        this(Rules.texts());
    }

    /** Reports on some rules only. */
    ConformanceListener(Map<String, String> rules) {
        this.rules = rules;
    }

    @Override
    public void testPlanExecutionStarted(TestPlan started) {
        plan = started;
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        note(test, Outcome.Kind.ABORTED, null, reason);
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        Throwable thrown = result.getThrowable().orElse(null);
        String reason =
                thrown == null ? "" : String.valueOf(thrown.getMessage()).replaceFirst("^Assumption failed: ", "");
        switch (result.getStatus()) {
            case SUCCESSFUL -> note(test, Outcome.Kind.PASSED, null, "");
            case ABORTED -> note(test, Outcome.Kind.ABORTED, null, reason);
            case FAILED -> note(test, Outcome.Kind.FAILED, thrown, reason);
        }
    }

    private void note(TestIdentifier test, Outcome.Kind kind, @Nullable Throwable thrown, String reason) {
        if (!test.isTest() || !(test.getSource().orElse(null) instanceof MethodSource source)) {
            return;
        }
        Class<?> testClass = testClass(test);
        Rule rule = testClass == null ? null : rule(testClass, source.getMethodName());
        if (testClass == null || rule == null) {
            return;
        }
        List<String> rules = List.of(rule.value());
        Outcome outcome = new Outcome(
                test.getDisplayName(),
                rules,
                kind,
                kind != Outcome.Kind.FAILED
                        ? List.of()
                        : thrown instanceof RuleViolation violation ? List.of(violation.rule()) : rules,
                reason,
                Evidence.effort(testClass, source.getMethodName()));
        outcomes.computeIfAbsent(
                        Evidence.backend(testClass).orElse(testClass.getSimpleName()),
                        absent -> new CopyOnWriteArrayList<>())
                .add(outcome);
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
        return null;
    }

    /** The rules of a method of a test class or of the contracts it implements; {@code null} when there are none. */
    static @Nullable Rule rule(Class<?> testClass, String method) {
        return methods(testClass).stream()
                .filter(candidate -> candidate.getName().equals(method))
                .map(candidate -> candidate.getAnnotation(Rule.class))
                .findFirst()
                .orElse(null);
    }

    /** All methods of a test class that have rules. */
    static List<Method> methods(Class<?> testClass) {
        return ReflectionSupport.findMethods(
                testClass, method -> method.isAnnotationPresent(Rule.class), HierarchyTraversalMode.TOP_DOWN);
    }

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        try {
            for (String backend : outcomes.keySet()) {
                ReportFiles.write(report(backend), KitOptions.report());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the reports to " + KitOptions.report(), e);
        }
    }

    /** What there is to report so far on a backend. */
    ConformanceReport report(String backend) {
        return ConformanceReport.of(
                backend, rules, PendingRules.IDS, List.copyOf(outcomes.getOrDefault(backend, List.of())));
    }
}
