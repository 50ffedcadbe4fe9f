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

    /** Has the program try one kind of error; whatever it finds wrong fails the test. */
    static void run(String what, String... options) throws Exception {
        run(what, false, options);
    }

    /** As {@link #run(String, String...)}, for a plain map with weak keys alone. */
    static void run(String what, boolean plain, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ErrorsAtEveryStep.class.getName()));
        command.add(Backends.standard().name());
        command.add(what);
        if (plain) {
            command.add("plain");
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).isEqualTo("all whole after errors" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
