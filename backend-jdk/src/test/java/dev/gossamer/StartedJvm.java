package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A program of the tests in a JVM of its own. */
public final class StartedJvm {
    private StartedJvm() {}

    /**
     * Runs a program to its end, with the class path of the tests; it has to end well and to print one line and no more.
     *
     * @param options those of the JVM
     */
    public static void requirePrints(String line, List<String> options, Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.add("-Xlog:disable"); // the JVM's own log, in which its Flight Recorder tells of a full heap
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), program.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(printed).isEqualTo(line + System.lineSeparator());
        assertThat(process.waitFor()).isZero();
    }
}
