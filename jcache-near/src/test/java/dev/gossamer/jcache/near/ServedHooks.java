package dev.gossamer.jcache.near;

import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;

/** Hooks that a services file names below one that is not there. Counts what is attached to a {@link FakeEngine}. */
public final class ServedHooks implements EngineHooks {
    static final AtomicInteger ATTACHED = new AtomicInteger();

    @Override
    public Attachment attach(Cache<?, ?> engine, SuspectListener listener) {
        if (!engine.getName().equals("fake")) {
            return () -> {};
        }
        ATTACHED.incrementAndGet();
        return ATTACHED::decrementAndGet;
    }
}
