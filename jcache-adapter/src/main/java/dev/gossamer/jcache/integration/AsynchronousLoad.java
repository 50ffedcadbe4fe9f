package dev.gossamer.jcache.integration;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/**
 * One {@code loadAll} on its way, which tells its listener how it ended; what nobody is told is logged.
 *
 * @param cacheName the cache that is loaded
 * @param work loads
 * @param listener who hears of the end, if anybody does
 */
public record AsynchronousLoad(
        String cacheName, Runnable work, @Nullable CompletionListener listener) implements Runnable {
    private static final Logger LOG = System.getLogger(AsynchronousLoad.class.getName());

    @Override
    public void run() {
        try {
            work.run();
        } catch (Throwable e) {
            fail(e);
            return;
        }
        complete();
    }

    /** Tells that all is loaded. */
    public void complete() {
        if (listener != null) {
            tell(listener::onCompletion);
        }
    }

    private void fail(Throwable failure) {
        CompletionListener hearing = listener;
        if (hearing == null) {
            LOG.log(Level.ERROR, "loading into cache \"" + cacheName + "\" failed", failure);
            return;
        }
        Exception told = failure instanceof RuntimeException e
                ? e
                : new CacheException("loading into cache \"" + cacheName + "\" failed", failure);
        tell(() -> hearing.onException(told));
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "the completion listener of a load into cache \"" + cacheName + "\" failed", e);
        }
    }
}
