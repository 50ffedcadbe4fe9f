package dev.gossamer.tck;

import dev.gossamer.tck.report.ConformanceReport;
import dev.gossamer.tck.report.ReportFiles;
import dev.gossamer.tck.rules.KitOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.junit.platform.launcher.TestPlan;

/**
 * Writes the verdicts of all classes that implement {@link BackendContract}, one report for each, when all tests have
 * ended. The JUnit platform finds it by itself wherever the kit is on the class path. The reports go to the directory
 * that the system property {@code gossamer.tck.report} names, or else to {@code target/conformance}.
 *
 * <p>Thread-safe.
 *
 * @since 0.1.0
 */
public final class ConformanceListener extends OutcomeRecorder {

    /** Made by the JUnit platform. */
    public ConformanceListener() {}

    @Override
    public void testPlanExecutionFinished(TestPlan finished) {
        try {
            for (ConformanceReport report : reports()) {
                ReportFiles.write(report, KitOptions.report());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the reports to " + KitOptions.report(), e);
        }
    }
}
