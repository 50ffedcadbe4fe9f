package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PutErrorsAtEveryStepTest {

    @Test
    void write_thatOverflowsTheStack_leavesNothingLockedAndNothingUntold() throws Exception {
        run("stack", "-Xint");
    }

    @Test
    void write_thatFindsNoMemory_leavesNothingLockedAndNothingUntold() throws Exception {
        run("heap", "-Xmx10m", "-XX:+UseSerialGC");
    }

    private static void run(String what, String... options) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PutErrorsAtEveryStep.class.getName()));
        command.add(what);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(printed).contains("all whole after errors"); // the JVM may say more
        assertThat(process.waitFor()).isZero();
    }
}
