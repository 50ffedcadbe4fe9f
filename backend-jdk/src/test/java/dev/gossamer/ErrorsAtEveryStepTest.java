package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Over the backend that is on the class path. */
class ErrorsAtEveryStepTest {
    /** The flag of an entry is set by compiled code, which needs less stack than the interpreted step that follows. */
    static final String[] FLAG_TAKES_NO_STACK = {
        "-Xbatch",
        "-XX:-TieredCompilation",
        "-XX:CompileThreshold=20",
        "-XX:CompileCommand=quiet",
        "-XX:CompileCommand=compileonly,dev.gossamer.HotEntry::enterQueue"
    };

    @Test
    @DisplayName("MAP-20 a stack overflow at any place leaves the operation done or not done")
    void operation_thatOverflowsTheStack_isWholeOrNothing() throws Exception {
        run("stack", "-Xint");
    }

    @Test
    @DisplayName("MAP-20 memory that runs out at any place leaves the operation done or not done")
    void operation_thatFindsNoMemory_isWholeOrNothing() throws Exception {
        run("heap", "-Xmx6m", "-XX:+UseSerialGC");
    }

    @Test
    @DisplayName("MAP-20, HOT-4 a stack overflow between the steps by which a hot tier notes an entry loses no entry")
    void hotTier_stackEndsWhileAnEntryIsNoted_countsExactly() throws Exception {
        runWith(ErrorsAtEveryStep.HOT, "stack", FLAG_TAKES_NO_STACK);
    }

    /** Has the program try one kind of error; whatever it finds wrong fails the test. */
    static void run(String what, String... options) throws Exception {
        run(List.of(what), options);
    }

    /** As {@link #run(String, String...)}, for one kind of container. */
    static void runWith(String container, String what, String... options) throws Exception {
        run(List.of(what, container), options);
    }

    private static void run(List<String> what, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ErrorsAtEveryStep.class.getName()));
        command.add(Backends.standard().name());
        command.addAll(what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).isEqualTo("all whole after errors" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
