package dev.gossamer.jcache.near;

import dev.gossamer.ErrorHandler;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread of one near cache. Holds it weakly: when it was dropped without being closed, the thread takes back what it left
 * in the engine, and ends. Whatever one turn throws is reported, and the next turn comes.
 */
final class MaintenanceThread implements Runnable {
    private static final Logger LOG = System.getLogger(MaintenanceThread.class.getName());

    private final String name;
    private final WeakReference<MaintenanceTask<?, ?>> maintenance;
    private final EngineRegistration<?> link;
    private final CoarseClock clock;
    private final Thread thread;
    private final long tick;
    private volatile boolean stopped;

    MaintenanceThread(String name, MaintenanceTask<?, ?> maintenance, EngineRegistration<?> link, CoarseClock clock) {
        this.name = name;
        this.maintenance = new WeakReference<>(maintenance);
        this.tick = maintenance.tick();
        this.link = link;
        this.clock = clock;
        this.thread = new Thread(null, this, "gossamer-near-" + name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(null);
    }

    void start() {
        thread.start();
    }

    @Override
    public void run() {
        try {
            while (!stopped && !link.isEngineClosed() && turn()) {
                LockSupport.parkNanos(this, tick);
            }
        } finally {
            clock.suspend();
            link.close();
        }
    }

    private boolean turn() {
        MaintenanceTask<?, ?> due = maintenance.get();
        if (due == null) {
            return false;
        }
        try {
            due.run();
        } catch (Throwable failure) {
            report(failure);
        }
        return true;
    }

    private void report(Throwable failure) {
        try {
            ErrorHandler handler = ErrorHandler.current();
            if (handler != null) {
                handler.handle("near cache \"" + name + "\"", failure);
            } else {
                LOG.log(Level.ERROR, "the maintenance of near cache \"" + name + "\" failed; it goes on", failure);
            }
        } catch (Throwable again) {
            return; // nowhere left to tell it, and the thread has to go on
        }
    }

    /** Does a turn soon. */
    void wake() {
        LockSupport.unpark(thread);
    }

    /** Ends the thread, and waits for it unless it is the one that asks. */
    void stop() {
        stopped = true;
        wake();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(2));
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(TimeUnit.SECONDS.toMillis(2));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "maintenance of near cache \"" + name + "\"";
    }
}
