package dev.gossamer.doctor;

import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that look at a running JVM have in common. */
final class LiveOptions {
    @Parameters(index = "0", paramLabel = "PID", description = "The process; jcmd lists them.")
    private long pid;

    @Option(
            names = "--patience",
            paramLabel = "SECONDS",
            description = "How long to wait for the library to tell something; ${DEFAULT-VALUE} without it.")
    private int patience = 20;

    LiveEvents connect() {
        return LiveEvents.of(pid);
    }

    long pid() {
        return pid;
    }

    RemotePatience patience() {
        return new RemotePatience(Math.max(1, patience));
    }

    /** The library has told nothing within that time. */
    UnusableInputException silent(String what) {
        return new UnusableInputException("no " + what + " in process " + pid + " within "
                + Wording.count(Math.max(1, patience), "second", "seconds")
                + "; it has to use Gossamer, in a version that tells the Flight Recorder of it");
    }
}
