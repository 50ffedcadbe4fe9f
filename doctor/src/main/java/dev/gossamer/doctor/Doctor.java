package dev.gossamer.doctor;

import java.io.PrintWriter;
import java.nio.charset.Charset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/**
 * The command line of the doctor: looks at a recording of the Flight Recorder, or at a running JVM, and tells what its weak
 * containers hold, what leaks and who waits. Exit code 0 whether something was found or not, 2 when there was nothing to
 * look at or the command was wrong, which one line on the standard error says. For one thread.
 */
@Command(
        name = "gossamer-doctor",
        mixinStandardHelpOptions = true,
        versionProvider = Doctor.Version.class,
        description = "Tells what the weak containers of a JVM hold, what leaks and who waits.",
        subcommands = {ReportCommand.class, WatchCommand.class, PinsCommand.class},
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:it was looked at, whatever was found",
            "2:there was nothing to look at, or the command was wrong"
        })
public final class Doctor {
    static final int UNUSABLE = 2;

    private Doctor() {}

    /**
     * Runs a command and ends the JVM with its exit code.
     *
     * @param arguments the command and its options; {@code --help} tells them
     */
    public static void main(String[] arguments) {
        System.setProperty("java.awt.headless", "true");
        PrintWriter out = new PrintWriter(System.out, true, encoding("stdout.encoding"));
        PrintWriter err = new PrintWriter(System.err, true, encoding("stderr.encoding"));
        System.exit(execute(out, err, arguments));
    }

    /** The encoding of a stream of the process; JDK 17 knows that of the system alone. */
    private static Charset encoding(String property) {
        String name = System.getProperty(property, System.getProperty("native.encoding"));
        return name == null ? Charset.defaultCharset() : Charset.forName(name);
    }

    static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine command = new CommandLine(new Doctor())
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler(Doctor::tellUnusable);
        if (arguments.length == 0) {
            command.usage(err);
            return UNUSABLE;
        }
        return command.execute(arguments);
    }

    private static int tellUnusable(Exception failure, CommandLine command, CommandLine.ParseResult parsed)
            throws Exception {
        if (!(failure instanceof UnusableInputException)) {
            throw failure;
        }
        command.getErr().println("gossamer-doctor: " + failure.getMessage());
        return UNUSABLE;
    }

    /** The version in the manifest of the jar. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Doctor.class.getPackage().getImplementationVersion();
            return new String[] {"gossamer-doctor " + (version == null ? "of a build" : version)};
        }
    }
}
