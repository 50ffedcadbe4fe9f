package dev.gossamer.backend.caffeine;

import com.github.benmanes.caffeine.cache.Cache;

/** Counts the insertions of the keys that share it, and lets one in only if none has come since that key was looked for. */
final class LockStripe {
    // How is a key stored at most once, when Caffeine compares nodes by identity?
    //
    // An insertion reads the count, looks for the key, and is admitted if the count is still the same: then no other
    // node has come since the look-up began, and the key is still absent. Otherwise it looks again. The comparison of
    // keys, which is user code, happens outside of the lock, and no lock is ever taken for it. The count rises after
    // the node became visible: whoever reads the new count finds the node.

    private volatile int insertions;

    int insertions() {
        return insertions;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    synchronized boolean admit(int seen, Cache<Object, CacheNode> cache, CacheNode node) {
        if (insertions != seen) {
            return false;
        }
        try {
            cache.put(node, node);
        } finally {
            insertions = seen + 1;
        }
        return true;
    }

    static LockStripe[] some() {
        int count = Math.min(
                64, Math.max(8, Integer.highestOneBit(4 * Runtime.getRuntime().availableProcessors() - 1) << 1));
        LockStripe[] stripes = new LockStripe[count];
        for (int i = 0; i < count; i++) {
            stripes[i] = new LockStripe();
        }
        return stripes;
    }
}
