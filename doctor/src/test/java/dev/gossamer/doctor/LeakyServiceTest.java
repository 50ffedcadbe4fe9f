package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Records a service with five faults, and its twin that has none. */
class LeakyServiceTest {
    /** The lane {@code doctor} takes longer. */
    private static final int SECONDS = Integer.getInteger("doctor.seconds", 5);

    @TempDir
    private static Path directory;

    @BeforeAll
    static void record() throws Exception {
        try (ServiceProcess leaky = ServiceProcess.start("leaky", SECONDS, directory.resolve("leaky.jfr"));
                ServiceProcess healthy = ServiceProcess.start("healthy", SECONDS, directory.resolve("healthy.jfr"))) {
            leaky.awaitEnd();
            healthy.awaitEnd();
        }
    }

    private static DoctorRun report(String name) {
        return DoctorRun.of("report", directory.resolve(name + ".jfr"), "-o", directory.resolve(name + ".html"));
    }

    @Test
    void report_leakyService_namesTheFiveFaultsAndNothingElse() throws Exception {
        DoctorRun run = report("leaky");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(findings(run))
                .containsExactly(
                        "value-pins-key metadata",
                        "hot-tier-exceeds-heap thumbnails",
                        "blocked-function reports",
                        "vanishing-listeners price-listeners",
                        "nobody-holds-values documents");
        assertThat(run.out())
                .contains("lost nothing")
                .contains("sampled values refer to their keys through `RequestSpans.Span.context → ")
                .contains("thread `report-loader` ran for a key of class `ReportId`")
                .endsWith("5 findings in " + directory.resolve("leaky.html") + System.lineSeparator());
        assertThat(Files.readString(directory.resolve("leaky.html"))).contains(Fault.VALUE_PINS_KEY.title());
    }

    @Test
    void report_healthyTwin_findsNothing() throws Exception {
        DoctorRun run = report("healthy");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(findings(run)).as(run.out()).isEmpty();
        assertThat(Files.readString(directory.resolve("healthy.html"))).contains("Nothing found");
    }

    @Test
    void report_sameRecording_givesTheSameBytes() throws Exception {
        report("leaky");
        byte[] first = Files.readAllBytes(directory.resolve("leaky.html"));
        report("leaky");

        assertThat(Files.readAllBytes(directory.resolve("leaky.html"))).isEqualTo(first);
    }

    @Test
    void report_anyRecording_isOnePageWithoutLinks() throws Exception {
        report("leaky");

        assertThat(Files.readString(directory.resolve("leaky.html")))
                .doesNotContain("http://", "https://", "src=", "@import", "url(");
    }

    /** What stands before the colon of each finding: the kind of fault and the container. */
    private static List<String> findings(DoctorRun run) {
        return run.out()
                .lines()
                .filter(line -> Stream.of(Fault.values()).anyMatch(fault -> line.startsWith(fault.id() + " ")))
                .map(line -> line.substring(0, line.indexOf(':')))
                .toList();
    }
}
