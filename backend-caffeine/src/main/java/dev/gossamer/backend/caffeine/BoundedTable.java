package dev.gossamer.backend.caffeine;

import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Marker;
import dev.gossamer.spi.TableSpec;
import dev.gossamer.spi.WeakSide;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToIntBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A table with bounds: a {@link CaffeineTable} beside which an {@link EvictionPolicy} says what has to leave by size or
 * weight, and an {@link ExpiryQueue} what has to leave by time.
 *
 * <p>Thread-safe. A look-up never waits and does no maintenance; writes do it, and so does the start of an iteration.
 */
final class BoundedTable extends CaffeineTable {
    // Who decides that an entry leaves?
    //
    // The node, in one step that only one can win: a removal, a replacement, or an eviction. The policy proposes a node
    // under locks of Caffeine; its entry is taken out there and told later, under no lock. A node with a claim is not
    // given up, nor one whose entry has died: the first is settled by whoever holds it, and then counts again; the
    // other one is the reclaimer's. Whether an entry is still shown is decided by the times in its node and the
    // ticker, at each read; what stood before a claim is told as evicted when it expires, and the claim stays.
    //
    // User code, the weigher and the ticker, runs before the first change of an operation. After it the write has taken
    // effect, and nothing may be thrown: what is left to do and fails is done by a later write, if need be by making
    // the policy and the queue anew from the nodes. maintain() throws, as its caller asked for nothing else.

    private static final int EXPIRED_AT_ONCE = 1_000;
    private static final Duration PACE = Duration.ofMillis(250);

    private final LongSupplier ticker;
    private final @Nullable ToIntBiFunction<Object, Object> weigher;
    private final @Nullable ExpiryQueue expiry;
    private volatile @Nullable EvictionPolicy policy;
    private final Object turn = new Object();
    private volatile boolean busy; // entered under turn
    private volatile boolean due;

    BoundedTable(TableSpec spec) {
        super(spec, LockStripe.some(ExpiryQueue.of(spec.bounds()) != null));
        Bounds bounds = spec.bounds();
        this.ticker = bounds.ticker();
        this.weigher = bounds.weigher().orElse(null);
        this.expiry = ExpiryQueue.of(bounds);
        this.policy = newPolicy();
    }

    // ---- reading ----

    @Override
    @Nullable Entry read(CacheNode node) {
        BoundedNode bounded = (BoundedNode) node;
        long now = now();
        Entry entry = shown(bounded, now);
        if (entry != null) {
            if (expiry != null && expiry.countsUses() && !bounded.claimed) {
                bounded.usedAt = now;
            }
            EvictionPolicy told = policy;
            if (told != null) {
                hit(told, bounded);
            }
        }
        return entry;
    }

    private void hit(EvictionPolicy told, BoundedNode node) {
        try {
            told.hit(node);
        } catch (StackOverflowError | OutOfMemoryError error) {
            rebuildDue = true; // Caffeine may have left its lock taken
            throw error;
        }
    }

    @Override
    @Nullable Entry look(CacheNode node) {
        return shown((BoundedNode) node, now());
    }

    @Override
    public Iterator<Entry> iterator() {
        settle(now(), EXPIRED_AT_ONCE);
        return super.iterator();
    }

    private @Nullable Entry shown(BoundedNode node, long now) {
        Entry entry = node.entry;
        if (entry == null || !isExpired(node, now)) {
            return entry;
        }
        return claimAfter(node);
    }

    /** The claim in a node whose entry from before has expired, which is told first; {@code null} if there is none. */
    private @Nullable Entry claimAfter(BoundedNode node) {
        LockStripe stripe = stripe(node.hashOfKey());
        Entry claim = stripe.claimIn(node);
        if (claim != null && !node.lapsed) {
            spec.onEvicted().accept(claim);
            stripe.lapsed(node, claim);
        }
        return claim;
    }

    // ---- writing ----

