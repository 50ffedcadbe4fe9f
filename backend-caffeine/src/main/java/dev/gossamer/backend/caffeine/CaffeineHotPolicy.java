package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.util.function.LongSupplier;
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

    private final Cache<Entry, Entry> cache;
    private final LongSupplier ticker;
    private volatile boolean due;
    private @Nullable Entry admitting;

    CaffeineHotPolicy(HotSpec spec) {
        ticker = spec.ticker();
        Caffeine<Object, Object> builder =
                Caffeine.newBuilder().executor(task -> due = true).ticker(ticker::getAsLong);
        spec.expireAfterUse().ifPresent(builder::expireAfterAccess);
        if (spec.maximum().isPresent()) {
            builder.maximumWeight(spec.maximum().getAsLong())
                    .weigher((Object key, Object entry) -> spec.weigher().applyAsInt((Entry) entry));
        }
        this.cache = builder.evictionListener((@Nullable Entry key, @Nullable Entry entry, RemovalCause cause) -> {
                    if (entry != null && entry != admitting) {
                        spec.demote().accept(entry);
                    }
                })
                .build();
    }

    @Override
    public boolean hit(Entry entry) {
        return cache.getIfPresent(entry) != null && !due;
    }

    @Override
    public void admit(Entry entry) {
        admitting = entry;
        try {
            cache.put(entry, entry);
        } finally {
            admitting = null;
        }
    }

    @Override
    public void dismiss(Entry entry) {
        cache.invalidate(entry);
    }

    @Override
    public void settle() {
        due = false;
        long unused = ticker.getAsLong(); // what it throws comes out here; Caffeine would keep it to itself
        cache.cleanUp();
    }

    @Override
    public void expire(int atMost) {
        settle();
    }
}
