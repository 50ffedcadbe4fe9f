package dev.gossamer.tck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.Backends;
import dev.gossamer.tck.report.PendingRules;
import dev.gossamer.tck.rules.ArtifactVersions;
import dev.gossamer.tck.rules.KitOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConformanceCommandTest {
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @AfterEach
    void forget() {
        List.of(
                        KitOptions.BACKEND,
                        KitOptions.FAST,
                        KitOptions.TRIES,
                        KitOptions.SEED,
                        KitOptions.REPORT,
                        KitOptions.PATIENCE)
                .forEach(System::clearProperty);
    }

    private int execute(String... arguments) {
        PrintStream out = System.out;
        PrintStream err = System.err;
        PrintStream captured = new PrintStream(output, true, StandardCharsets.UTF_8);
        System.setOut(captured);
        System.setErr(captured);
        try {
            return ConformanceCommand.execute(arguments);
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }

    @Test
    void execute_oneRule_reportsOnItAlone(@TempDir Path directory) throws IOException {
        int code = execute(
                "--backend", "jdk", "--rule", "KM-4", "--tries", "5", "--seed", "42", "--report", directory.toString());
        assertThat(output()).contains("KM-4    PASS", "conformance of jdk: 1 PASS");
        assertThat(code).isZero();
        assertThat(Files.readString(directory.resolve("jdk.txt")))
                .contains("KM-4    PASS", "4 tests, 5 tries, seed 42")
                .doesNotContain("MAP-1 ");
    }

    @Test
    void execute_pendingRule_isNoFailure(@TempDir Path directory) {
        String pending = PendingRules.IDS.stream().findFirst().orElse("MAP-18");
        assertThat(execute("--backend", "jdk", "--rule", pending, "--report", directory.toString()))
                .isZero();
    }

    @Test
    void execute_unknownBackend_namesThoseThereAre() {
        assertThat(execute("--backend", "x")).isEqualTo(2);
        assertThat(output()).contains("no backend named \"x\"; found: [caffeine, jdk]");
    }

    @Test
    void execute_unknownRule_namesThoseThereAre() {
        assertThat(execute("--backend", "jdk", "--rule", "MAP-99")).isEqualTo(2);
        assertThat(output()).contains("no rule named \"MAP-99\"; there are: [ID-1, ID-2,");
    }

    @Test
    void execute_wrongNumbers_areUsageErrors() {
        assertThat(execute("--backend", "jdk", "--tries", "0")).isEqualTo(2);
        assertThat(execute("--backend", "jdk", "--seed", "x")).isEqualTo(2);
        assertThat(execute("--rule", "MAP-1")).isEqualTo(2);
        assertThat(output())
                .contains(
                        "tries 0 is too few; give 1 or more",
                        "seed \"x\" is no whole number; take it from a report",
                        "Missing required option: '--backend");
    }

    @Test
    void execute_rulesInAnySpelling_areAccepted(@TempDir Path directory) {
        assertThat(execute("--backend", "jdk", "--rule", "MAP-18, id-1", "--report", directory.toString()))
                .isZero();
        assertThat(execute("--backend", "jdk", "--rule", "map-18,", "ID-1", "--report", directory.toString()))
                .isZero();
        assertThat(output()).contains("conformance of jdk: 2 PASS");
    }

    @Test
    void execute_reportIsAFile_isRefusedBeforeTheRun(@TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(execute("--backend", "jdk", "--rule", "MAP-18", "--report", file.toString()))
                .isEqualTo(2);
        assertThat(output())
                .contains(
                        "cannot write reports to \"" + file + "\"", "name a directory, which is made if it is missing")
                .doesNotContain("PASS");
    }

    @Test
    void execute_version_tellsThoseOfKitBackendsAndJvm() {
        assertThat(execute("--version")).isZero();
        assertThat(output())
                .contains(
                        "conformance kit " + ArtifactVersions.kit(),
                        "backend jdk ",
                        "backend caffeine ",
                        "Java " + ArtifactVersions.jvm());
        assertThat(ArtifactVersions.kit()).matches("\\d+\\.\\d+.*");
    }

    @Test
    void execute_anotherBackendThanTheStandardOne_isRefused() {
        Backends.use("jdk");
        assertThat(execute("--backend", "caffeine", "--rule", "MAP-18")).isEqualTo(2);
        assertThat(output()).contains("backend \"caffeine\" comes too late: \"jdk\" is in use already");
    }

    @Test
    void execute_patience_isTakenOrRefused(@TempDir Path directory) {
        assertThat(execute("--backend", "jdk", "--patience", "0")).isEqualTo(2);
        assertThat(output()).contains("patience 0 is too short; give 1 second or more");
        execute("--backend", "jdk", "--rule", "MAP-18", "--patience", "7", "--report", directory.toString());
        assertThat(KitOptions.patience()).hasSeconds(7);
    }

    @Test
    void execute_expectedFailures_areLoggedBesideTheReports(@TempDir Path directory) throws IOException {
        assertThat(execute("--backend", "jdk", "--rule", "DIAG-3", "--report", directory.toString()))
                .isZero();
        assertThat(output()).doesNotContain("IllegalStateException");
        assertThat(Files.readString(directory.resolve("jdk.log"))).contains("on purpose");
    }
}
