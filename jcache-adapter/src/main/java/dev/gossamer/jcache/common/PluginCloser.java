package dev.gossamer.jcache.common;

import java.io.Closeable;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * Closes what users plugged in, when its cache closes; one that fails is logged and stops nothing. Thread-safe.
 *
 * @since 0.2.0
 */
public final class PluginCloser {
    private static final Logger LOG = System.getLogger(PluginCloser.class.getName());

    private PluginCloser() {}

    /**
     * Closes a plugin that is a {@link Closeable}.
     *
     * @param plugin the plugin, or {@code null}
     */
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
