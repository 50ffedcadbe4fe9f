package dev.gossamer.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The CPU time of each thread of this process, those of the JVM included, as Linux tells it. */
final class CpuByThread {
    private static final Path TASKS = Path.of("/proc/self/task");

    private CpuByThread() {}

    /** Milliseconds until now by name; threads whose names differ by a number at the end are one. Empty on other systems. */
    static Map<String, Double> millis() {
        Map<String, Double> millis = new TreeMap<>();
        if (Files.isDirectory(TASKS)) {
            try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
                tasks.forEach(task -> add(task, millis));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return millis;
    }

    private static void add(Path task, Map<String, Double> millis) {
        try {
            String name = Files.readString(task.resolve("comm")).strip().replaceAll("[ #-]*\\d+$", "");
            String nanos = Files.readString(task.resolve("schedstat")).split(" ", 2)[0];
            millis.merge(name, Long.parseLong(nanos) / 1e6, Double::sum);
        } catch (IOException ended) {
            return; // between being listed and being read
        }
    }
}
