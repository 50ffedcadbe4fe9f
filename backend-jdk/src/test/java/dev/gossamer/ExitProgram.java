package dev.gossamer;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/** Ends in the ways that {@link ExitTest} is about; every line it prints tells a step. */
final class ExitProgram {
    /** Kept to the end. */
    private static final Object REFERENT = new Object();

    private static final Object OTHER = new Object();
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static int registrations;

    private ExitProgram() {}

    /** How the program ends. */
    enum Ending {
        RETURN,
        EXIT,
        UNCAUGHT,
        SIGTERM,
        UNASKED,
        DETACHED,
        THROWING,
        BLOCKING,
        BLOCKING_HANDLER,
        REGISTERING_ITSELF,
        REGISTERING_ANOTHER,
        CHANGING_FLAGS,
        UNLIMITED,
        LEAVING,
        TOO_LATE,
        EXITING
    }

    public static void main(String[] arguments) throws InterruptedException {
        Ending ending = Ending.valueOf(arguments[0]);
        if (ending == Ending.TOO_LATE) {
            Runtime.getRuntime().addShutdownHook(new Thread(ExitProgram::registerTooLate));
            return;
        }
        atExit("first", REFERENT);
        atExit("second", OTHER);
        atExit("third", REFERENT);
        switch (ending) {
            case RETURN -> print("returning");
            case EXIT -> System.exit(3);
            case UNCAUGHT -> throw new IllegalStateException("out of main");
            case SIGTERM -> waitForSignal();
            case UNASKED -> Finalizers.register(REFERENT, () -> print("unasked"));
            case DETACHED -> atExit("detached", REFERENT).detach();
            case THROWING -> atExit(ExitProgram::fail);
            case BLOCKING -> limitedTo(SHORT, ExitProgram::block);
            case BLOCKING_HANDLER -> {
                ErrorHandler.use((source, failure) -> block());
                limitedTo(SHORT, ExitProgram::fail);
            }
            case REGISTERING_ITSELF -> limitedTo(SHORT, ExitProgram::registerAgain);
            case REGISTERING_ANOTHER -> atExit(() -> atExit("another", OTHER));
            case CHANGING_FLAGS -> changeFlags();
            case UNLIMITED -> limitedTo(Duration.ofSeconds(Long.MAX_VALUE), () -> print("unlimited"));
            case LEAVING -> {
                atExit(() -> print("interrupted: " + Thread.interrupted()));
                atExit(() -> Thread.currentThread().interrupt());
            }
            case TOO_LATE -> throw new AssertionError("is over by now");
            case EXITING -> {
                limitedTo(SHORT, () -> System.exit(4));
                System.exit(3);
            }
        }
    }

    private static Finalizer<Void> atExit(String name, Object referent) {
        return Finalizers.registerAction(referent, name, ExitProgram::print).atExit(true);
    }

    private static void atExit(Runnable action) {
        Finalizers.register(REFERENT, action).atExit(true);
    }

    private static void limitedTo(Duration limit, Runnable action) {
        Finalizers.limitExit(limit);
        atExit(action);
    }

    private static void fail() {
        print("failing");
        throw new IllegalStateException("thrown at exit");
    }

    private static void waitForSignal() throws InterruptedException {
        print("ready");
        new CountDownLatch(1).await();
    }

    private static void block() {
        print("blocking");
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void registerAgain() {
        if (registrations++ < 3) {
            print("again");
        }
        atExit(ExitProgram::registerAgain);
    }

    private static void changeFlags() {
        Finalizer<Void> off = atExit("switched off", OTHER);
        Finalizer<Void> on = Finalizers.register(OTHER, () -> print("switched on"));
        atExit(() -> {
            off.atExit(false);
            on.atExit(true);
            print("changed");
        });
    }

    private static void registerTooLate() {
        Finalizer<Void> late = Finalizers.register(REFERENT, () -> print("too late"));
        try {
            late.atExit(true);
        } catch (IllegalStateException refused) {
            print("refused, at exit: " + late.isAtExit());
        }
    }

    private static void print(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
