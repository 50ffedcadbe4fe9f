package dev.gossamer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.Reference;

/**
 * A program in which the library reports failures at the end of the stack or in a full heap, again and again with a little more room,
 * before anybody has used a logger. Started with {@code stack} or {@code heap}; says whether the program can use one then, and whether
 * what was reported got there.
 */
final class ReportsWithoutRoom {
    private static final int LEVELS = 800;

    private static final Throwable FAILURE = new IllegalStateException("reported without room");

    private static final WeakKeyMap<Object, Object> WATCHED = WeakKeyMap.create();

    private static boolean atTheEnd;
    private static int reports;

    private ReportsWithoutRoom() {}

    public static void main(String[] args) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, false, UTF_8)); // where loggers write
        startReclaiming();
        ErrorHandler.useStandard(); // has what reports loaded
        if (args[0].equals("heap")) {
            synchronized (ErrorReporter.class) { // so that no other thread uses a logger while there is no memory
                reportInFullHeap();
            }
        } else {
            Thread thread = new Thread(null, ReportsWithoutRoom::reportAtTheEndOfTheStack, "deep", 256 * 1024);
            thread.start();
            thread.join();
        }
        try {
            System.getLogger("application").log(System.Logger.Level.ERROR, "logged");
            Deaths.await("what had no room", () -> printed.toString(UTF_8).contains("something failed"));
            System.out.println("logged, and so was what had no room");
        } catch (Throwable broken) {
            System.out.println(broken);
        }
        Runtime.getRuntime().halt(0); // an exit would be logged
    }

    /** Has the reclaiming thread at work, and all loaded that it takes. */
    private static void startReclaiming() {
        WATCHED.put(FAILURE, "held");
        Deaths.await(
                "the reclaiming thread",
                () -> Thread.getAllStackTraces().keySet().stream()
                        .anyMatch(thread -> thread.getName().equals("gossamer-reclaimer")));
    }

    private static void reportAtTheEndOfTheStack() {
        try {
            if (!atTheEnd) {
                reportAtTheEndOfTheStack();
            }
        } catch (StackOverflowError end) {
            atTheEnd = true;
        }
        if (reports < LEVELS) {
            report();
        }
    }

    private static void report() {
        reports++;
        ErrorReporter.report("something", FAILURE);
    }

    private static void reportInFullHeap() {
        int free = 0;
        while (reportWith(free)) {
            free += 1 + free / 4;
        }
    }

    /** Reports with so little memory; whether there could be more. */
    private static boolean reportWith(int free) {
        Object[] chain = null;
        try {
            chain = FullHeap.fill(free);
            report();
            Reference.reachabilityFence(chain);
            return chain != null;
        } catch (OutOfMemoryError forTheProgramItself) {
            return true;
        }
    }
}
