package dev.gossamer.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import dev.gossamer.Finalizers;
import java.lang.management.ManagementFactory;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;

/**
 * One side of {@link FinalizerCost}: a program with two threads that register actions for objects that die, faster than the actions are
 * run. It prints how many ran, and ends with 0 if all did that were registered.
 */
final class FinalizerWorker {
    private static final int THREADS = 2;
    private static final Duration QUIET = Duration.ofSeconds(1);
    private static final int COLLECTIONS = 60;

    private final BiConsumer<Object, Runnable> registrar;
    private final AtomicLong registered = new AtomicLong();
    private final AtomicLong ran = new AtomicLong();
    private final Runnable action = ran::incrementAndGet;

    private FinalizerWorker(BiConsumer<Object, Runnable> registrar) {
        this.registrar = registrar;
    }

    /** With whom actions are registered. */
    enum Side {
        FINALIZERS,
        CLEANER;

        private BiConsumer<Object, Runnable> registrar() {
            return this == CLEANER ? Cleaner.create()::register : Finalizers::register;
        }
    }

    /** An object that dies when the newest of its chain is dropped. */
    private record Handle(Handle older) {}

    /**
     * Has each thread register so many actions for objects that die at once, in rounds, and tells the CPU time of each round; or, without
     * numbers, for objects that are held until there is no memory left.
     *
     * @param args the {@link Side}, how many actions a thread registers in a round, how many rounds
     */
    public static void main(String[] args) throws InterruptedException {
        FinalizerWorker worker = new FinalizerWorker(Side.valueOf(args[0]).registrar());
        if (args.length > 1) {
            worker.measure(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
        } else {
            worker.registerShortLived(
                    1); // loads what a first use needs: a class of the JDK that finds no memory then is broken for good
            worker.awaitAll();
            worker.work(worker::registerUntilOutOfMemory);
        }
        worker.end();
    }

    private void measure(int actions, int rounds) throws InterruptedException {
        var process = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < rounds; round++) {
            long before = process.getProcessCpuTime();
            work(() -> registerShortLived(actions));
            SingleMeasurement.tell("cpu." + round, process.getProcessCpuTime() - before);
        }
        SingleMeasurement.tell("ran", ran.get());
    }

    private void work(Runnable registering) throws InterruptedException {
        Thread[] producers = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            producers[i] = new Thread(registering);
            producers[i].start();
        }
        for (Thread producer : producers) {
            producer.join();
        }
        awaitAll();
    }

    private void registerShortLived(int actions) {
        for (int i = 0; i < actions; i++) {
            Object referent = new Object();
            registrar.accept(referent, action);
            Reference.reachabilityFence(referent); // a Cleaner loses the action of one that dies before it is stored
        }
        registered.addAndGet(actions);
    }

    private void registerUntilOutOfMemory() {
        Handle newest = null;
        long count = 0;
        try {
            while (true) {
                newest = new Handle(newest);
                registrar.accept(newest, action);
                count++;
            }
        } catch (OutOfMemoryError expected) {
            Reference.reachabilityFence(newest); // and nothing of it is held from here on
        }
        registered.addAndGet(count);
    }

    /** Collects, and waits until all have run; collects again only when nothing happens for long, as that costs as much as many actions. */
    private void awaitAll() {
        for (int i = 0; i < COLLECTIONS && ran.get() < registered.get(); i++) {
            System.gc();
            awaitQuiet();
        }
    }

    /** Waits until all have run, or none has for some time. */
    private void awaitQuiet() {
        long seen = -1;
        long moved = System.nanoTime();
        while (ran.get() < registered.get() && System.nanoTime() - moved < QUIET.toNanos()) {
            if (ran.get() != seen) {
                seen = ran.get();
                moved = System.nanoTime();
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void end() {
        System.out.println("ran " + ran.get() + " of " + registered.get());
        Runtime.getRuntime()
                .halt(ran.get() == registered.get() ? 0 : 1); // exit() would log, for which there may be no memory
    }
}
