package dev.gossamer.jcache;

import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Closes what users plugged in, when its cache closes; one that fails is logged and stops nothing. */
final class Closing {
    private static final Logger LOG = System.getLogger(Closing.class.getName());

    private Closing() {}

    static void close(@Nullable Object plugin) {
        if (plugin instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "could not close " + plugin.getClass().getName(), e);
            }
        }
    }
}
