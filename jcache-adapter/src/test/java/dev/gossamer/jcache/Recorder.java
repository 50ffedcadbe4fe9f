package dev.gossamer.jcache;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.event.CacheEntryRemovedListener;
import javax.cache.event.CacheEntryUpdatedListener;

/** A listener that writes down what it hears, such as {@code UPDATED k old>new}. */
class Recorder
        implements CacheEntryCreatedListener<String, String>,
                CacheEntryUpdatedListener<String, String>,
                CacheEntryRemovedListener<String, String>,
                CacheEntryExpiredListener<String, String> {
    final List<String> heard = new CopyOnWriteArrayList<>();
    final List<Thread> threads = new CopyOnWriteArrayList<>();

    void hear(CacheEntryEvent<? extends String, ? extends String> event) {
        threads.add(Thread.currentThread());
        String values = switch (event.getEventType()) {
            case CREATED -> event.getValue();
            case UPDATED -> event.getOldValue() + ">" + event.getValue();
            case REMOVED, EXPIRED -> event.getOldValue();
        };
        heard.add(event.getEventType() + " " + event.getKey() + " " + values);
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(this::hear);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(this::hear);
    }

    @Override
    public void onRemoved(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(this::hear);
    }

    @Override
    public void onExpired(Iterable<CacheEntryEvent<? extends String, ? extends String>> events) {
        events.forEach(this::hear);
    }
}
