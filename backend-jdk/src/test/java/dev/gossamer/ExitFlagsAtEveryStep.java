package dev.gossamer;

import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;

/**
 * A program that sets a finalizer to run at exit where memory or the stack runs out, a little later each time, until it does not.
 * The argument is {@code heap} or {@code stack}. Prints what is wrong then, and at last whether there were errors.
 */
final class ExitFlagsAtEveryStep {
    private static final int FREED_LINKS = 2;
    private static final int CLEAN_FILLINGS = 5;
    private static final int OTHERS = 10;

    private final Object referent = new Object();
    private final List<Finalizer<Void>> kept = new ArrayList<>();
    private int errors;
    private int wrong;

    public static void main(String[] args) throws InterruptedException {
        ExitFlagsAtEveryStep program = new ExitFlagsAtEveryStep();
        Finalizers.register(program, () -> {}).atExit(true).call(); // loads what is to be loaded
        if (args[0].equals("heap")) {
            program.eachFilling();
        } else {
            Thread thread = new Thread(null, program::eachDepth, "deep", 256 * 1024);
            thread.start();
            thread.join();
        }
        System.out.println(program.wrong == 0 && program.errors > 0 ? "all whole after errors" : "not so");
    }

    private void eachFilling() {
        int clean = 0;
        int free = 0;
        while (clean < CLEAN_FILLINGS) {
            Finalizer<Void> finalizer = Finalizers.register(referent, () -> {});
            Object[] chain = FullHeap.fill(free);
            boolean full = isRefused(finalizer);
            Reference.reachabilityFence(chain);
            chain = null;
            clean = full ? 0 : clean + 1;
            free += full ? FREED_LINKS : 0;
            check(finalizer, full);
        }
    }

    private void eachDepth() {
        for (int others = 0; others < OTHERS; others++) {
            boolean deep = true;
            for (int level = depth(1); deep; level--) {
                Finalizer<Void> finalizer = Finalizers.register(referent, () -> {});
                deep = isRefusedAt(level, finalizer);
                check(finalizer, deep);
            }
            kept.add(Finalizers.register(referent, () -> {}).atExit(true));
        }
        kept.forEach(Finalizer::call);
        require(!ExitFinalizers.isHooked(), "hooked at last");
    }

    private static int depth(int reached) {
        try {
            return reached < 0 ? 0 : depth(reached + 1);
        } catch (StackOverflowError end) {
            return reached;
        }
    }

    private static boolean isRefusedAt(int level, Finalizer<Void> finalizer) {
        try {
            return level == 0 ? isRefused(finalizer) : isRefusedAt(level - 1, finalizer);
        } catch (StackOverflowError end) {
            return true;
        }
    }

    private static boolean isRefused(Finalizer<Void> finalizer) {
        try {
            finalizer.atExit(true);
            return false;
        } catch (OutOfMemoryError full) {
            return true;
        }
    }

    private void check(Finalizer<Void> finalizer, boolean refused) {
        errors += refused ? 1 : 0;
        require(finalizer.isAtExit() != refused, "set");
        require(ExitFinalizers.isHooked() == !(refused && kept.isEmpty()), "hooked");
        finalizer.call();
        require(ExitFinalizers.isHooked() == !kept.isEmpty(), "hooked after the call");
        require(ExitFinalizers.FLAGGED.size() == kept.size(), "counted");
    }

    private void require(boolean condition, String what) {
        if (!condition) {
            wrong++;
            System.out.println("not as it should be after " + errors + " errors: " + what);
        }
    }
}
