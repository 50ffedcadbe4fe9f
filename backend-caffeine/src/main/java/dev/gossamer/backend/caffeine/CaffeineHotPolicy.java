package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A hot tier by W-TinyLFU: the entries that are held stand in a Caffeine cache, as keys and as values. Thread-safe. */
final class CaffeineHotPolicy implements HotPolicy {
    // Which of Caffeine's work is done by whom?
    //
    // A hit is a read of the cache, which notes it in a striped buffer and drops the note where that is full; that is
    // all a hit does. When Caffeine wants maintenance, its executor only remembers that it is due, the hit says so,
    // and the core, which lets one thread in at a time, has it done by settle(). A cache entry is replaced as soon as
    // it has expired when it is admitted again; that it was "evicted" then is not told. The entries hash by their
    // keys, so the frequency of a key outlives its value.
    //
    // And if there is no stack or memory left within Caffeine?
    //
    // Then its lock may be taken for ever, by a thread that could not let go of it. So a cache that such an error came
    // out of is used no more: a hit need not wait for that lock, and whoever comes to settle first makes another cache
    // of the entries that stand in it.

    private final HotSpec spec;
    volatile Cache<Entry, Entry> cache;
    private volatile boolean due;

    /** Whether an error of the JVM came out of the cache. */
    private volatile boolean broken;

    private volatile boolean timeStands;
    private @Nullable Entry admitting;

    CaffeineHotPolicy(HotSpec spec) {
        this.spec = spec;
        this.cache = newCache();
    }

    private Cache<Entry, Entry> newCache() {
        Caffeine<Object, Object> builder =
                Caffeine.newBuilder().executor(task -> due = true).ticker(this::now);
        spec.expireAfterUse().ifPresent(builder::expireAfterAccess);
        if (spec.maximum().isPresent()) {
            builder.maximumWeight(spec.maximum().getAsLong())
                    .weigher((Object key, Object entry) -> spec.weigher().applyAsInt((Entry) entry));
        }
        return builder.evictionListener((@Nullable Entry key, @Nullable Entry entry, RemovalCause cause) -> {
                    if (entry != null && entry != admitting) {
                        spec.demote().accept(entry);
                    }
                })
                .build();
    }

    /** The time, or one so long ago that nothing has expired. */
    private long now() {
        long now = spec.ticker().getAsLong();
        return timeStands ? now - (Long.MAX_VALUE >> 1) : now;
    }

    @Override
    public boolean hit(Entry entry) {
        try {
            return cache.getIfPresent(entry) != null && !due;
        } catch (StackOverflowError | OutOfMemoryError error) {
            broken = true;
            throw error;
        }
    }

    @Override
    public void admit(Entry entry) {
        mend();
        admitting = entry;
        try {
            cache.put(entry, entry);
        } catch (StackOverflowError | OutOfMemoryError error) {
            broken = true;
            throw error;
        } finally {
            admitting = null;
        }
    }

    @Override
    public void dismiss(Entry entry) {
        mend();
        try {
            cache.invalidate(entry);
        } catch (StackOverflowError | OutOfMemoryError error) {
            broken = true;
            throw error;
        }
    }

    @Override
    public void settle() {
        mend();
        due = false;
        long unused = spec.ticker().getAsLong(); // what it throws comes out here; Caffeine would keep it to itself
        try {
            cache.cleanUp();
        } catch (StackOverflowError | OutOfMemoryError error) {
            broken = true;
            throw error;
        }
    }

    @Override
    public void expire(int atMost) {
        settle();
    }

    /** Has a cache that can be used, of the same entries. */
    private void mend() {
        if (broken) {
            Cache<Entry, Entry> fresh = newCache();
            for (Entry each : entries()) {
                if (each.isPinned()) {
                    fresh.put(each, each);
                }
            }
            cache = fresh;
            broken = false;
        }
    }

    /** All entries, those included that have expired and of which nobody was told. */
    private List<Entry> entries() {
        timeStands = true;
        try {
            return new ArrayList<>(cache.asMap().keySet());
        } finally {
            timeStands = false;
        }
    }
}
