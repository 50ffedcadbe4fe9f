package dev.gossamer.jcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.jcache.copy.SerializingCopier;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.AbstractMap.SimpleEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Copies that would cost too much, or that are of a class that is not allowed. */
class RefusedCopyTest extends CacheFixture {
    private static final String SETTING = " of the setting \"serialization-filter\" is exceeded by ";
    private static final String STANDARD = SerializingCopier.DEFAULT_FILTER;
    private static final String ALLOWED = "dev.gossamer.**;java.lang.*;!*";

    /** The CPU time that refusing may take, and how often it is measured: the least counts. */
    private static final long MOST_NANOSECONDS = 100_000_000;

    private static final int MEASUREMENTS = 20;
    private static final Path FIGURES = Path.of("target", "refused-copies.txt");

    record Hostile(String name, String filter, Object value, String message) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Hostile> hostileValues() {
        return Stream.of(
                new Hostile("sets in sets", STANDARD, hashBomb(25, "leaf"), "maxhashes=1000000" + SETTING),
                new Hostile("pairs in pairs", STANDARD, pairs(25), "maxhashes=1000000" + SETTING),
                new Hostile("deep", STANDARD, nested(300), "maxdepth=200" + SETTING + "201"),
                new Hostile(
                        "deeper than the stack",
                        STANDARD,
                        nested(100_000),
                        "objects refer to each other more deeply than the stack of this thread can follow, whatever"
                                + " the maxdepth of the setting \"serialization-filter\""),
                new Hostile("huge array", STANDARD, new byte[16_777_217], "maxarray=16777216" + SETTING + "16777217"),
                new Hostile(
                        "huge array of references",
                        STANDARD,
                        new Object[16_777_217],
                        "maxarray=16777216" + SETTING + "16777217"),
                new Hostile(
                        "many bytes",
                        "maxbytes=1000",
                        new Object[] {new byte[2_000], "x", new Box("b")},
                        "maxbytes=1000" + SETTING),
                new Hostile("many objects", "maxrefs=1000", boxes(2_000), "maxrefs=1000" + SETTING + "1001"),
                new Hostile(
                        "foreign class",
                        ALLOWED,
                        new Date(),
                        "java.util.Date is refused by \"serialization-filter\" = \"" + ALLOWED + "\""));
    }

    @ParameterizedTest
    @MethodSource("hostileValues")
    void put_ofAHostileValue_namesLimitAndSettingAndChangesNothing(Hostile hostile) {
        Cache<String, Object> cache = cache(hostile.filter);
        cache.put("k", new Box("before"));
        assertThatThrownBy(() -> cache.put("k", hostile.value))
                .isInstanceOf(CacheException.class)
                .hasMessageContaining(hostile.message);
        assertThat(cache.get("k")).isEqualTo(new Box("before"));
    }

    /** CPU time of this thread alone, and the least of many: a busy machine makes no difference. Written to {@code target}. */
    @ParameterizedTest
    @MethodSource("hostileValues")
    void put_ofAHostileValue_takesLessThanATenthOfASecondOfCpu(Hostile hostile) throws IOException {
        Cache<String, Object> cache = cache(hostile.filter);
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long[] nanoseconds = new long[MEASUREMENTS];
        for (int i = 0; i < MEASUREMENTS; i++) {
            long before = threads.getCurrentThreadCpuTime();
            assertThatThrownBy(() -> cache.put("k", hostile.value)).isInstanceOf(CacheException.class);
            nanoseconds[i] = threads.getCurrentThreadCpuTime() - before;
        }
        Arrays.sort(nanoseconds);
        Files.writeString(
                FIGURES,
                String.format(
                        "%-25s %.1f ms at least, %.1f at most%n",
                        hostile, nanoseconds[0] / 1e6, nanoseconds[MEASUREMENTS - 1] / 1e6),
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
        assertThat(nanoseconds[0]).isLessThan(MOST_NANOSECONDS);
    }

    private Cache<String, Object> cache(String filter) {
        SerializingCopier copier = new SerializingCopier(filter);
        return manager.createCache(
                "refusing",
                WeakCacheConfiguration.builder(String.class, Object.class)
                        .copier(() -> copier)
                        .build());
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

    @Test
    void hashBomb_isRefusedBeforeAnyOfItIsHashed() {
        Counted leaf = new Counted();
        Object bomb = hashBomb(20, leaf);
        Counted.hashes.set(0);
        refused(bomb, STANDARD, "maxhashes=1000000" + SETTING);
        assertThat(Counted.hashes.get()).isZero();
        Set<Object> key = new HashSet<>(Set.of("a", "b"));
        refused(new HashMap<>(Map.of(key, "v")), "maxhashes=1", "maxhashes=1" + SETTING);
        refused(Set.of(List.of("a", "b")), "maxhashes=1", "maxhashes=1" + SETTING);
        refused(Map.of(Map.of("a", key), "v"), "maxhashes=3", "maxhashes=3" + SETTING);
        refused(new HashSet<>(Set.of(new SimpleEntry<>("a", key))), "maxhashes=3", "maxhashes=3" + SETTING);
    }

    private void refused(Object value, String filter, String message) {
        SerializingCopier copier = new SerializingCopier(filter);
        assertThatThrownBy(() -> copier.copy(value, getClass().getClassLoader()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
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

    /**
     * Sets in sets, each twice in the next: a set of depth n hashes its leaf 2^n times. Made from the outside to the inside,
     * so that making it takes no time.
     */
    private static Set<Object> hashBomb(int depth, Object leaf) {
        Set<Object> outermost = new HashSet<>();
        Set<Object> one = outermost;
        Set<Object> other = new HashSet<>();
        for (int i = 1; i < depth; i++) {
            Set<Object> inner = new HashSet<>();
            Set<Object> innerOther = new HashSet<>();
            innerOther.add(i); // unlike the one
            one.add(inner);
            one.add(innerOther);
            other.add(inner);
            other.add(innerOther);
            one = inner;
            other = innerOther;
        }
        one.add(leaf);
        other.add(leaf);
        return outermost;
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
    void hugeArrayAndForeignClass_areRefusedBeforeAnythingIsWritten() {
        SerializingCopier copier = new SerializingCopier("maxarray=1000;dev.gossamer.**;java.lang.*;!*");
        List<Object> refused = List.of(
                new Object[] {new long[1_001], new Written()}, new Object[] {new java.util.Date(), new Written()});
        for (Object value : refused) {
            assertThatThrownBy(() -> copier.copy(value, getClass().getClassLoader()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("\"serialization-filter\"");
        }
        assertThat(copier.copy(
                        new Object[] {new long[1_000], Thread.State.NEW},
                        getClass().getClassLoader()))
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

    private static Object boxes(int count) {
        Object[] boxes = new Object[count];
        for (int i = 0; i < count; i++) {
            boxes[i] = new Box("b");
        }
        return boxes;
    }

    /** A set of one pair, each of whose two sides is the next pair: the hash of depth n takes 2^n. */
    private static Object pairs(int depth) {
        Set<Object> outermost = new HashSet<>();
        SimpleEntry<Object, Object> pair = new SimpleEntry<>("key", "value");
        outermost.add(pair);
        for (int i = 1; i < depth; i++) {
            SimpleEntry<Object, Object> inner = new SimpleEntry<>("key", "value");
            pair.setValue(List.of(inner, inner));
            pair = inner;
        }
        return outermost;
    }
}
