package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class ErrorReporterTest {

    @Test
    @DisplayName(
            "RC-7, RC-9 reports at the end of the stack leave the program its loggers, and are logged in order or counted")
    void report_firstAtTheEndOfTheStack_leavesLoggersUsable() throws Exception {
        run("stack", "-Xint");
    }

    @Test
    @DisplayName("RC-7, RC-9 reports in a full heap leave the program its loggers, and are logged in order or counted")
    void report_firstInAFullHeap_leavesLoggersUsable() throws Exception {
        run("heap", "-Xmx8m", "-XX:+UseSerialGC");
    }

    private static void run(String what, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ReportsWithoutRoom.class.getName(), what));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo("logged, and so was what had no room, in order" + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
