package dev.gossamer;

import java.lang.ref.Reference;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A program in which the actions of many dead objects are due while there is no memory: the first one blocks until the heap is full.
 * Prints how many have run while it was.
 */
final class FinalizersInFullHeap {
    private static final int MANY = 20_000;
    private static final long DEADLINE_NANOS = 300_000_000_000L;

    private static final AtomicInteger RAN = new AtomicInteger();
    private static final CountDownLatch BLOCKED = new CountDownLatch(1);
    private static final CountDownLatch FULL = new CountDownLatch(1);

    private FinalizersInFullHeap() {}

    public static void main(String[] args) {
        register();
        Deaths.collectUntil("the first action", () -> BLOCKED.getCount() == 0);
        Object[] chain = FullHeap.fill(0);
        FULL.countDown();
        long begun = System.nanoTime();
        while (RAN.get() < MANY && System.nanoTime() - begun < DEADLINE_NANOS) {
            Thread.onSpinWait(); // whatever else waits may need memory
        }
        int ran = RAN.get();
        Reference.reachabilityFence(chain);
        chain = null;
        System.out.println(ran + " have run");
        System.exit(0);
    }

    private static void register() {
        for (int i = 0; i < MANY; i++) {
            Finalizers.register(new Object(), FinalizersInFullHeap::run);
        }
    }

    private static void run() {
        if (BLOCKED.getCount() > 0) {
            BLOCKED.countDown();
            awaitFullHeap();
        }
        RAN.incrementAndGet();
    }

    private static void awaitFullHeap() {
        try {
            FULL.await();
        } catch (InterruptedException nobodys) {
            throw new AssertionError(nobodys);
        }
    }
}