    @Override
    BoundedNode newNode(Entry entry) {
        BoundedNode node = new BoundedNode(entry.hash());
        node.claimed = isClaim(entry);
        node.weight = node.claimed ? 0 : weigh(entry, entry.strong());
        node.writtenAt = now();
        node.usedAt = node.writtenAt;
        return node;
    }

    @Override
    void dropHidden(CacheNode node) {
        Entry entry = node.entry;
        if (entry != null && stripe(entry).evict((BoundedNode) node, entry)) {
            written(node);
        }
    }

    @Override
    public boolean replace(Entry entry, Entry next) {
        BoundedNode node = (BoundedNode) nodeOf(entry, next);
        if (node == null) {
            return false;
        }
        if (isClaim(next)) {
            return !refuses(node, entry, now()) && stripe(entry).claim(node, entry, next);
        }
        int weight = weigh(next, next.strong());
        long now = now();
        if (refuses(node, entry, now) || !stripe(entry).rewrite(node, entry, next, weight, now)) {
            return false;
        }
        written(node);
        return true;
    }

    @Override
    public boolean overwrite(Entry entry, Object expected, Object next) {
        BoundedNode node = (BoundedNode) nodeOf(entry);
        if (node == null) {
            return false;
        }
        int weight = weigh(entry, next);
        long now = now();
        if (refuses(node, entry, now) || !stripe(entry).overwrite(node, entry, expected, next, weight, now)) {
            return false;
        }
        written(node);
        return true;
    }

    @Override
    public boolean restore(Entry claim, Entry before) {
        BoundedNode node = (BoundedNode) nodeOf(claim, before);
        if (node == null) {
            return false;
        }
        if (isExpired(node, now())) {
            claimAfter(node);
            return false;
        }
        if (!stripe(claim).restore(node, claim, before)) {
            return false;
        }
        written(node);
        return true;
    }

    /** Whether an entry to be replaced has expired; then it is given up. */
    private boolean refuses(BoundedNode node, Entry entry, long now) {
        if (node.claimed || !isExpired(node, now)) {
            return false;
        }
        if (stripe(entry).evict(node, entry)) {
            written(node);
        }
        return true;
    }

    private static boolean isClaim(Entry entry) {
        return entry.strong() == Marker.CLAIMED || entry.weak() == null;
    }

    /** The weight of an entry with a strong side. Runs user code. */
    private int weigh(Entry entry, Object strong) {
        Object weak = entry.weak();
        if (weigher == null || weak == null) {
            return weak == null ? 0 : 1;
        }
        boolean weakKey = spec.weakSide() == WeakSide.KEY;
        int weight = weigher.applyAsInt(weakKey ? weak : strong, weakKey ? strong : weak);
        if (weight < 0) {
            throw new IllegalArgumentException("weigher gave " + weight + ", which is negative; give 0 or more");
        }
        return weight;
    }

    private boolean isExpired(BoundedNode node, long now) {
        return expiry != null && expiry.isExpired(node, now);
    }

    private long now() {
        return expiry == null ? 0 : ticker.getAsLong();
    }

    // ---- maintenance ----

    @Override
    void written(CacheNode node) {
        BoundedNode bounded = (BoundedNode) node;
        try {
            follow(bounded);
            if (isSparse(stripe(bounded.hashOfKey()))) {
                rebuildDue = true;
            }
            settle(bounded.writtenAt, EXPIRED_AT_ONCE);
        } catch (Throwable left) { // for the next write
            rebuildDue = true;
        }
    }

    @Override
    void mend() {
        if (rebuildDue) {
            settle(now(), EXPIRED_AT_ONCE);
        }
    }

    @Override
    public void maintain() {
        settle(now(), Integer.MAX_VALUE);
    }

    @Override
    public Optional<Duration> maintainEvery() {
        return expiry == null ? Optional.empty() : Optional.of(PACE);
    }

