package dev.gossamer.jcache.near;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/** Has the loaded keys read anew before the user's listener hears that they were loaded. What nobody hears is logged. */
final class LoadCompletion implements CompletionListener {
    private static final Logger LOG = System.getLogger(LoadCompletion.class.getName());

    private final String cacheName;
    private final Runnable invalidation;
    private final @Nullable CompletionListener listener;

    LoadCompletion(String cacheName, Runnable invalidation, @Nullable CompletionListener listener) {
        this.cacheName = cacheName;
        this.invalidation = invalidation;
        this.listener = listener;
    }

    /** Loads on a thread of its own. */
    void start(Runnable load) {
        Thread thread = new Thread(null, () -> run(load), "gossamer-near-load-" + cacheName, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Runnable load) {
        try {
            load.run();
        } catch (Throwable e) {
            onException(told(e));
            return;
        }
        onCompletion();
    }

    private Exception told(Throwable failure) {
        return failure instanceof RuntimeException e
                ? e
                : new CacheException("loading into cache \"" + cacheName + "\" failed", failure);
    }

    @Override
    public void onCompletion() {
        try {
            invalidation.run();
        } catch (Throwable e) {
            fail(told(e));
            return;
        }
        if (listener != null) {
            tell(listener::onCompletion);
        }
    }

    @Override
    public void onException(Exception failure) {
        try {
            invalidation.run();
        } catch (Throwable e) {
            if (e != failure) {
                failure.addSuppressed(e);
            }
        }
        fail(failure);
    }

    private void fail(Exception failure) {
        CompletionListener hearing = listener;
        if (hearing == null) {
            LOG.log(Level.ERROR, "loading into cache \"" + cacheName + "\" failed", failure);
        } else {
            tell(() -> hearing.onException(failure));
        }
    }

    private void tell(Runnable news) {
        try {
            news.run();
        } catch (Throwable e) {
            LOG.log(Level.ERROR, "the completion listener of a load into cache \"" + cacheName + "\" failed", e);
        }
    }
}
