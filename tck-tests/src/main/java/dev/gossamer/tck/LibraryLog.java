package dev.gossamer.tck;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Sends to a file what would be logged on the terminal, such as the failures of callbacks that tests provoke. */
final class LibraryLog {
    private LibraryLog() {}

    /** Runs something whose log goes to a file. */
    static void during(Path file, Runnable action) {
        Logger root = LogManager.getLogManager().getLogger("");
        List<Handler> before = List.of(root.getHandlers());
        Handler log = open(file);
        before.forEach(root::removeHandler);
        root.addHandler(log);
        try {
            action.run();
        } finally {
            root.removeHandler(log);
            log.close();
            before.forEach(root::addHandler);
        }
    }

    private static Handler open(Path file) {
        try {
            Handler log = new FileHandler(file.toString());
            log.setFormatter(new SimpleFormatter());
            return log;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot log to " + file, e);
        }
    }
}
