package dev.gossamer;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A program with two threads that register finalizers of short-lived objects faster than they are run, in a small heap. It
 * prints how many ran, and ends with 0 if all did.
 */
public final class FinalizerLoad {
    private static final AtomicLong RAN = new AtomicLong();

    private FinalizerLoad() {}

    /**
     * Registers that many with each thread.
     *
     * @param args the number
     */
    public static void main(String[] args) throws InterruptedException {
        int each = Integer.parseInt(args[0]);
        Thread[] producers = {new Thread(() -> register(each)), new Thread(() -> register(each))};
        for (Thread producer : producers) {
            producer.start();
        }
        for (Thread producer : producers) {
            producer.join();
        }
        long seen = -1;
        for (long idle = System.nanoTime(); RAN.get() < 2L * each; ) {
            System.gc();
            Thread.sleep(20);
            if (RAN.get() != seen) {
                seen = RAN.get();
                idle = System.nanoTime();
            } else if (System.nanoTime() - idle > Duration.ofSeconds(60).toNanos()) {
                break;
            }
        }
        System.out.println("ran " + RAN.get() + " of " + 2L * each);
        System.exit(RAN.get() == 2L * each ? 0 : 1);
    }

    private static void register(int count) {
        Runnable action = RAN::incrementAndGet;
        for (int i = 0; i < count; i++) {
            Finalizers.register(new Object(), action);
        }
    }
}
