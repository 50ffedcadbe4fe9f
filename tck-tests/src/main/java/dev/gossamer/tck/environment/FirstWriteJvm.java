package dev.gossamer.tck.environment;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs {@link FirstWriteProgram} in a JVM of its own, as a first use is to be had only once in a JVM. */
public final class FirstWriteJvm {
    private FirstWriteJvm() {}

    /** The classes that the first write loads on the thread of its caller, without those of the JDK's archive. */
    public static List<String> loadedByTheWriter(Class<?> backend) {
        DiscardedLoader.requireConstructible(backend);
        try {
            Path log = Files.createTempFile("conformance", ".classes");
            try {
                return loadedByTheWriter(backend, log);
            } finally {
                Files.delete(log);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> loadedByTheWriter(Class<?> backend, Path log) throws IOException {
        int status = ExitedJvm.await(start(backend, log));
        if (status != 0) {
            throw new AssertionError("a program that writes to its first container ended with " + status);
        }
        return between(Files.readAllLines(log));
    }

    private static Process start(Class<?> backend, Path log) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-Xlog:class+load:file=" + log + ":tid",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstWriteProgram.class.getName(),
                        backend.getName())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static List<String> between(List<String> log) {
        int from = indexOf(log, FirstWriteProgram.Before.class);
        int to = indexOf(log, FirstWriteProgram.After.class);
        String thread = log.get(from).split(" ")[0];
        return log.subList(from + 1, to).stream()
                .filter(line -> line.startsWith(thread + " ") && !line.endsWith("shared objects file"))
                .map(line -> line.split(" ")[1])
                .toList();
    }

    private static int indexOf(List<String> log, Class<?> loaded) {
        for (int i = 0; i < log.size(); i++) {
            if (log.get(i).contains(" " + loaded.getName() + " ")) {
                return i;
            }
        }
        throw new AssertionError(loaded + " is not in the log of classes that a JVM loaded");
    }
}
