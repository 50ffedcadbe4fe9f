package dev.gossamer.benchmarks;

import com.google.common.util.concurrent.Striped;
import dev.gossamer.KeyedLocks;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;

/** Ways to lock a key; each gives the key from within a section that excludes others with an equal key. */
final class LockedSections {
    private LockedSections() {}

    /** Ours: a lock for each key in use. */
    @SuppressWarnings("try") // a hold need not be named in the section
    static UnaryOperator<Object> keyedLocks(String backend) {
        KeyedLocks<Object> locks = KeyedLocks.builder().backend(backend).build();
        return key -> {
            try (KeyedLocks.Hold hold = locks.lock(key)) {
                return key;
            }
        };
    }

    /** Guava's: some locks for all keys. */
    static UnaryOperator<Object> striped(Striped<Lock> stripes) {
        return key -> within(stripes.get(key), key);
    }

    /** By hand: a lock for each key, for ever. */
    static UnaryOperator<Object> mapOfLocks() {
        ConcurrentMap<Object, Lock> locks = new ConcurrentHashMap<>();
        return key -> within(locks.computeIfAbsent(key, missing -> new ReentrantLock()), key);
    }

    private static Object within(Lock lock, Object key) {
        lock.lock();
        try {
            return key;
        } finally {
            lock.unlock();
        }
    }
}
