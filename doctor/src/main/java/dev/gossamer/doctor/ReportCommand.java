package dev.gossamer.doctor;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes a page of a recording, and prints the findings. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Makes a page of a recording of the Flight Recorder, and prints what it found.")
final class ReportCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "RECORDING", description = "A file that JFR.dump or JFR.stop wrote.")
    private Path recording = Path.of("");

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Where the page goes; ${DEFAULT-VALUE} without it.")
    private Path output = Path.of("gossamer-report.html");

    private ReportCommand() {}

    @Override
    public void run() {
        RecordingModel model = RecordingReader.read(recording);
        List<Finding> findings = FindingRule.all(model);
        write(ReportPage.of(String.valueOf(recording.getFileName()), model, findings));
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        for (Finding finding : findings) {
            out.println(Wording.line(finding.fault().id() + " " + finding.container() + ": " + finding.seen() + "; "
                    + finding.advice()));
        }
        out.println(Wording.count(findings.size(), "finding", "findings") + " in " + output);
        out.flush();
    }

    private void write(String page) {
        try {
            if (Files.exists(output) && Files.isSameFile(output, recording)) {
                throw new UnusableInputException(
                        "\"" + output + "\" is the recording itself; name another file for the page");
            }
            // half a character of a name or message becomes a question mark, and no failure
            Files.write(output, page.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UnusableInputException("cannot write \"" + output + "\": " + e
                    + "; name a file in a directory that exists and is writable");
        }
    }
}
