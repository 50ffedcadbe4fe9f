package dev.gossamer.tck;

import dev.gossamer.Backends;
import dev.gossamer.Finalizer;
import dev.gossamer.Finalizers;
import dev.gossamer.spi.Backend;
import java.lang.reflect.Constructor;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** A program whose end {@link FinalizerContract} looks at; prints a line for each finalizer that runs. */
final class ExitProgram {
    private static final Object REFERENT = new Object();
    private static final Object OTHER = new Object();

    private ExitProgram() {}

    /** How it ends. */
    enum Ending {
        STATUS,
        BLOCKING
    }

    /** Ends as the first argument says, with a backend of the class that the second one names. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        Constructor<?> constructor = Class.forName(arguments[1]).getDeclaredConstructor();
        constructor.setAccessible(true);
        Backends.use((Backend) constructor.newInstance());
        atExit(REFERENT, "first");
        atExit(OTHER, "second");
        atExit(REFERENT, "third");
        if (Ending.valueOf(arguments[0]) == Ending.BLOCKING) {
            Finalizers.limitExit(Duration.ofMillis(200));
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
