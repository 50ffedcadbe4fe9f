package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gossamer.ExitProgram.Ending;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("FIN-6")
class ExitTest {
    private static final int DEADLINE_SECONDS = 300;

    @TempDir
    Path directory;

    private File out() {
        return directory.resolve("out").toFile();
    }

    private File err() {
        return directory.resolve("err").toFile();
    }

    private Process start(Ending ending) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitProgram.class.getName(),
                        ending.name())
                .redirectOutput(out())
                .redirectError(err())
                .start();
    }

    private static int awaitEnd(Process process) throws InterruptedException {
        try {
            assertThat(process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS))
                    .as("the program has ended within " + DEADLINE_SECONDS + " s")
                    .isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    private void assertEnds(Ending ending, int status, String... lines) throws Exception {
        int ended = awaitEnd(start(ending));
        assertThat(printed()).as("printed, beside " + errors()).containsExactly(lines);
        assertThat(ended).isEqualTo(status);
    }

    private List<String> printed() throws IOException {
        return Files.readAllLines(out().toPath());
    }

    private String errors() throws IOException {
        return Files.readString(err().toPath());
    }

    @Test
    void main_returns_runNewestFirstOverAllReferents() throws Exception {
        assertEnds(Ending.RETURN, 0, "returning", "third", "second", "first");
        assertThat(errors()).isEmpty();
    }

    @Test
    void interrupt_leftByTheOneBefore_isGone() throws Exception {
        assertEnds(Ending.LEAVING, 0, "interrupted: false", "third", "second", "first");
    }

    @Test
    void systemExit_runAndKeepTheStatus() throws Exception {
        assertEnds(Ending.EXIT, 3, "third", "second", "first");
    }

    @Test
    void main_throws_runAndKeepTheStatus() throws Exception {
        assertEnds(Ending.UNCAUGHT, 1, "third", "second", "first");
        assertThat(errors()).contains("out of main");
    }

    @Test
    void sigterm_runAndKeepTheStatus() throws Exception {
        Process process = start(Ending.SIGTERM);
        Deaths.await("the program to be ready", () -> printed().contains("ready") || !process.isAlive());
        process.destroy();
        assertThat(awaitEnd(process)).isEqualTo(128 + 15);
        assertThat(printed()).containsExactly("ready", "third", "second", "first");
    }

    @Test
    void finalizer_notAskedFor_doesNotRun() throws Exception {
        assertEnds(Ending.UNASKED, 0, "third", "second", "first");
    }

    @Test
    void finalizer_detached_doesNotRun() throws Exception {
        assertEnds(Ending.DETACHED, 0, "third", "second", "first");
    }

    @Test
    @DisplayName("FIN-6 CB-4 a throwing one is reported and does not stop the rest")
    void finalizer_throws_theOthersRun() throws Exception {
        assertEnds(Ending.THROWING, 0, "failing", "third", "second", "first");
        assertThat(errors())
                .contains("dev.gossamer: a finalizer failed", "java.lang.IllegalStateException: thrown at exit");
    }

    @Test
    void finalizer_blocks_exitIsNotHungAndToldOf() throws Exception {
        assertEnds(Ending.BLOCKING, 0, "blocking");
        assertThat(errors()).contains("the finalizers at exit did not end within PT2S; 3 have not begun");
    }

    @Test
    void errorHandler_blocks_exitIsNotHung() throws Exception {
        assertEnds(Ending.BLOCKING_HANDLER, 0, "failing", "blocking", "blocking");
    }

    @Test
    void finalizer_registersItselfForEver_exitIsNotHung() throws Exception {
        assertEnds(Ending.REGISTERING_ITSELF, 0, "again", "again", "again");
        assertThat(errors()).contains("the finalizers at exit did not end within PT2S");
    }

    @Test
    void finalizer_registersAnother_thatRunsNext() throws Exception {
        assertEnds(Ending.REGISTERING_ANOTHER, 0, "another", "third", "second", "first");
    }

    @Test
    void finalizer_changesFlags_theyCountAsTheyStand() throws Exception {
        assertEnds(Ending.CHANGING_FLAGS, 0, "changed", "switched on", "third", "second", "first");
    }

    @Test
    void atExit_memoryRunsOut_isSetOrNot() throws Exception {
        StartedJvm.requirePrints(
                "all whole after errors", List.of("-Xmx6m", "-XX:+UseSerialGC"), ExitFlagsAtEveryStep.class, "heap");
    }

    @Test
    void atExit_stackEnds_isSetOrNot() throws Exception {
        StartedJvm.requirePrints("all whole after errors", List.of("-Xint"), ExitFlagsAtEveryStep.class, "stack");
    }

    @Test
    void atExit_refusedDuringShutdown_isNotSet() throws Exception {
        assertEnds(Ending.TOO_LATE, 0, "refused, at exit: false");
    }

    @Test
    @DisplayName("FIN-6 a limit of more than 292 years, which nanoseconds cannot hold, is a limit all the same")
    void limitExit_moreThanNanosecondsHold_allRun() throws Exception {
        assertEnds(Ending.UNLIMITED, 0, "unlimited", "third", "second", "first");
        assertThat(errors()).isEmpty();
    }

    @Test
    void finalizer_callsSystemExit_statusIsUnchanged() throws Exception {
        assertEnds(Ending.EXITING, 3);
    }
}
