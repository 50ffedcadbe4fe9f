package dev.gossamer;

import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A program with two threads that register finalizers faster than they are run, in a small heap. It prints how many ran, and
 * ends with 0 if all did that were registered.
 */
public final class FinalizerLoad {
    private static final AtomicLong REGISTERED = new AtomicLong();
    private static final AtomicLong RAN = new AtomicLong();

    private FinalizerLoad() {}

    /** An object that dies when the newest of its chain is dropped. */
    private record Handle(@Nullable Handle older) {}

    /**
     * Registers with each thread as many as the argument says, for objects that die at once; or, without an argument, for
     * objects that are held until there is no memory left.
     *
     * @param args the number, or nothing
     */
    public static void main(String[] args) throws InterruptedException {
        useOnce();
        Runnable work = args.length == 0
                ? FinalizerLoad::registerUntilOutOfMemory
                : () -> registerShortLived(Integer.parseInt(args[0]));
        Thread[] producers = {new Thread(work), new Thread(work)};
        for (Thread producer : producers) {
            producer.start();
        }
        for (Thread producer : producers) {
            producer.join();
        }
        awaitAll(REGISTERED.get());
        System.out.println(
                args.length == 0
                        ? "all ran: " + (RAN.get() == REGISTERED.get())
                        : "ran " + (RAN.get() - 1) + " of " + (REGISTERED.get() - 1));
        Runtime.getRuntime()
                .halt(RAN.get() == REGISTERED.get() ? 0 : 1); // exit() would log, for which there may be no memory
    }

    /** Has the JDK load what a first use needs: a class of its own whose initializer finds no memory is broken for good. */
    private static void useOnce() {
        registerShortLived(1);
        awaitAll(1);
    }

    private static void awaitAll(long count) {
        long seen = -1;
        long moved = System.nanoTime();
        while (RAN.get() < count
                && System.nanoTime() - moved < Duration.ofSeconds(60).toNanos()) {
            if (RAN.get() != seen) {
                seen = RAN.get();
                moved = System.nanoTime();
            } else {
                System.gc();
            }
            LockSupport.parkNanos(20_000_000);
        }
    }

    private static void registerShortLived(int count) {
        Runnable action = RAN::incrementAndGet;
        for (int i = 0; i < count; i++) {
            Finalizers.register(new Object(), action);
            REGISTERED.incrementAndGet();
        }
    }

    private static void registerUntilOutOfMemory() {
        Runnable action = RAN::incrementAndGet;
        Handle newest = null;
        try {
            while (true) {
                newest = new Handle(newest);
                Finalizers.register(newest, action);
                REGISTERED.incrementAndGet();
            }
        } catch (OutOfMemoryError expected) {
            Reference.reachabilityFence(newest); // and nothing of it is held from here on
        }
    }
}
