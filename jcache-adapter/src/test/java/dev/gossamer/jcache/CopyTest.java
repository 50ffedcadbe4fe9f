package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.jcache.copy.ImmutableTypes;
import dev.gossamer.jcache.copy.SerializingCopier;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.integration.CacheLoader;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class CopyTest extends CacheFixture {

    private static MutableConfiguration<Box, Box> boxes() {
        return new MutableConfiguration<Box, Box>().setTypes(Box.class, Box.class);
    }

    private Cache<Box, Box> create(MutableConfiguration<Box, Box> configuration) {
        return manager.createCache("boxes", configuration);
    }

    @Test
    void byValue_keysAndValues_areNeverShared() {
        Cache<Box, Box> cache = create(boxes());
        Box key = new Box("k");
        Box value = new Box("v");
        cache.put(key, value);
        key.content = "changed";
        value.content = "changed";
        Box seen = cache.get(new Box("k"));
        assertThat(seen).isEqualTo(new Box("v")).isNotSameAs(cache.get(new Box("k")));
        seen.content = "changed";
        cache.iterator().next().getKey().content = "changed";
        cache.getAll(Set.of(new Box("k"))).values().iterator().next().content = "changed";
        assertThat(cache.get(new Box("k"))).isEqualTo(new Box("v"));
    }

    @Test
    void byReference_isTheVeryObject() {
        Cache<Box, Box> cache = create(boxes().setStoreByValue(false));
        Box value = new Box("v");
        cache.put(new Box("k"), value);
        assertThat(cache.get(new Box("k"))).isSameAs(value);
    }

    @Test
    void loader_keepsItsObject_cacheHasACopy() {
        Box kept = new Box("v");
        CacheLoader<Box, Box> loader = new CacheLoader<>() {
            @Override
            public Box load(Box key) {
                return kept;
            }

            @Override
            public Map<Box, Box> loadAll(Iterable<? extends Box> keys) {
                return Map.of();
            }
        };
        Cache<Box, Box> cache = create(boxes().setReadThrough(true).setCacheLoaderFactory(() -> loader));
        assertThat(cache.get(new Box("k"))).isEqualTo(kept).isNotSameAs(kept);
        kept.content = "changed";
        assertThat(cache.get(new Box("k"))).isEqualTo(new Box("v"));
    }

    @Test
    void event_handsOutCopies() {
        List<CacheEntryEvent<? extends Box, ? extends Box>> heard = new ArrayList<>();
        CacheEntryCreatedListener<Box, Box> listener = events -> events.forEach(event -> {
            event.getKey().content = "changed";
            event.getValue().content = "changed";
            heard.add(event);
        });
        Cache<Box, Box> cache = create(boxes().addCacheEntryListenerConfiguration(sync(listener)));
        cache.put(new Box("k"), new Box("v"));
        assertThat(heard.get(0).getValue()).isEqualTo(new Box("v"));
        assertThat(cache.get(new Box("k"))).isEqualTo(new Box("v"));
    }

    @Test
    void processor_getsAndSetsCopies() {
        Cache<Box, Box> cache = create(boxes());
        cache.put(new Box("k"), new Box("v"));
        cache.invoke(new Box("k"), (entry, arguments) -> entry.getValue().content = "changed without setValue");
        assertThat(cache.get(new Box("k"))).isEqualTo(new Box("v"));
        AtomicReference<Box> set = new AtomicReference<>(new Box("w"));
        cache.invoke(new Box("k"), (entry, arguments) -> {
            entry.setValue(set.get());
            return null;
        });
        set.get().content = "changed later";
        assertThat(cache.get(new Box("k"))).isEqualTo(new Box("w"));
    }

    @Test
    void oldValue_thatCannotBeCopiedForTheCaller_changesNothing() {
        Cache<String, CopiedSoOften> cache = manager.createCache("c", new MutableConfiguration<>());
        cache.put("k", new CopiedSoOften(1));
        List<ThrowingCallable> operations = List.of(
                () -> cache.getAndReplace("k", new CopiedSoOften(2)),
                () -> cache.getAndPut("k", new CopiedSoOften(2)),
                () -> cache.getAndRemove("k"),
                () -> cache.get("k"));
        for (ThrowingCallable operation : operations) {
            assertThatThrownBy(operation).isInstanceOf(CacheException.class).hasMessageEndingWith("often enough");
        }
        assertThat(cache.containsKey("k")).isTrue();
    }

    @Test
    void notSerializable_isRefusedAndChangesNothing() {
        Cache<String, Object> cache = manager.createCache(
                "objects",
                new MutableConfiguration<String, Object>()
                        .setStatisticsEnabled(true)
                        .setWriteThrough(true)
                        .setCacheWriterFactory(() -> new Rejecting()));
        Object unserializable = new Thread();
        assertThatThrownBy(() -> cache.put("k", unserializable))
                .isInstanceOf(CacheException.class)
                .hasMessageStartingWith(
                        "cannot store the value by value, a java.lang.Thread; make it serializable, name"
                                + " a copier, or store by reference: java.io.NotSerializableException");
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(counters(cache).puts()).isZero();
    }

    /** A writer that must not be called. */
    private static final class Rejecting implements javax.cache.integration.CacheWriter<String, Object> {
        @Override
        public void write(Cache.Entry<? extends String, ? extends Object> entry) {
            throw new AssertionError("written");
        }

        @Override
        public void writeAll(java.util.Collection<Cache.Entry<? extends String, ? extends Object>> entries) {
            throw new AssertionError("written");
        }

        @Override
        public void delete(Object key) {
            throw new AssertionError("deleted");
        }

        @Override
        public void deleteAll(java.util.Collection<?> keys) {
            throw new AssertionError("deleted");
        }
    }

    @Test
    void filter_rejectsWhatIsTooDeep() {
        SerializingCopier copier = new SerializingCopier("maxdepth=5");
        ArrayList<Object> deep = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        ArrayList<Object> tooDeep = deep;
        assertThatThrownBy(() -> copier.copy(tooDeep, getClass().getClassLoader()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxdepth=5 of the setting \"serialization-filter\" is exceeded by 6");
    }

    private void refused(Object value, String filter, String message) throws Exception {
        SerializingCopier copier = new SerializingCopier(filter);
        Cache<String, Object> cache = manager.createCache(
                "refusing",
                WeakCacheConfiguration.builder(String.class, Object.class)
                        .copier(() -> copier)
                        .build());
        cache.put("k", new Box("before"));
        assertThatThrownBy(() -> cache.put("k", value))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(message);
        assertThat(cache.get("k")).isEqualTo(new Box("before"));
        manager.destroyCache("refusing");
    }

    @Test
    void whatWouldCostTooMuch_isRefusedAndNamesLimitAndSetting() throws Exception {
        String standard = SerializingCopier.DEFAULT_FILTER;
        refused(nested(300), standard, "maxdepth=200 of the setting \"serialization-filter\" is exceeded by 201");
        refused(
                nested(100_000),
                standard,
                "objects refer to each other more deeply than the stack of this thread can follow, whatever the maxdepth"
                        + " of the setting \"serialization-filter\"");
        refused(new byte[2_000], "maxarray=1000", "maxarray=1000 of the setting \"serialization-filter\" is exceeded");
        refused(
                new Object[] {new byte[2_000], "x", new Box("b")},
                "maxbytes=1000",
                "maxbytes=1000 of the setting \"serialization-filter\" is exceeded");
        refused(
                new java.util.Date(),
                "dev.gossamer.**;java.lang.*;!*",
                "java.util.Date is refused by \"serialization-filter\" = \"dev.gossamer.**;java.lang.*;!*\"");
    }

    @Test
    void hashBomb_isRefusedBeforeAnyOfItIsHashed() throws Exception {
        Counted leaf = new Counted();
        Object bomb = hashBomb(20, leaf);
        Counted.hashes.set(0);
        refused(
                bomb,
                SerializingCopier.DEFAULT_FILTER,
                "maxhashes=1000000 of the setting \"serialization-filter\" is exceeded by");
        assertThat(Counted.hashes.get()).isZero();
        Set<Object> key = new HashSet<>(Set.of("a", "b"));
        refused(new HashMap<>(Map.of(key, "v")), "maxhashes=1", "maxhashes=1 of the setting");
        refused(Set.of(List.of("a", "b")), "maxhashes=1", "maxhashes=1 of the setting");
        refused(Map.of(Map.of("a", key), "v"), "maxhashes=3", "maxhashes=3 of the setting");
    }

    @Test
    void hashWork_isWhatReadingAsksFor() {
        Counted leaf = new Counted();
        Object nested = hashBomb(6, leaf);
        Counted.hashes.set(0);
        SerializingCopier generous = new SerializingCopier("maxhashes=1000000");
        generous.copy(nested, getClass().getClassLoader());
        assertThat(Counted.hashes.get()).isBetween(1 << 5, 1 << 10);
    }

    @Test
    void collectionsThatAreNoKeys_areNoBomb() {
        List<Object> tables = new ArrayList<>();
        Object document = "leaf";
        for (int i = 0; i < 50; i++) {
            document = new HashMap<>(Map.of("left", document, "right", document));
            tables.add(document);
        }
        SerializingCopier copier = new SerializingCopier("maxhashes=100");
        assertThat(copier.copy(tables, getClass().getClassLoader())).hasSize(50);
    }

    /** Sets in sets, each twice in the next: a set of depth n hashes its leaf 2^n times. */
    private static Set<Object> hashBomb(int depth, Object leaf) {
        Set<Object> inner = new HashSet<>(List.of(leaf));
        Set<Object> other = new HashSet<>(List.of(leaf, "other"));
        for (int i = 1; i < depth; i++) {
            Set<Object> next = new HashSet<>(List.of(inner, other));
            other = new HashSet<>(List.of(inner, other, "other"));
            inner = next;
        }
        return inner;
    }

    static final class Counted implements java.io.Serializable {
        private static final long serialVersionUID = 1;
        static final AtomicInteger hashes = new AtomicInteger();

        @Override
        public int hashCode() {
            return hashes.incrementAndGet();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Counted;
        }
    }

    @Test
    void hugeArrayAndForeignClass_areRefusedBeforeAnythingIsWritten() throws Exception {
        SerializingCopier copier = new SerializingCopier("maxarray=1000;dev.gossamer.**;java.lang.*;!*");
        List<Object> refused = List.of(
                new Object[] {new long[1_001], new Written()}, new Object[] {new java.util.Date(), new Written()});
        for (Object value : refused) {
            assertThatThrownBy(() -> copier.copy(value, getClass().getClassLoader()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"serialization-filter\"");
        }
        assertThat(copier.copy(
                        new Object[] {new long[1_000], Color.RED}, getClass().getClassLoader()))
                .hasSize(2);
    }

    static final class Written implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        private void writeObject(java.io.ObjectOutputStream out) {
            throw new AssertionError("written after what is refused");
        }
    }

    @Test
    void badLimit_isNamed() {
        assertThatThrownBy(() -> new SerializingCopier("maxhashes=deep"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Invalid limit: maxhashes=deep");
    }

    private static Object nested(int depth) {
        Object[] outermost = new Object[0];
        for (int i = 0; i < depth; i++) {
            outermost = new Object[] {outermost};
        }
        return outermost;
    }

    static final class Imposter implements java.io.Serializable {
        private static final long serialVersionUID = 1;

        Object readResolve() {
            return "somebody else";
        }
    }

    @Test
    void copyOfAnotherType_isRefused() {
        Cache<String, Imposter> cache = manager.createCache(
                "typed", new MutableConfiguration<String, Imposter>().setTypes(String.class, Imposter.class));
        assertThatThrownBy(() -> cache.put("k", new Imposter()))
                .isInstanceOf(ClassCastException.class)
                .hasMessageContaining("not java.lang.String");
        assertThat(cache.containsKey("k")).isFalse();
    }

    @Test
    void recordsAndEnums_ofAnotherLoader_areCopiedToo() throws Exception {
        for (Object foreign : List.of(new Point(1, 2), Color.RED)) {
            ClassLoader child = new ThrowawayLoader(foreign.getClass().getName());
            Cache<String, Object> cache = provider.getCacheManager(
                            URI.create("test:" + foreign.getClass().getSimpleName()), child)
                    .createCache("c", new MutableConfiguration<String, Object>());
            cache.put("k", foreign);
            assertThat(cache.get("k").getClass().getClassLoader()).isSameAs(child);
            assertThat(cache.get("k").getClass().getName())
                    .isEqualTo(foreign.getClass().getName());
        }
    }

    @Test
    void copies_comeFromTheManagersLoaderNotTheThreads() throws Exception {
        ClassLoader child = new ThrowawayLoader(Box.class.getName());
        Cache<String, Object> cache = provider.getCacheManager(URI.create("test:loader"), child)
                .createCache("c", new MutableConfiguration<String, Object>());
        Thread.currentThread().setContextClassLoader(getClass().getClassLoader());
        cache.put("k", new Box("v"));
        assertThat(cache.get("k").getClass().getClassLoader()).isSameAs(child);
        assertThat(cache.get("k").getClass().getName()).isEqualTo(Box.class.getName());
    }

    @Test
    void userCopier_isUsedForKeysAndValues() {
        List<Object> copied = new ArrayList<>();
        Copier copier = new Copier() {
            @Override
            @SuppressWarnings("unchecked")
            public <T> T copy(T object, ClassLoader loader) {
                copied.add(object);
                return (T) new Box(((Box) object).content);
            }
        };
        Cache<Box, Box> cache = manager.createCache(
                "boxes",
                WeakCacheConfiguration.builder(Box.class, Box.class)
                        .copier(() -> copier)
                        .build());
        Box value = new Box("v");
        cache.put(new Box("k"), value);
        assertThat(cache.get(new Box("k"))).isEqualTo(value).isNotSameAs(value);
        assertThat(copied).containsExactlyInAnyOrder(new Box("k"), value, value);
    }

    enum Color {
        RED
    }

    record Point(int x, int y) implements java.io.Serializable {}

    record Holder(String name, List<String> mutable) {}

    @Test
    void immutable_isNotCopied() {
        Cache<Object, Object> cache = manager.createCache("objects", new MutableConfiguration<>());
        for (Object immutable : List.of(
                new String("s"),
                Integer.valueOf(100_000),
                LocalDate.of(2026, 1, 1),
                Color.RED,
                new Point(1, 2),
                String.class,
                URI.create("a:b"),
                new java.math.BigDecimal("1.5"))) {
            cache.put("k", immutable);
            assertThat(cache.get("k")).isSameAs(immutable);
        }
        assertThat(ImmutableTypes.contains(new Holder("n", new ArrayList<>()))).isFalse();
        assertThat(ImmutableTypes.contains(new java.util.Date())).isFalse();
        assertThat(ImmutableTypes.contains(new int[0])).isFalse();
    }

    @Test
    void get_ofImmutableOrByReference_allocatesNoCopy() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        Cache<String, String> byValue = cache(strings());
        String large = "x".repeat(10_000);
        byValue.put("k", large);
        Cache<Box, Box> byReference = create(boxes().setStoreByValue(false));
        Box key = new Box("k");
        byReference.put(key, new Box(large));
        for (int i = 0; i < 20_000; i++) {
            byValue.get("k");
            byReference.get(key);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
            byValue.get("k");
            byReference.get(key);
        }
        long each = (threads.getCurrentThreadAllocatedBytes() - before) / 2_000;
        assertThat(each).isLessThan(100);
    }
}
