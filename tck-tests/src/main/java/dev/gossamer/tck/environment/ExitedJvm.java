package dev.gossamer.tck.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs a JVM of its own to its end. */
public final class ExitedJvm {
    private ExitedJvm() {}

    /** What became of a JVM. */
    public record Ended(int status, List<String> printed, String errors) {}

    /** Runs the program. */
    public static Ended run(ExitProgram.Ending ending) {
        try {
            Path out = Files.createTempFile("conformance", ".out");
            Path err = Files.createTempFile("conformance", ".err");
            try {
                int status = await(start(ending, out, err));
                return new Ended(status, Files.readAllLines(out), Files.readString(err));
            } finally {
                Files.delete(out);
                Files.delete(err);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Process start(ExitProgram.Ending ending, Path out, Path err) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ExitProgram.class.getName(),
                        ending.name())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /** Waits for a JVM to end, and gives its exit status. */
    static int await(Process process) {
        try {
            AwaitedCondition.await("a JVM to end", process);
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }
}
