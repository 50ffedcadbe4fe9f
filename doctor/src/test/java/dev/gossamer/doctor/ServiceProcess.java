package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The leaky service, or its healthy twin, in a JVM of its own; closing ends it. */
final class ServiceProcess implements AutoCloseable {
    private final Process process;

    private ServiceProcess(Process process) {
        this.process = process;
    }

    /** Starts it for some seconds. */
    static ServiceProcess start(String care, int seconds, Path recording) throws IOException {
        return start("dev.gossamer.examples.leaky.LeakyService", care, Integer.toString(seconds), recording.toString());
    }

    /** Starts any class of the class path of the tests. */
    static ServiceProcess start(String mainClass, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-classpath",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                mainClass));
        command.addAll(List.of(arguments));
        return new ServiceProcess(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    long pid() {
        return process.pid();
    }

    /** Waits for a line on its output, which it prints when it is ready. */
    String firstLine() throws IOException {
        return process.inputReader(StandardCharsets.UTF_8).readLine();
    }

    /** Waits for its end. */
    void awaitEnd() throws IOException, InterruptedException {
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
    }

    /** Asks it to end by a signal, waits until it has, and returns what it still said. */
    String terminate() throws IOException, InterruptedException {
        process.toHandle().destroy(); // process.destroy() would close its output
        String said = process.inputReader(StandardCharsets.UTF_8).lines().collect(Collectors.joining("\n"));
        process.waitFor();
        return said;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