    /** Tells the policy what a node has now. */
    private void follow(BoundedNode node) {
        synchronized (stripe(node.hashOfKey())) {
            EvictionPolicy told = policy;
            if (node.entry == null) {
                discard(node);
                if (told != null) {
                    told.dismiss(node);
                }
            } else if (told != null && !node.claimed) {
                told.admit(node);
                if (node.entry == null) { // it was evicted at once, while it was unknown
                    told.dismiss(node);
                }
            }
        }
    }

    /** Maintains the table. A thread that finds another one at it goes on; the other looks again before it leaves. */
    private void settle(long now, int atMost) {
        due = true;
        while (due && enter()) {
            try {
                due = false;
                work(now, atMost);
            } catch (Throwable failure) {
                rebuildDue = true;
                throw failure;
            } finally {
                busy = false;
            }
        }
    }

    private boolean enter() {
        synchronized (turn) {
            if (busy) {
                return false; // writes nothing: the other one may just have left
            }
            busy = true;
            return true;
        }
    }

    private void work(long now, int atMost) {
        if (rebuildDue) {
            underAllMonitors(0, this::rebuild);
        }
        if (expiry != null) {
            expire(expiry, now, atMost);
        }
        EvictionPolicy asked = policy;
        if (asked != null) {
            asked.settle();
        }
        for (LockStripe stripe : stripes) {
            tell(stripe);
        }
    }

    private void expire(ExpiryQueue queue, long now, int atMost) {
        for (LockStripe stripe : stripes) {
            BoundedNode next;
            for (BoundedNode node = stripe.takeNew(); node != null; node = next) {
                next = node.nextNew;
                node.nextNew = null;
                queue.add(node, now);
            }
        }
        queue.compact(estimatedSize());
        int count = 0;
        for (BoundedNode node = queue.pollDue(now); node != null; node = count < atMost ? queue.pollDue(now) : null) {
            expire(queue, node, now);
            count++;
        }
    }

    private void expire(ExpiryQueue queue, BoundedNode node, long now) {
        Entry entry = node.entry;
        if (entry == null) {
            return;
        }
        if (!queue.isExpired(node, now)) {
            queue.add(node, now);
        } else if (node.claimed) {
            claimAfter(node);
            queue.postpone(node, now);
        } else if (entry.weak() == null || !stripe(entry).evict(node, entry)) {
            queue.postpone(node, now);
        }
    }

    /** Takes out what the policy proposes. Under locks of Caffeine, which logs what is thrown. */
    private void propose(BoundedNode node) {
        try {
            Entry entry = node.entry;
            if (entry != null && entry.weak() != null) {
                stripe(entry).evict(node, entry);
            }
        } catch (Throwable left) {
            rebuildDue = true;
        }
    }

    private void tell(LockStripe stripe) {
        for (BoundedNode node = stripe.firstEvicted(); node != null; node = stripe.firstEvicted()) {
            follow(node);
            spec.onEvicted().accept(Objects.requireNonNull(node.victim));
            stripe.told(node);
        }
    }

    // ---- making anew ----

    @Override
    void rebuild() {
        policy = newPolicy();
        if (expiry != null) {
            for (LockStripe stripe : stripes) {
                stripe.takeNew();
            }
            expiry.clear();
        }
        super.rebuild();
    }

    @Override
    void keep(CacheNode node) {
        BoundedNode bounded = (BoundedNode) node;
        EvictionPolicy told = policy;
        if (told != null && !bounded.claimed) {
            told.admit(bounded);
        }
        if (expiry != null) {
            bounded.nextNew = null;
            expiry.add(bounded, bounded.writtenAt);
        }
    }

    private @Nullable EvictionPolicy newPolicy() {
        Bounds bounds = spec.bounds();
        return bounds.maximumSize().isPresent() || bounds.maximumWeight().isPresent()
                ? new EvictionPolicy(bounds, this::propose)
                : null;
    }
}
