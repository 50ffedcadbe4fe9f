package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is published, alone. */
class ExecutableJarIT {
    @TempDir
    private Path directory;

    /** Runs the jar, and gives the exit code and a line feed before what it printed. */
    private static String run(Object... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                System.getProperty("doctor.jar")));
        for (Object argument : arguments) {
            command.add(String.valueOf(argument));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() + "\n" + said;
    }

    @Test
    void report_recording_isDrawn() throws Exception {
        Path file = directory.resolve("app.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            EventsByHand.container("sessions", 5);
            EventsByHand.container("sessions", 6);
            recording.stop();
            recording.dump(file);
        }
        Path page = directory.resolve("report.html");

        assertThat(run("report", file, "-o", page)).startsWith("0\n").contains("0 findings in " + page);
        assertThat(Files.readString(page)).contains("Size, in entries", "<path");
    }

    @Test
    void report_unknownFile_exitsWithTwo() throws Exception {
        assertThat(run("report", "missing.jfr"))
                .isEqualTo("2\ngossamer-doctor: no file \"missing.jfr\"; name a recording of the Flight Recorder"
                        + System.lineSeparator());
    }

    @Test
    void watch_noSuchProcess_exitsWithTwo() throws Exception {
        assertThat(run("watch", 999_999_999, "--once"))
                .isEqualTo("2\ngossamer-doctor: no process 999999999; jcmd lists the JVMs there are"
                        + System.lineSeparator());
    }
}
