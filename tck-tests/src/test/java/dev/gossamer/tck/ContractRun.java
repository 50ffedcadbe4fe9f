package dev.gossamer.tck;

import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.RuleViolation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Runs the tests of one contract without an engine, to see what they blame a fault for. */
final class ContractRun {
    private ContractRun() {}

    /** The messages of the tests that fail, by the rules they blame. */
    static <C extends ContractBase> Map<String, List<String>> blamed(Class<C> contract, C candidate) {
        Map<String, List<String>> blamed = new TreeMap<>();
        for (Method test : contract.getDeclaredMethods()) {
            if (test.isAnnotationPresent(Test.class)) {
                Throwable failure = failure(test, candidate);
                if (failure != null && !(failure instanceof TestAbortedException)) {
                    List<String> rules = failure instanceof RuleViolation violation
                            ? List.of(violation.rule())
                            : List.of(test.getAnnotation(Rule.class).value());
                    rules.forEach(rule -> blamed.computeIfAbsent(rule, absent -> new ArrayList<>())
                            .add(test.getName() + ": " + failure.getMessage()));
                }
            }
        }
        return blamed;
    }

    /** The names of the tests of a contract. */
    static Set<String> tests(Class<? extends ContractBase> contract) {
        return Arrays.stream(contract.getDeclaredMethods())
                .filter(test -> test.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** What one test of a contract fails with, {@code null} if it does not. */
    static <C extends ContractBase> Throwable failure(Class<C> contract, String test, C candidate) {
        try {
            return failure(contract.getDeclaredMethod(test), candidate);
        } catch (NoSuchMethodException e) {
            throw new IllegalArgumentException("no test \"" + test + "\" in " + contract.getSimpleName(), e);
        }
    }

    private static Throwable failure(Method test, ContractBase candidate) {
        try {
            test.setAccessible(true);
            test.invoke(candidate);
            return null;
        } catch (InvocationTargetException e) {
            return e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
