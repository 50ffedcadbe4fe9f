package dev.gossamer.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The commands that look at a running JVM, one whose Flight Recorder nobody started before. */
@Execution(ExecutionMode.CONCURRENT)
class LiveCommandsTest {
    private static ServiceProcess service;

    @BeforeAll
    static void start() throws Exception {
        service = ServiceProcess.start(WatchedService.class.getName());
        assertThat(service.firstLine()).isEqualTo("ready");
    }

    @AfterAll
    static void end() {
        service.close();
    }

    @Test
    void watchOnce_secondJvm_showsItsContainers() {
        DoctorRun run = DoctorRun.of("watch", service.pid(), "--once");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines())
                .anyMatch(line -> line.matches("CONTAINER +KIND +SIZE .*"))
                .anyMatch(line -> line.matches("metadata +WeakKeyMap +40 .*"))
                .anyMatch(line -> line.matches("sessions +WeakValueMap +40 .*"))
                .anyMatch(line ->
                        line.matches("[a-z]+ +Weak(Key|Value)Map +40 +0\\.0 .*")); // told twice: no other is missing
    }

    @Test
    void watchOnceAsJson_secondJvm_isOneLine() {
        DoctorRun run = DoctorRun.of("watch", service.pid(), "--once", "--json");

        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out())
                .startsWith("[{\"container\":\"metadata\",\"kind\":\"WeakKeyMap\"")
                .contains(
                        "\"container\":\"sessions\"",
                        "\"size\":40",
                        "\"hot\":40,\"hotLimit\":67108864,\"hotWeighed\":true,\"hotGivesWay\":true",
                        "\"statistics\":true");
    }

    @Test
    void watchAsJson_endedByASignal_leavesNoRecordingBehind() throws Exception {
        try (ServiceProcess observed = ServiceProcess.start(WatchedService.class.getName())) {
            assertThat(observed.firstLine()).isEqualTo("ready");
            try (ServiceProcess doctor =
                    ServiceProcess.start(Doctor.class.getName(), "watch", Long.toString(observed.pid()), "--json")) {
                assertThat(doctor.firstLine()).startsWith("[{");
                assertThat(recordings(observed)).contains("name=");

                assertThat(doctor.terminate()).doesNotContain("Exception");
            }

            assertThat(recordings(observed)).contains("No available recordings").doesNotContain("name=");
        }
    }

    /** The recordings of a JVM, as the JDK's own tool tells them. */
    private static String recordings(ServiceProcess jvm) throws Exception {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process check = new ProcessBuilder(jcmd, Long.toString(jvm.pid()), "JFR.check")
                .redirectErrorStream(true)
                .start();
        return new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    @Timeout(600)
    void watchAsJson_nobodyReadsItsOutput_ends() {
        OutputStream gone = new OutputStream() {
            @Override
            public void write(int data) throws IOException {
                throw new IOException("broken pipe");
            }
        };
        PrintWriter out = new PrintWriter(new PrintStream(gone), true, StandardCharsets.UTF_8);
        StringWriter err = new StringWriter();

        int code = Doctor.execute(out, new PrintWriter(err, true), "watch", Long.toString(service.pid()), "--json");

        assertThat(code).as(err.toString()).isZero();
    }

    @Test
    void on_jvmThatEndedMeanwhile_isTold() throws Exception {
        try (ServiceProcess observed = ServiceProcess.start(WatchedService.class.getName())) {
            assertThat(observed.firstLine()).isEqualTo("ready");
            try (LiveEvents events = LiveEvents.of(observed.pid())) {
                observed.terminate();

                assertThatThrownBy(() -> events.on(LibraryEvents.CONTAINER, event -> {}))
                        .isInstanceOf(UnusableInputException.class)
                        .hasMessageStartingWith("process " + observed.pid() + " no longer answers: ")
                        .hasMessageEndingWith("; see whether it has ended")
                        .message()
                        .hasLineCount(1);
            }
        }
    }

    @Test
    @Timeout(600)
    void watchAsJson_watchedJvmKilledMeanwhile_ends() throws Exception {
        try (ServiceProcess observed = ServiceProcess.start(WatchedService.class.getName())) {
            assertThat(observed.firstLine()).isEqualTo("ready");
            OutputStream killing = new OutputStream() {
                @Override
                public void write(int data) {
                    ProcessHandle.of(observed.pid()).ifPresent(ProcessHandle::destroyForcibly);
                }
            };
            PrintWriter out = new PrintWriter(killing, true, StandardCharsets.UTF_8);
            StringWriter err = new StringWriter();

            int code =
                    Doctor.execute(out, new PrintWriter(err, true), "watch", Long.toString(observed.pid()), "--json");

            assertThat(code).as(err.toString()).isZero();
        }
    }

    @Test
    void pins_mapWhoseValuesReferToTheirKeys_namesThePath() throws Exception {
        try (ServiceProcess fresh =
                ServiceProcess.start(WatchedService.class.getName())) { // looked at ten seconds apart
            assertThat(fresh.firstLine()).isEqualTo("ready");

            DoctorRun run = DoctorRun.of("pins", fresh.pid(), "metadata");

            assertThat(run.code()).as(run.err()).isZero();
            assertThat(run.out())
                    .startsWith("40 of 40 sampled entries of metadata pin themselves: ")
                    .contains("Span.request", "Request");
        }
    }

    @Test
    void pins_noMapOfThatName_isToldOnceAllWereTold() {
        for (String name : List.of("metadat", "sessions")) { // the second is a map with weak values
            DoctorRun run = DoctorRun.of("pins", service.pid(), name, "--patience", "600");

            assertThat(run.code()).as(run.out()).isEqualTo(2);
            assertThat(run.err().lines())
                    .containsExactly(
                            "gossamer-doctor: no map with weak keys named \"" + name + "\" in process " + service.pid()
                                    + "; gossamer-doctor watch " + service.pid() + " --once shows what there is");
        }
    }

    @Test
    void anyCommand_jvmWithoutTheLibrary_isToldInOneLine() throws Exception {
        try (ServiceProcess other = ServiceProcess.start(WatchedService.class.getName(), "without")) {
            assertThat(other.firstLine()).isEqualTo("ready");

            assertNothingThere(
                    DoctorRun.of("watch", other.pid(), "--once", "--patience", "1"),
                    "container of Gossamer",
                    other.pid());
            assertNothingThere(
                    DoctorRun.of("pins", other.pid(), "metadata", "--patience", "1"),
                    "map with weak keys named \"metadata\"",
                    other.pid());
        }
    }

    private static void assertNothingThere(DoctorRun run, String what, long pid) {
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .containsExactly(
                        "gossamer-doctor: no " + what + " in process " + pid + " within 1 second; it has to use"
                                + " Gossamer, in a version that tells the Flight Recorder of it");
    }

    @Test
    void screen_qPressed_showsTheTableAndEnds() throws Exception {
        LiveView view = new LiveView();
        ContainerSeries sessions = new Models()
                .container("sessions", "WeakValueMap", 1, i -> Models.Sample.of(1_000 + i))
                .model()
                .containers()
                .get(0);
        view.accept(sessions.identity(), sessions.first());
        view.accept(sessions.identity(), sessions.last());
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        try (Terminal terminal =
                new DumbTerminal(new ByteArrayInputStream("xq".getBytes(StandardCharsets.UTF_8)), shown)) {
            new LiveScreen("process 7").show(terminal, view, new RemotePatience(1));
        }

        assertThat(shown.toString(StandardCharsets.UTF_8))
                .contains("process 7, q quits")
                .containsPattern("sessions +WeakValueMap +1,001 +1\\.0");
    }

    @Test
    void view_oneContainerToldTwice_isWhole() {
        List<ContainerSeries> containers = new Models()
                .container("metadata", "WeakKeyMap", 1, i -> Models.Sample.of(40))
                .container("sessions", "WeakValueMap", 1, i -> Models.Sample.of(40))
                .model()
                .containers();
        LiveView view = new LiveView();
        for (ContainerSeries each : containers) {
            assertThat(view.isWhole()).isFalse();
            view.accept(each.identity(), each.first());
        }
        assertThat(view.isWhole()).isFalse();

        view.accept(containers.get(0).identity(), containers.get(0).last());

        assertThat(view.isWhole()).isTrue();
    }

    @Test
    void view_containerNoLongerTold_isLeftOut() {
        List<ContainerSeries> containers = new Models()
                .container("documents", "WeakValueMap", 20, i -> Models.Sample.of(40))
                .container("sessions", "WeakValueMap", 0, i -> Models.Sample.of(40))
                .model()
                .containers();
        LiveView view = new LiveView();
        containers.forEach(each -> view.accept(each.identity(), each.first()));

        view.accept(containers.get(0).identity(), containers.get(0).last());
        assertThat(view.containers())
                .as("after twenty seconds in which nobody was told of")
                .hasSize(2);

        view.accept(containers.get(0).identity(), containers.get(0).last());
        assertThat(view.containers()).extracting(ContainerSeries::name).containsExactly("documents");
    }

    @Test
    void json_namesWithQuotesControlsAndOtherLetters_areEscaped() {
        assertThat(LiveJson.quoted("a\"b\\c\né")).isEqualTo("\"a\\\"b\\\\c\\u000a\\u00e9\"");
    }

    @Test
    void words_incompleteSearch_saysSo() {
        RecordedSelfPins sample = new RecordedSelfPins(
                Models.START, "m", 100, 2, "K", "V", "V.k -> K", false, Optional.of("java.lang.Thread"));

        assertThat(PinsCommand.words(sample))
                .isEqualTo(
                        "2 of 100 sampled entries of m pin themselves: V.k -> K; the search reached its bound, so there"
                                + " may be more; not looked into: java.lang.Thread");
    }

    @Test
    void patience_otherSideSilent_endsAfterItsBeats() {
        RemotePatience patience = new RemotePatience(0);
        patience.beat();

        assertThat(patience.await(() -> false)).isFalse();
    }

    @Test
    void wording_figures_areTheSameEverywhere() {
        assertThat(List.of(
                        Wording.duration(Duration.ofMillis(20)),
                        Wording.duration(Duration.ofSeconds(90)),
                        Wording.duration(Duration.ofMinutes(40)),
                        Wording.bytes(3L << 30),
                        Wording.percent(0.034),
                        Wording.simpleName("shop.Outer$Inner")))
                .containsExactly("20 ms", "90 s", "40 min", "3.0 GiB", "3.4 %", "Inner");
    }
}
