package dev.gossamer.tck.environment;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Assumptions;

/** What the library logs on the calling thread; aborts the test where another library than {@code java.logging} logs. */
public final class LoggedRecords {
    private LoggedRecords() {}

    /** Runs something, and gives what was logged meanwhile. */
    public static List<LogRecord> during(Runnable action) {
        Module logs = System.LoggerFinder.getLoggerFinder().getClass().getModule();
        Assumptions.assumeTrue(
                "java.logging".equals(logs.getName()),
                () -> "what is logged goes to " + logs + ", not to java.logging");
        Recording recording = new Recording(Thread.currentThread());
        Logger logger = Logger.getLogger("dev.gossamer");
        logger.addHandler(recording);
        try {
            action.run();
        } finally {
            logger.removeHandler(recording);
        }
        return recording.records;
    }

    private static final class Recording extends Handler {
        private final List<LogRecord> records = new ArrayList<>();
        private final Thread thread;

        Recording(Thread thread) {
            this.thread = thread;
        }

        @Override
        public void publish(LogRecord logged) {
            if (Thread.currentThread() == thread) {
                records.add(logged);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
