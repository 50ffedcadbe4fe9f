package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gossamer.spi.Backend;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Looking into an interner without an instance, over one backend. */
abstract class InternerProbes {
    private final AtomicInteger made = new AtomicInteger();

    abstract Backend backend();

    /** Compares bytes in ASCII with strings. */
    private static final Equivalence<Object> ASCII = new Equivalence<>() {
        @Override
        public int hash(Object bytes) {
            int hash = 0;
            for (byte each : (byte[]) bytes) {
                hash = 31 * hash + each;
            }
            return hash;
        }

        @Override
        public boolean equivalent(Object bytes, Object string) {
            byte[] left = (byte[]) bytes;
            String right = (String) string;
            boolean same = left.length == right.length();
            for (int i = 0; same && i < left.length; i++) {
                same = left[i] == right.charAt(i);
            }
            return same;
        }
    };

    private Interner.Builder<String> builder() {
        return Interner.<String>builder().backend(backend());
    }

    private String parse(byte[] bytes) {
        made.incrementAndGet();
        return new String(bytes, StandardCharsets.US_ASCII);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    @DisplayName("INT-2 find answers without storing")
    void find_knownAndUnknownValue_storesNothing() {
        Interner<String> interner = builder().recordStats().build();
        String canonical = interner.intern(new String("name"));
        assertThat(interner.find(new String("name"))).isSameAs(canonical);
        assertThat(interner.find("other")).isNull();
        assertThat(interner.find(bytes("name"), ASCII)).isSameAs(canonical);
        assertThat(interner.find(bytes("other"), ASCII)).isNull();
        assertThat(interner.snapshot()).containsExactly("name");
        assertThat(interner.stats().hits()).isEqualTo(2);
        assertThat(interner.stats().misses()).isEqualTo(3);
    }

    @Test
    @DisplayName("PROBE-1 interning by a probe makes an instance where there is none, and only there")
    void intern_byProbe_makesWhatIsMissing() {
        for (Interner<String> interner : List.of(
                builder().build(),
                builder().keys(Equivalence.arrays()).build(),
                builder().keys(sameHash()).build())) {
            made.set(0);
            String canonical = interner.intern(bytes("name"), ASCII, this::parse);
            assertThat(canonical).isEqualTo("name");
            assertThat(interner.intern(bytes("name"), ASCII, this::parse)).isSameAs(canonical);
            assertThat(interner.intern(new String("name"))).isSameAs(canonical);
            assertThat(interner.intern(bytes("mane"), ASCII, this::parse)).isEqualTo("mane");
            assertThat(made).hasValue(2);
            assertThat(interner.copy().intern(bytes("name"), ASCII, this::parse))
                    .isSameAs(canonical);
        }
    }

    private static Equivalence<String> sameHash() {
        return new Equivalence<>() {
            @Override
            public int hash(String object) {
                return object.hashCode();
            }

            @Override
            public boolean equivalent(String left, String right) {
                return left.equals(right);
            }
        };
    }

    @Test
    @DisplayName("PROBE-1 a look-up inside a comparison sees its own probe")
    void find_withinAComparison_works() {
        Interner<String> interner = builder().build();
        String canonical = interner.intern(new String("name"));
        Equivalence<Object> nested = new Equivalence<>() {
            @Override
            public int hash(Object bytes) {
                return ASCII.hash(bytes);
            }

            @Override
            public boolean equivalent(Object bytes, Object string) {
                return interner.find(bytes, ASCII) == string;
            }
        };
        assertThat(interner.find(bytes("name"), nested)).isSameAs(canonical);
    }

    @Test
    @DisplayName("PROBE-2 what is thrown by comparison or factory changes nothing")
    void intern_thatFails_changesNothing() {
        Interner<String> interner = builder().build();
        String canonical = interner.intern(new String("name"));
        IllegalStateException failure = new IllegalStateException("unreadable");
        assertThatThrownBy(() -> interner.intern(bytes("other"), ASCII, bytes -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThatThrownBy(() -> interner.intern("name", ASCII, name -> name)).isInstanceOf(ClassCastException.class);
        assertThatThrownBy(() -> interner.intern(bytes("other"), ASCII, bytes -> nothing()))
                .hasMessage("the factory returned no instance");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> interner.intern(bytes("a"), ASCII, bytes -> "b"))
                .withMessage(
                        "the comparison gives the probe the hash 97, but the interner gives the instance made of it"
                                + " 98; give a comparison whose hash agrees with that of the interner");
        assertThat(interner.snapshot()).containsExactly(canonical);
        assertThat(interner.find(bytes("name"), ASCII)).isSameAs(canonical);
    }

    @SuppressWarnings("NullAway")
    private static String nothing() {
        return null;
    }

    @Test
    @DisplayName("INT-1 threads that intern by probes get one instance of each value")
    void intern_byProbesOfManyThreads_givesOneInstance() throws Exception {
        Interner<String> interner = builder().build();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<List<String>>> tasks = new ArrayList<>();
            for (int t = 0; t < 4; t++) {
                tasks.add(() -> internAll(interner));
            }
            List<List<String>> results = new ArrayList<>();
            for (Future<List<String>> each : threads.invokeAll(tasks)) {
                results.add(each.get());
            }
            for (int i = 0; i < results.get(0).size(); i++) {
                int index = i;
                assertThat(results)
                        .extracting(list -> list.get(index))
                        .allMatch(s -> s == results.get(0).get(index));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private List<String> internAll(Interner<String> interner) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            all.add(interner.intern(bytes("name " + i), ASCII, this::parse));
        }
        return all;
    }

    @Test
    @DisplayName("INT-2 PROBE-1 finding, and interning what is there, allocate nothing")
    void findAndIntern_hit_allocateNothing() {
        Interner<String> interner = builder().build();
        String canonical = interner.intern(new String("name"));
        String equal = new String("name");
        byte[] bytes = bytes("name");
        assertThat(Allocation.perCall(20_000, () -> interner.find(equal))).isZero();
        assertThat(Allocation.perCall(20_000, () -> interner.find(bytes, ASCII)))
                .isZero();
        assertThat(Allocation.perCall(20_000, () -> interner.intern(bytes, ASCII, this::parse)))
                .isLessThanOrEqualTo(16); // the method reference of this test, which captures it
        assertThat(canonical).isEqualTo("name");
    }

    @Test
    @DisplayName("INT-3 arrays and classes without equals are refused with the way out")
    void intern_ofWhatEqualsItselfAlone_isRefused() {
        Interner<Object> interner = Interner.builder().backend(backend()).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> interner.intern(new byte[1]))
                .withMessage("cannot intern an instance of byte[]: arrays are equal to themselves alone;"
                        + " build the interner with keys(Equivalence.arrays())");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> interner.intern(new StringBuilder()))
                .withMessage("cannot intern an instance of java.lang.StringBuilder: its class has no equals of its own;"
                        + " give it equals and hashCode, or build the interner with keys(…) and an Equivalence");
        assertThat(interner.estimatedSize()).isZero();
        assertThat(interner.find(new byte[1])).isNull();
    }

