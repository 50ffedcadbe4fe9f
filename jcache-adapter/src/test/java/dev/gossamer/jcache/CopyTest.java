package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.jcache.copy.ImmutableTypes;
import java.net.URI;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
