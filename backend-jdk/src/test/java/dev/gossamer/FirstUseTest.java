package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FirstUseTest {
    @Test
    @DisplayName("RC-9 a first use of each part that ends in stack overflows leaves everything usable")
    void firstUse_atTheEndOfTheStack_worksLater() throws Exception {
        StartedJvm.requirePrints("after overflows: true", List.of("-Xint"), DeepFirstUse.class);
    }

    @Test
    @DisplayName("RC-9 the thread that writes first links no lambda, which takes milliseconds, and loads few classes")
    void firstWrite_loadsOnItsThread_noLambda(@TempDir Path directory) throws Exception {
        Path log = directory.resolve("classes.log");
        Process process = new ProcessBuilder(List.of(
                        System.getProperty("java.home") + File.separator + "bin" + File.separator + "java",
                        "-Xlog:class+load:file=" + log + ":tid",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FirstWrite.class.getName()))
                .inheritIO()
                .start();
        assertThat(process.waitFor()).isZero();
        List<String> lines = Files.readAllLines(log);
        List<String> loaded = loadedByTheWriter(lines, FirstWrite.Before.class, FirstWrite.After.class);
        List<String> loadedToWrite = loadedByTheWriter(lines, FirstWrite.Made.class, FirstWrite.After.class);
        assertThat(loaded).anyMatch(name -> name.startsWith("dev.gossamer.SharedQueueMember"));
        assertThat(loaded).noneMatch(name -> name.matches("dev[.]gossamer[.].*Lambda.*"));
        assertThat(loaded.stream().filter(name -> name.startsWith("dev.gossamer.")))
                .as("classes of the library")
                .hasSizeLessThan(110);
        assertThat(loadedToWrite.stream().filter(name -> name.startsWith("dev.gossamer.")))
                .as("classes of the library that the write itself takes")
                .hasSizeBetween(5, 18);
    }

    /** The classes that one thread loaded between two of the program, without those of the JDK's archive. */
    private static List<String> loadedByTheWriter(List<String> log, Class<?> before, Class<?> after) {
        int from = indexOf(log, before);
        int to = indexOf(log, after);
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
        throw new AssertionError(loaded + " is not in the log");
    }
}
