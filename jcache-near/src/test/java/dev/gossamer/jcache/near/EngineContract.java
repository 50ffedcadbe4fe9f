package dev.gossamer.jcache.near;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryUpdatedListener;
import org.junit.jupiter.api.Test;

/**
 * What an engine has to give for near caches to keep their promises. A test class implements it for an engine: it brings one
 * cache as several members of the engine see it.
 */
interface EngineContract {
    int WRITES = 300;

    /** One empty cache, as two or more members see it. */
    List<Cache<String, Object>> members();

    /** Has events told that wait for a test's word; engines of their own do it themselves. */
    default void tellEvents() {}

    /** How long an event may take. */
    default Duration patience() {
        return Duration.ofMinutes(2);
    }

    /** R1: a read that begins after an event was told sees that write or a newer one. */
    @Test
    default void get_afterAnEvent_seesThatWriteOrANewerOne() throws InterruptedException {
        Cache<String, Object> writer = members().get(0);
        for (Cache<String, Object> reader : members()) {
            try (Told told = new Told(reader)) {
                for (int i = 1; i <= WRITES; i++) {
                    String key = "r1-" + i % 7;
                    writer.put(key, (long) i);
                    tellEvents();
                    CacheEntryEvent<?, ?> event = told.next(patience());
                    assertThat((Long) reader.get(key))
                            .as("read after the event of write %s of %s", event.getValue(), key)
                            .isGreaterThanOrEqualTo((Long) event.getValue());
                }
            }
        }
    }

    /** R2: every member is told of the writes of all keys, whoever writes them. */
    @Test
    default void events_ofAllKeys_reachEveryMember() {
        List<Told> told = new ArrayList<>();
        members().forEach(member -> told.add(new Told(member)));
        try {
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < WRITES; i++) {
                keys.add("r2-" + i);
                members().get(i % members().size()).put("r2-" + i, (long) i);
            }
            tellEvents();
            for (Told one : told) {
                await().atMost(patience())
                        .pollDelay(Duration.ZERO)
                        .untilAsserted(() -> assertThat(one.keys()).containsAll(keys));
            }
        } finally {
            told.forEach(Told::close);
        }
    }

    /** What one member has been told. */
    final class Told
            implements CacheEntryCreatedListener<String, Object>,
                    CacheEntryUpdatedListener<String, Object>,
                    AutoCloseable {
        private final BlockingQueue<CacheEntryEvent<?, ?>> events = new LinkedBlockingQueue<>();
        private final Cache<String, Object> member;
        private final CacheEntryListenerConfiguration<String, Object> registration =
                LocalListeners.registration(this, false, false);

        Told(Cache<String, Object> member) {
            this.member = member;
            member.registerCacheEntryListener(registration);
        }

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ?>> told) {
            told.forEach(events::add);
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ?>> told) {
            told.forEach(events::add);
        }

        CacheEntryEvent<?, ?> next(Duration patience) throws InterruptedException {
            CacheEntryEvent<?, ?> event = events.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(event).as("an event of a write, told within " + patience).isNotNull();
            return event;
        }

        Set<Object> keys() {
            Set<Object> keys = new HashSet<>();
            events.forEach(event -> keys.add(event.getKey()));
            return keys;
        }

        @Override
        public void close() {
            LocalListeners.forget(registration);
            member.deregisterCacheEntryListener(registration);
        }
    }
}
