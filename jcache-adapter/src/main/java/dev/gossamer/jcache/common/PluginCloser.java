package dev.gossamer.jcache.common;

import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/** Closes what users plugged in, when its cache closes; one that fails is logged and stops nothing. */
public final class PluginCloser {
    private static final Logger LOG = System.getLogger(PluginCloser.class.getName());

    private PluginCloser() {}

    public static void close(@Nullable Object plugin) {
        if (plugin instanceof Closeable closeable) {
            try {
                closeable.close();
            } catch (Throwable e) {
                LOG.log(Level.WARNING, "could not close " + plugin.getClass().getName(), e);
            }
        }
    }
}
