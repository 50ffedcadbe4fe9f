package dev.gossamer.benchmarks;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.util.concurrent.Striped;
import dev.gossamer.AsyncWeakValueMap;
import dev.gossamer.Backends;
import dev.gossamer.KeyedLocks;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakMultimap;
import java.lang.ref.WeakReference;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Types over containers beside what people build by hand or take for them; for one of 1,000 keys in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class HandMadeBenchmark {
    private static final int KEYS = 1_000;

    static {
        Backends.use(Backends.named("jdk"));
    }

    private final String[] keys = new String[KEYS];
    private final Object[] values = new Object[KEYS];
    private final KeyedLocks<String> keyedLocks = KeyedLocks.create();
    private final Striped<Lock> weakStripes = Striped.lazyWeakLock(64);
    private final ConcurrentMap<String, Lock> lockMap = new ConcurrentHashMap<>();
    private final AsyncWeakValueMap<String, Object> asyncMap = AsyncWeakValueMap.create();
    private final AsyncCache<String, Object> asyncCache = Caffeine.newBuilder().buildAsync();
    private final WeakMap<String, Object> weakMap = WeakMap.create();
    private final WeakHashMap<String, WeakReference<Object>> weakHashMap = new WeakHashMap<>();
    private final WeakMultimap<String, Object> multimap = WeakMultimap.weakValues();
    private final ConcurrentMap<String, Set<Object>> mapOfSets = new ConcurrentHashMap<>();
    private int next;

    /** Fills what is filled beforehand. */
    @Setup
    public void fill() {
        for (int i = 0; i < KEYS; i++) {
            Object value = new Object();
            keys[i] = "key " + i;
            values[i] = value;
            asyncMap.put(keys[i], value);
            asyncCache.get(keys[i], key -> value).join();
            weakMap.put(keys[i], value);
            weakHashMap.put(keys[i], new WeakReference<>(value));
            multimap.put(keys[i], value);
            mapOfSets
                    .computeIfAbsent(keys[i], key -> Collections.newSetFromMap(new WeakHashMap<>()))
                    .add(value);
        }
    }

    private int turn() {
        next = next + 1 == KEYS ? 0 : next + 1;
        return next;
    }

    /** Ours: a lock for each key. */
    @Benchmark
    @SuppressWarnings("try") // a hold need not be named in the section
    public int lockKeyedLocks() {
        try (KeyedLocks.Hold hold = keyedLocks.lock(keys[turn()])) {
            return next;
        }
    }

    /** Guava's: 64 locks for all keys. */
    @Benchmark
    public int lockStripedLazyWeak() {
        return within(weakStripes.get(keys[turn()]));
    }

    /** By hand: a lock for each key, for ever. */
    @Benchmark
    public int lockConcurrentHashMap() {
        return within(lockMap.computeIfAbsent(keys[turn()], key -> new ReentrantLock()));
    }

    private int within(Lock lock) {
        lock.lock();
        try {
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Ours: a value that is there. */
    @Benchmark
    public Object asyncHitAsyncWeakValueMap() {
        return asyncMap.get(keys[turn()], key -> key);
    }

    /** Caffeine's, which holds values strongly. */
    @Benchmark
    public Object asyncHitAsyncCache() {
        return asyncCache.get(keys[turn()], key -> key);
    }

    /** Ours: weak on both sides. */
    @Benchmark
    public Object bothWeakWeakMap() {
        return weakMap.get(keys[turn()]);
    }

    /** By hand: weak references in a map with weak keys, behind a lock. */
    @Benchmark
    public Object bothWeakWeakHashMap() {
        synchronized (weakHashMap) {
            return weakHashMap.get(keys[turn()]).get();
        }
    }

    /** Ours: whether a key has a value. */
    @Benchmark
    public boolean containsWeakMultimap() {
        int at = turn();
        return multimap.containsEntry(keys[at], values[at]);
    }

    /** By hand: sets that are never dropped, behind locks. */
    @Benchmark
    public boolean containsMapOfWeakSets() {
        int at = turn();
        Set<Object> set = mapOfSets.get(keys[at]);
        synchronized (set) {
            return set.contains(values[at]);
        }
    }
}
