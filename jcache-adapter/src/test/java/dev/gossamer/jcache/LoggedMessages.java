package dev.gossamer.jcache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a class logs meanwhile. */
final class LoggedMessages extends Handler implements AutoCloseable {
    private final Logger logger;
    private final List<String> messages = new CopyOnWriteArrayList<>();

    private LoggedMessages(Logger logger) {
        this.logger = logger;
        logger.addHandler(this);
        logger.setUseParentHandlers(false);
    }

    static LoggedMessages of(Class<?> type) {
        return of(type.getName());
    }

    static LoggedMessages of(String logger) {
        return new LoggedMessages(Logger.getLogger(logger));
    }

    List<String> messages() {
        return messages;
    }

    @Override
    public void publish(LogRecord logged) {
        messages.add(logged.getMessage());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
