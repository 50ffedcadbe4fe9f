package dev.gossamer.jcache.near;

import javax.cache.CacheException;
import javax.cache.integration.CompletionListener;
import org.jspecify.annotations.Nullable;

/** Has the loaded keys read anew before the user's listener hears that they were loaded. */
final class LoadCompletion implements CompletionListener {
    private final Runnable invalidation;
    private final @Nullable CompletionListener listener;

    LoadCompletion(Runnable invalidation, @Nullable CompletionListener listener) {
        this.invalidation = invalidation;
        this.listener = listener;
    }

    /** Loads on a thread of its own. */
    void start(String name, Runnable load) {
        Thread thread = new Thread(null, () -> run(load), name, 0, false);
        thread.setDaemon(true);
        thread.start();
    }

    private void run(Runnable load) {
        try {
            load.run();
        } catch (RuntimeException | Error e) {
            onException(e instanceof RuntimeException exception ? exception : new CacheException(e));
            return;
        }
        onCompletion();
    }

    @Override
    public void onCompletion() {
        invalidation.run();
        if (listener != null) {
            listener.onCompletion();
        }
    }

    @Override
    public void onException(Exception failure) {
        invalidation.run();
        if (listener != null) {
            listener.onException(failure);
        }
    }
}
