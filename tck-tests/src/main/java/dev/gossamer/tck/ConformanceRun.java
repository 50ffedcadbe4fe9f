package dev.gossamer.tck;

import dev.gossamer.tck.report.ConformanceReport;
import dev.gossamer.tck.report.ReportFiles;
import dev.gossamer.tck.report.Verdict;
import dev.gossamer.tck.rules.FirstFailure;
import dev.gossamer.tck.rules.KitOptions;
import dev.gossamer.tck.rules.Rule;
import dev.gossamer.tck.rules.TestedBackend;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import picocli.CommandLine.ExitCode;

/** One run of the command line: launches the tests, and reports, also when the JVM is told to end before they have. */
final class ConformanceRun {
    private final TestedBackend subject;
    private final Map<String, String> rules;
    private final boolean chosen;
    private final boolean fast;
    private final OutcomeRecorder recorder;

    /** Prepares a run for some rules; if they are a choice, each is told of, not only what is not kept. */
    ConformanceRun(TestedBackend subject, Map<String, String> rules, boolean chosen, boolean fast) {
        this.subject = subject;
        this.rules = rules;
        this.chosen = chosen;
        this.fast = fast;
        this.recorder = new OutcomeRecorder(rules, NamedBackendConformance.class);
    }

    /** Runs, and gives the exit code. */
    int execute() {
        FirstFailure.arm(fast);
        Thread interrupted = new Thread(this::reportInterrupted, "conformance-interrupted");
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            LibraryLog.during(KitOptions.report().resolve(subject.backend() + ".log"), this::launch);
        } finally {
            FirstFailure.arm(false);
        }
        Runtime.getRuntime().removeShutdownHook(interrupted);
        return summarize(recorder.report(subject));
    }

    private void launch() {
        TestWatchdog watchdog = new TestWatchdog();
        try (ProgressListener progress = new ProgressListener(subject.backend())) {
            TestWatchdog.Hanging hanging = watchdog.run(() -> LauncherFactory.create(LauncherConfig.builder()
                            .enableTestExecutionListenerAutoRegistration(false)
                            .build())
                    .execute(request(), recorder, progress, watchdog));
            if (hanging != null) {
                recorder.hangs(hanging);
            }
        }
    }

    private LauncherDiscoveryRequest request() {
        return LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(NamedBackendConformance.class))
                .filters((PostDiscoveryFilter) this::select)
                .configurationParameter("jqwik.database", "")
                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                .build();
    }

    private FilterResult select(TestDescriptor test) {
        if (!chosen || !(test.getSource().orElse(null) instanceof MethodSource source)) {
            return FilterResult.included("not a test, or all rules are asked for");
        }
        Rule rule = OutcomeRecorder.rule(NamedBackendConformance.class, source.getMethodName());
        return FilterResult.includedIf(
                rule != null && List.of(rule.value()).stream().anyMatch(rules::containsKey));
    }

    private int summarize(ConformanceReport report) {
        System.out.println();
        report.unattributed().stream().map(ReportFiles::unattributedLine).forEach(System.out::println);
        report.lines().stream()
                .filter(line -> line.verdict() != Verdict.PASS || chosen)
                .map(ReportFiles::verdictLine)
                .forEach(System.out::println);
        System.out.println("conformance of " + report.subject().backend() + ": " + report.summary());
        boolean written = write(report);
        return written ? (report.isGood() ? ExitCode.OK : ExitCode.SOFTWARE) : ExitCode.USAGE;
    }

    private static boolean write(ConformanceReport report) {
        try {
            ReportFiles.write(report, KitOptions.report());
            System.out.println(
                    "reports: " + KitOptions.report().toAbsolutePath().normalize());
            return true;
        } catch (IOException e) {
            System.out.println("cannot write the reports to " + KitOptions.report() + ": " + e);
            return false;
        }
    }

    private void reportInterrupted() {
        System.out.println();
        System.out.println("interrupted: what has not ended is reported as untested");
        summarize(recorder.report(subject));
    }
}
