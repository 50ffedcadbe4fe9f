package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import jdk.jfr.Recording;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the doctor says when there is nothing to look at. */
class DoctorTest {
    @TempDir
    private Path directory;

    private static void assertUnusable(DoctorRun run, String... parts) {
        assertThat(run.code()).as(run.out()).isEqualTo(2);
        assertThat(run.err().lines()).as(run.err()).hasSize(1);
        assertThat(run.err()).startsWith("gossamer-doctor: ").contains(parts);
    }

    @Test
    void report_unknownFile_isToldInOneLine() {
        Path missing = directory.resolve("app.jfr");

        assertUnusable(
                DoctorRun.of("report", missing),
                "no file \"" + missing + "\"; name a recording of the Flight Recorder");
    }

    @Test
    void report_noRecording_isToldInOneLine() throws Exception {
        Path text =
                Files.writeString(directory.resolve("notes.txt"), "this is no recording, but long enough for a header");

        assertUnusable(
                DoctorRun.of("report", text), "cannot read \"" + text + "\" as a recording", "JFR.start and JFR.dump");
    }

    @Test
    void report_truncatedRecording_isToldInOneLine() throws Exception {
        Path recording = recording("whole.jfr", true);
        Path half = directory.resolve("half.jfr");
        byte[] bytes = Files.readAllBytes(recording);
        Files.write(half, Arrays.copyOf(bytes, bytes.length / 2));

        assertUnusable(DoctorRun.of("report", half), "cannot read \"" + half + "\" as a recording");
    }

    @Test
    void report_damagedRecording_isToldInOneLine() throws Exception {
        Path recording = recording("damaged.jfr", true);
        byte[] bytes = Files.readAllBytes(recording);
        emptyFirstConstantPool(ByteBuffer.wrap(bytes));
        Files.write(recording, bytes);

        assertUnusable(
                DoctorRun.of("report", recording),
                "cannot read \"" + recording + "\" as a recording",
                "must contain at least one element"); // by an InternalError of the JDK
    }

    private static void emptyFirstConstantPool(ByteBuffer chunk) {
        int placeOfPools = 16;
        int numbersBefore = 8; // size, type, start, duration, delta, mask, number of pools, type of the first
        chunk.position((int) chunk.getLong(placeOfPools));
        for (int i = 0; i < numbersBefore; i++) {
            overwrite(chunk, 0xff);
        }
        overwrite(chunk, 0x80);
    }

    /** Goes beyond a number, which has seven bits in each byte but the ninth, and keeps some bits of each. */
    private static void overwrite(ByteBuffer chunk, int kept) {
        int length = 0;
        byte each;
        do {
            each = chunk.get(chunk.position());
            chunk.put((byte) (each & kept));
        } while (each < 0 && ++length < 9);
    }

    @Test
    void report_recordingWithoutTheLibrary_isToldInOneLine() throws Exception {
        Path recording = recording("other.jfr", false);

        assertUnusable(
                DoctorRun.of("report", recording),
                "no event of Gossamer in \"" + recording + "\"",
                "dev.gossamer.* on");
    }

    @Test
    void report_outputNotWritable_isToldInOneLine() throws Exception {
        Path output = directory.resolve("missing").resolve("report.html");

        assertUnusable(
                DoctorRun.of("report", recording("app.jfr", true), "-o", output),
                "cannot write \"" + output + "\"",
                "name a file in a directory that exists and is writable");
    }

    @Test
    void report_namesAndMessagesOfAnyCharacters_areInAPageAndALineEach() throws Exception {
        Path file = directory.resolve("odd.jfr");
        try (Recording recording = new Recording()) {
            recording.start();
            EventsByHand.container("half \ud83d", 5); // cut in the middle of a character
            EventsByHand.failure("a listener", IllegalStateException.class, "no\nway");
            recording.stop();
            recording.dump(file);
        }
        Path page = directory.resolve("odd.html");

        DoctorRun run = DoctorRun.of("report", file, "-o", page);

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).as(run.out()).hasSize(2);
        assertThat(page).content().contains("half ?");
    }

    @Test
    void report_outputIsTheRecording_isToldAndLeavesIt() throws Exception {
        Path recording = recording("app.jfr", true);
        byte[] before = Files.readAllBytes(recording);
        Path link = Files.createSymbolicLink(directory.resolve("page.html"), recording);

        assertUnusable(
                DoctorRun.of("report", recording, "-o", link),
                "\"" + link + "\" is the recording itself; name another file for the page");
        assertThat(recording).hasBinaryContent(before);
    }

    @Test
    void watchAndPins_noPatience_isToldInOneLine() {
        String told = "--patience 0 waits for nothing; give 1 or more";
        assertUnusable(DoctorRun.of("watch", "999999999", "--patience", "0"), told);
        assertUnusable(DoctorRun.of("pins", "999999999", "metadata", "--patience", "0"), told);
    }

    @Test
    void watch_noSuchProcess_isToldInOneLine() {
        assertUnusable(
                DoctorRun.of("watch", "999999999", "--once"), "no process 999999999; jcmd lists the JVMs there are");
    }

    @Test
    void pins_processThatIsNoJvm_isToldInOneLineAndLeftAlone() throws Exception {
        Process other = new ProcessBuilder("sleep", "600").start();
        try {
            assertUnusable(
                    DoctorRun.of("pins", other.pid(), "metadata"),
                    "process " + other.pid()
                            + " is no JVM of this user that shows itself; jcmd lists those that do: with"
                            + " -XX:+UsePerfData and without -XX:+DisableAttachMechanism");
            assertThat(other.isAlive()).isTrue();
        } finally {
            other.destroyForcibly();
        }
    }

    @Test
    void usage_wrongOption_exitsWithTwo() {
        assertThat(DoctorRun.of("report", "--nonsense").code()).isEqualTo(2);
        assertThat(DoctorRun.of("watch", "no-number").code()).isEqualTo(2);
        assertThat(DoctorRun.of().code()).isEqualTo(2);
    }

    @Test
    void help_anyCommand_exitsWithZero() {
        assertThat(DoctorRun.of("--help").out()).contains("report", "watch", "pins", "Exit codes");
        assertThat(DoctorRun.of("watch", "--help").code()).isZero();
    }

    private Path recording(String name, boolean ofTheLibrary) throws Exception {
        Path file = directory.resolve(name);
        try (Recording recording = new Recording()) {
            recording.start();
            if (ofTheLibrary) {
                EventsByHand.container("sessions", 5);
            }
            recording.stop();
            recording.dump(file);
        }
        return file;
    }
}
