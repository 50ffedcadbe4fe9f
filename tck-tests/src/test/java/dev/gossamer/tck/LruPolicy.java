package dev.gossamer.tck;

import dev.gossamer.spi.Entry;
import dev.gossamer.spi.HotPolicy;
import dev.gossamer.spi.HotSpec;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Keeps the entries in the order of their last use and drops the oldest: right, but for what a mutant overrides. */
class LruPolicy implements HotPolicy {
    final HotSpec spec;
    final Deque<Entry> entries = new ArrayDeque<>();
    private final Map<Entry, Long> times = new IdentityHashMap<>();

    LruPolicy(HotSpec spec) {
        this.spec = spec;
    }

    @Override
    public boolean hit(Entry entry) {
        return false; // the core admits it once more
    }

    @Override
    public void admit(Entry entry) {
        entries.remove(entry);
        entries.addLast(entry);
        times.put(entry, spec.ticker().getAsLong());
    }

    @Override
    public void dismiss(Entry entry) {
        entries.remove(entry);
    }

    @Override
    public void settle() {
        while (weight() > bound()) {
            demote(entries.removeFirst());
        }
    }

    long bound() {
        return spec.maximum().orElse(Long.MAX_VALUE);
    }

    void demote(Entry entry) {
        spec.demote().accept(entry);
    }

    private long weight() {
        return entries.stream().mapToLong(spec.weigher()::applyAsInt).sum();
    }

    @Override
    public void expire(int atMost) {
        long limit = spec.expireAfterUse().orElseThrow().toNanos();
        long now = spec.ticker().getAsLong();
        for (Entry entry : List.copyOf(entries)) {
            if (now - times.get(entry) > limit) {
                entries.remove(entry);
                demote(entry);
            }
        }
    }
}
