package dev.gossamer;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.util.Collections;
import java.util.stream.Stream;
import junit.framework.Test;
import junit.framework.TestResult;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicNode;

/** JUnit 3 suites, which is what guava-testlib builds, as dynamic tests of Jupiter. */
final class JUnit3Suites {

    private JUnit3Suites() {}

    /** The suite's tree, for a {@code @TestFactory} method to return: a container per suite, a test per leaf. */
    static Stream<DynamicNode> nodes(TestSuite suite) {
        return Collections.list(suite.tests()).stream().map(JUnit3Suites::node);
    }

    private static DynamicNode node(Test test) {
        return test instanceof TestSuite suite
                ? dynamicContainer(suite.getName(), nodes(suite))
                : dynamicTest(test.toString(), () -> run(test));
    }

    /** Surefire's summary numbers dynamic tests and does not name them: the error does. */
    private static void run(Test test) {
        TestResult result = new TestResult();
        test.run(result);
        if (result.runCount() != test.countTestCases()) {
            throw new AssertionError(test + ": ran " + result.runCount() + " of " + test.countTestCases());
        }
        Stream.of(result.errors(), result.failures())
                .flatMap(failures -> Collections.list(failures).stream())
                .map(failure -> new AssertionError(test + ": " + failure.thrownException(), failure.thrownException()))
                .reduce((first, next) -> {
                    first.addSuppressed(next);
                    return first;
                })
                .ifPresent(error -> {
                    throw error;
                });
    }
}
