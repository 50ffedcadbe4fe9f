package dev.gossamer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.ref.Reference;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A program in which the library reports failures at the end of the stack or in a full heap, again and again with a little more room,
 * before anybody has used a logger. Started with {@code stack} or {@code heap}; says whether the program can use one then, and whether
 * what was reported got there in the order in which it was, but for what the log says the count of.
 */
final class ReportsWithoutRoom {
    private static final Pattern REPORT = Pattern.compile("report (\\d+) failed");
    private static final Pattern DROPPED = Pattern.compile("no room to be kept and logged: (\\d+)");

    private static final String[] SOURCES =
            IntStream.range(0, 800).mapToObj(i -> "report " + i).toArray(String[]::new);

    private static final Throwable FAILURE = new IllegalStateException("reported without room");

    private static final WeakKeyMap<Object, Object> WATCHED = WeakKeyMap.create();

    private static boolean atTheEnd;
    private static int attempts;
    private static int reports; // not those for which the stack ended at the call

    private ReportsWithoutRoom() {}

    public static void main(String[] args) throws Exception {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setErr(new PrintStream(printed, false, UTF_8)); // where loggers write
        startReclaiming();
        ErrorHandler.useStandard(); // has what reports loaded
        Runnable reporting = args[0].equals("heap")
                ? ReportsWithoutRoom::reportInFullHeap
                : ReportsWithoutRoom::reportAtTheEndOfTheStack;
        Thread thread = new Thread(null, () -> reportAlone(reporting), "deep", 256 * 1024);
        thread.start();
        thread.join();
        try {
            System.getLogger("application").log(System.Logger.Level.ERROR, "logged");
            Deaths.await("what had no room", () -> accountsForAll(printed.toString(UTF_8)));
            System.out.println(
                    isInOrder(printed.toString(UTF_8)) ? "logged, and so was what had no room, in order" : printed);
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

    /** Reports while no other thread logs what had no room. */
    private static void reportAlone(Runnable reporting) {
        synchronized (ErrorReporter.class) {
            reporting.run();
        }
    }

    /** Whether each report was logged or counted among those that were not; many cannot be kept. */
    private static boolean accountsForAll(String printed) {
        long logged = REPORT.matcher(printed).results().count();
        int dropped = DROPPED.matcher(printed)
                .results()
                .mapToInt(line -> Integer.parseInt(line.group(1)))
                .sum();
        return logged > 0 && dropped > 0 && logged + dropped >= reports;
    }

    private static boolean isInOrder(String printed) {
        List<Integer> numbers = REPORT.matcher(printed)
                .results()
                .map(line -> Integer.valueOf(line.group(1)))
                .toList();
        return numbers.equals(numbers.stream().distinct().sorted().toList());
    }

    private static void reportAtTheEndOfTheStack() {
        try {
            if (!atTheEnd) {
                reportAtTheEndOfTheStack();
            }
        } catch (StackOverflowError end) {
            atTheEnd = true;
        }
        if (attempts < SOURCES.length) {
            report();
        }
    }

    private static void report() {
        ErrorReporter.report(SOURCES[attempts++], FAILURE);
        reports++;
    }

    private static void reportInFullHeap() {
        int free = 0;
        while (attempts < SOURCES.length && reportWith(free)) {
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
