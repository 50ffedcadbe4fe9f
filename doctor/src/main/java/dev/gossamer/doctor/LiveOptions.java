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

    /** How long to wait for the JVM; refuses a time that is none. */
    RemotePatience patience() {
        if (patience < 1) {
            throw new UnusableInputException("--patience " + patience + " waits for nothing; give 1 or more");
        }
        return new RemotePatience(patience);
    }

    /** The library has told nothing within that time. */
    UnusableInputException silent(String what, RemotePatience waited) {
        return silent(what, waited, "it has to use Gossamer, in a version that tells the Flight Recorder of it");
    }

    /** Nothing was told within that time, for a reason. */
    UnusableInputException silent(String what, RemotePatience waited, String reason) {
        if (waited.isOver()) {
            return new UnusableInputException("process " + pid + " ended before it told of a " + what);
        }
        return new UnusableInputException("no " + what + " in process " + pid + " within "
                + Wording.count(patience, "second", "seconds") + "; " + reason);
    }
}
