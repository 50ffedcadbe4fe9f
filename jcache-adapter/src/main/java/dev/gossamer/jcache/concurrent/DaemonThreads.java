package dev.gossamer.jcache.concurrent;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Makes daemon threads that keep nothing of the code that happened to need them first. */
public final class DaemonThreads {
    private static final AtomicLong NUMBERS = new AtomicLong();

    private DaemonThreads() {}

    /** A thread without inherited thread-locals, with the given context class loader. */
    @SuppressWarnings("removal") // without it, a JDK 17 thread keeps the protection domains of its creator's callers
    public static Thread make(String purpose, Runnable task, @Nullable ClassLoader context) {
        return AccessController.doPrivileged((PrivilegedAction<Thread>) () -> {
            String name = "gossamer-jcache-" + purpose + "-" + NUMBERS.incrementAndGet();
            Thread thread = new Thread(null, task, name, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(context);
            return thread;
        });
    }
}
