package dev.gossamer.tck.example;

import dev.gossamer.spi.Backend;
import dev.gossamer.spi.Bounds;
import dev.gossamer.spi.Entry;
import dev.gossamer.spi.Feature;
import dev.gossamer.spi.Table;
import dev.gossamer.spi.TableSpec;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/** A third party's backend in a hundred lines: buckets of entries in a {@link ConcurrentHashMap}. */
public final class BucketBackend implements Backend {
    /** The keys of all maps, made once so that a look-up allocates nothing. */
    private static final Integer[] NUMBERS = IntStream.range(0, 4096).boxed().toArray(Integer[]::new);

    // @start region="backend"
    @Override
    public String name() {
        return "bucket";
    }

    @Override
    public int rank() {
        return 0;
    }

    @Override
    public Set<Feature> features() {
        return Set.of();
    }

    @Override
    public Table table(TableSpec spec) {
        return new BucketTable(spec);
    }

    @Override
    public <K, V> ConcurrentMap<K, V> strongMap(int initialCapacity, Bounds bounds, BiConsumer<K, V> onEvicted) {
        return new ConcurrentHashMap<>(initialCapacity);
    }
    // @end region="backend"

    /**
     * A bucket is an array that is never written to: every change puts another array in its place, if it is still there.
     * Arrays compare by identity, so the map runs no code of the user, under a lock or otherwise.
     */
    private static final class BucketTable implements Table {
        private static final Entry[] EMPTY = {};

        private final TableSpec spec;
        private final ConcurrentMap<Integer, Entry[]> buckets = new ConcurrentHashMap<>();
        private final LongAdder size = new LongAdder();

        BucketTable(TableSpec spec) {
            this.spec = spec;
        }

        private Entry[] bucket(int hash) {
            return buckets.getOrDefault(NUMBERS[hash & NUMBERS.length - 1], EMPTY);
        }

        private Entry search(Entry[] bucket, Object key, int hash) {
            for (Entry entry : bucket) {
                if (entry.hash() == hash && spec.matches(entry, key)) {
                    return entry;
                }
            }
            return null;
        }

        @Override
        public Entry find(Object key, int hash) {
            return search(bucket(hash), key, hash);
        }

        @Override
        public Entry insert(Entry entry, Object key) {
            while (true) {
                Entry[] bucket = bucket(entry.hash());
                Entry found = search(bucket, key, entry.hash());
                if (found != null) {
                    return found;
                }
                Entry[] next = Arrays.copyOf(bucket, bucket.length + 1);
                next[bucket.length] = entry;
                if (swap(entry.hash(), bucket, next)) {
                    size.increment();
                    return null;
                }
            }
        }

        @Override
        public boolean replace(Entry entry, Entry next) {
            return change(entry, bucket -> {
                Entry[] changed = bucket.clone();
                changed[Arrays.asList(bucket).indexOf(entry)] = next;
                return changed;
            });
        }

        @Override
        public boolean remove(Entry entry) {
            boolean removed = change(
                    entry,
                    bucket ->
                            Arrays.stream(bucket).filter(each -> each != entry).toArray(Entry[]::new));
            if (removed) {
                size.decrement();
            }
            return removed;
        }

        private boolean change(Entry entry, UnaryOperator<Entry[]> how) {
            while (true) {
                Entry[] bucket = bucket(entry.hash());
                if (!Arrays.asList(bucket).contains(entry)) {
                    return false;
                }
                if (swap(entry.hash(), bucket, how.apply(bucket))) {
                    return true;
                }
            }
        }

        private boolean swap(int hash, Entry[] bucket, Entry[] next) {
            Integer number = NUMBERS[hash & NUMBERS.length - 1];
            if (bucket == EMPTY) {
                return buckets.putIfAbsent(number, next) == null;
            }
            return next.length == 0 ? buckets.remove(number, bucket) : buckets.replace(number, bucket, next);
        }

        @Override
        public Iterator<Entry> iterator() {
            return buckets.values().stream().flatMap(Arrays::stream).iterator();
        }

        @Override
        public long estimatedSize() {
            return Math.max(0, size.sum());
        }
    }
}