    @Test
    @DisplayName("INT-3 arrays are interned by their elements, and found by others")
    void intern_arraysByElements_areExchanged() {
        Interner<Object> interner =
                Interner.builder().backend(backend()).keys(Equivalence.arrays()).build();
        List<Object> arrays = List.of(
                new byte[] {1}, new char[] {'a'}, new int[] {1}, new long[] {1}, new double[] {1}, new String[] {"a"});
        for (Object array : arrays) {
            assertThat(interner.intern(array)).isSameAs(array);
            assertThat(interner.intern(copy(array))).isSameAs(array);
        }
        Equivalence<Object> text = new Equivalence<>() {
            @Override
            public int hash(Object probe) {
                return Arrays.hashCode(((String) probe).getBytes(StandardCharsets.US_ASCII));
            }

            @Override
            public boolean equivalent(Object probe, Object array) {
                return array instanceof byte[] bytes
                        && Arrays.equals(((String) probe).getBytes(StandardCharsets.US_ASCII), bytes);
            }
        };
        assertThat(interner.find("\u0001", text)).isSameAs(arrays.get(0));
    }

    private static Object copy(Object array) {
        int length = java.lang.reflect.Array.getLength(array);
        Object copy = java.lang.reflect.Array.newInstance(array.getClass().getComponentType(), length);
        System.arraycopy(array, 0, copy, 0, length);
        return copy;
    }
}
