package dev.gossamer.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the JVMs that are measured are started: this one's class path, and a Java home and options of choice. A batch is
 * compiled by itself, as JMH has it: within the loop that asks for the time, the same code comes out a third slower or not.
 */
record MeasuringJvm(Path home, List<String> options) {

    static MeasuringJvm like(String heap, String collector) {
        return new MeasuringJvm(
                Path.of(System.getProperty("java.home")),
                List.of(
                        "-Xms" + heap,
                        "-Xmx" + heap,
                        "-XX:+Use" + collector + "GC",
                        "-XX:CompileCommand=quiet",
                        "-XX:CompileCommand=dontinline,dev.gossamer.benchmarks.*::batch"));
    }

    /** With what JOL needs to look into all classes. */
    static MeasuringJvm measuring(String heap) {
        return new MeasuringJvm(
                Path.of(System.getProperty("java.home")),
                List.of(
                        "-Xms" + heap,
                        "-Xmx" + heap,
                        "-Djol.magicFieldOffset=true",
                        "-Djdk.attach.allowAttachSelf=true",
                        "-XX:+EnableDynamicAgentLoading"));
    }

    Process start(Class<?> main, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(home.resolve("bin").resolve("java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(main.getName());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
