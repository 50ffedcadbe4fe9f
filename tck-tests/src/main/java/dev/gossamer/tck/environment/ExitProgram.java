package dev.gossamer.tck.environment;

import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.tck.contracts.FinalizerContract;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program whose end {@link FinalizerContract} looks at; prints a line for each finalizer that runs. */
public final class ExitProgram {
    private static final Object REFERENT = new Object();
    private static final Object OTHER = new Object();

    private ExitProgram() {}

    /** How it ends. */
    public enum Ending {
        STATUS,
        BLOCKING
    }

    /** Ends as the argument says. */
    public static void main(String[] arguments) {
        atExit(REFERENT, "given up").detach(); // the hook goes with it, and the next one asks for another
        atExit(REFERENT, "first");
        atExit(OTHER, "second");
        atExit(REFERENT, "third");
        if (Ending.valueOf(arguments[0]) == Ending.BLOCKING) {
            Finalizers.limitExit(Duration.ofSeconds(1));
            Finalizers.register(OTHER, ExitProgram::block).atExit(true);
            return;
        }
        Finalizers.register(OTHER, ExitProgram::fail).atExit(true);
        Finalizer<Void> off = atExit(OTHER, "switched off");
        Finalizers.register(REFERENT, () -> {
                    print("changing");
                    off.atExit(false);
                    atExit(OTHER, "next");
                })
                .atExit(true);
        atExit(REFERENT, "detached").detach(); // the last that asks for the hook, which stays for the others
        System.exit(3);
    }

    private static Finalizer<Void> atExit(Object referent, String line) {
        return Finalizers.registerAction(referent, line, ExitProgram::print).atExit(true);
    }

    private static void fail() {
        print("throwing");
        throw new IllegalStateException("thrown at exit");
    }

    private static void block() {
        print("blocking");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
