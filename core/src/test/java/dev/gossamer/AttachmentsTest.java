package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("KM-7 attachments: values that may refer to their keys")
class AttachmentsTest {

    private static final class Carrier implements AttachmentCarrier {
        private final AttachmentCells cells = new AttachmentCells();

        @Override
        public AttachmentCells attachments() {
            return cells;
        }
    }

    /** One way to attach, with two keys. */
    private record Way(Attachments<Object, Object> attachments, Object key, Object other) {
        @Override
        public String toString() {
            return key instanceof Class<?> ? "to classes" : "to carriers";
        }
    }

    @SuppressWarnings("unchecked") // given only keys of the right type
    private static Way way(Attachments<?, Object> attachments, Object key, Object other) {
        return new Way((Attachments<Object, Object>) attachments, key, other);
    }

    static Stream<Way> ways() {
        return Stream.of(
                way(Attachments.<Object>toClasses(), AttachmentsTest.class, String.class),
                way(Attachments.<Carrier, Object>toCarriers(), new Carrier(), new Carrier()));
    }

    @ParameterizedTest
    @MethodSource("ways")
    @DisplayName("SUB-2 keys and size tell which keys have a value")
    void keys_beforeAndAfterClosing_areThoseWithAValue(Way way) {
        Attachments<Object, Object> attachments = way.attachments;
        assertThat(attachments.size()).isZero();
        attachments.put(way.key, "one");
        attachments.put(way.other, "other");
        assertThat(attachments.keys()).containsExactlyInAnyOrder(way.key, way.other);
        attachments.remove(way.other);
        assertThat(attachments.keys()).containsExactly(way.key);
        attachments.put(way.other, "other again");
        assertThat(attachments.size()).isEqualTo(2);
        attachments.close();
        assertThat(attachments.keys()).isEmpty();
        assertThat(attachments.size()).isZero();
    }

    @ParameterizedTest
    @MethodSource("ways")
    void stats_afterEachOperation_countIt(Way way) {
        Attachments<Object, Object> attachments = way.attachments;
        attachments.get(way.key);
        assertThat(attachments.stats()).isEqualTo(new ContainerStats(0, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(attachments.recordStats()).isSameAs(attachments);
        attachments.computeIfAbsent(way.key, key -> "made");
        attachments.computeIfAbsent(way.key, key -> "not made");
        attachments.put(way.key, "other");
        attachments.get(way.key);
        attachments.recordStats().remove(way.key);
        attachments.remove(way.key);
        attachments.put(way.key, "first again");
        assertThat(attachments.stats()).isEqualTo(new ContainerStats(2, 1, 1, 1, 1, 0, 0, 0, 0));
    }

    @Test
    @Tag("collector")
    void keys_ofDeadCarriers_areGone() {
        Attachments<Carrier, Object> attachments = Attachments.toCarriers();
        Carrier kept = new Carrier();
        attachments.put(kept, "value");
        attachToDoomed(attachments);
        Awaited.collection("the carriers to be gone", () -> attachments.size() == 1);
        assertThat(attachments.keys()).containsExactly(kept);
    }

    private static void attachToDoomed(Attachments<Carrier, Object> attachments) {
        for (int i = 0; i < 10; i++) {
            Carrier doomed = new Carrier();
            attachments.put(doomed, doomed);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void put_severalValues_givesTheOneBefore(Way way) {
        Attachments<Object, Object> attachments = way.attachments;

        assertThat(attachments.get(way.key)).isNull();
        assertThat(attachments.put(way.key, "one")).isNull();
        assertThat(attachments.put(way.key, "two")).isEqualTo("one");
        assertThat(attachments.put(way.other, "other")).isNull();
        assertThat(attachments.get(way.key)).isEqualTo("two");
        assertThat(attachments.remove(way.key)).isEqualTo("two");
        assertThat(attachments.remove(way.key)).isNull();
        assertThat(attachments.get(way.key)).isNull();
        assertThat(attachments.get(way.other)).isEqualTo("other");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void computeIfAbsent_present_doesNotCompute(Way way) {
        Object first = way.attachments.computeIfAbsent(way.key, key -> List.of(key));
        Object second = way.attachments.computeIfAbsent(way.key, key -> "second");

        assertThat(first).isEqualTo(List.of(way.key));
        assertThat(second).isSameAs(first);
    }

    @ParameterizedTest
    @MethodSource("ways")
    void computeIfAbsent_byManyThreads_allGetOne(Way way) throws Exception {
        CyclicBarrier start = new CyclicBarrier(4);
        ExecutorService executor = Executors.newFixedThreadPool(4);
        try {
            Callable<Object> work = () -> {
                start.await();
                return way.attachments.computeIfAbsent(way.key, key -> new Object());
            };
            Object one = null;
            for (Future<Object> each : executor.invokeAll(List.of(work, work, work, work))) {
                one = one == null ? each.get() : one;
                assertThat(each.get()).isSameAs(one);
            }
            assertThat(way.attachments.get(way.key)).isSameAs(one);
        } finally {
            executor.shutdownNow();
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void close_withValues_takesThemOffForGood(Way way) {
        way.attachments.put(way.key, "value");

        way.attachments.close();
        way.attachments.close();

        assertThat(way.attachments.get(way.key)).isNull();
        assertThat(way.attachments.remove(way.key)).isNull();
        for (Object key : List.of(way.key, way.other)) {
            assertThatThrownBy(() -> way.attachments.put(key, "late"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("these attachments are closed; make new ones");
            assertThatThrownBy(() -> way.attachments.computeIfAbsent(key, same -> "late"))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void put_nothing_isRefused(Way way) {
        assertThatThrownBy(() -> way.attachments.put(way.key, null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("value");
        assertThatThrownBy(() -> way.attachments.get(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("key");
        assertThatThrownBy(() -> way.attachments.computeIfAbsent(way.key, key -> null))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("the function returned no value");
        assertThat(way.attachments.get(way.key)).isNull();
    }

    @Test
    void attachments_ofTwoOwners_areIndependent() {
        Carrier carrier = new Carrier();
        Attachments<Carrier, Object> one = Attachments.toCarriers();
        Attachments<Carrier, Object> two = Attachments.toCarriers();
        one.put(carrier, "one");
        two.put(carrier, "two");
        one.close();

        assertThat(two.get(carrier)).isEqualTo("two");
    }

    @Test
    @Tag("collector")
    void carrier_valueRefersToIt_isCollected() {
        Attachments<Carrier, Object> attachments = Attachments.toCarriers();
        WeakReference<Carrier> carrier = attachedToItself(attachments);

        Awaited.collection("a carrier to be collected whose value refers to it", () -> carrier.refersTo(null));
        assertThat(attachments.get(new Carrier())).isNull();
    }

    private static WeakReference<Carrier> attachedToItself(Attachments<Carrier, Object> attachments) {
        Carrier carrier = new Carrier();
        attachments.put(carrier, carrier);
        return new WeakReference<>(carrier);
    }

    /** An application that gives a class of its own, and an instance of it. */
    public static final class Plugin implements Callable<List<Object>> {
        /** Called by the loader. */
        public Plugin() {}

        @Override
        public List<Object> call() {
            return List.of(Plugin.class, new Plugin());
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("RC-4 a class whose attached value is of that class is unloaded")
    void classOfThrowawayLoader_valueIsAnInstance_isCollected() throws Exception {
        Attachments<Class<?>, Object> attachments = Attachments.toClasses();

        WeakReference<ClassLoader> loader =
                ThrowawayLoader.run(Plugin.class, found -> attachments.put((Class<?>) found.get(0), found.get(1)));

        Awaited.collection("the loader of a class that carries its own instance", () -> loader.refersTo(null));
        assertThat(attachments.get(String.class)).isNull();
    }

    /** An application that attaches a value of its own to a class of the JDK, and closes. */
    public static final class Application implements Callable<Object> {
        private static final Attachments<Class<?>, Object> ATTACHMENTS = Attachments.toClasses();

        /** Called by the loader. */
        public Application() {}

        @Override
        public Object call() {
            ATTACHMENTS.put(String.class, this);
            ATTACHMENTS.close();
            return "done";
        }
    }

    @Test
    @Tag("collector")
    @DisplayName("RC-4 an application that closed its attachments to classes of the JDK is unloaded")
    void classOfTheJdk_closed_letsTheApplicationGo() throws Exception {
        WeakReference<ClassLoader> loader = ThrowawayLoader.run(Application.class, result -> {});

        Awaited.collection("the loader of an application that attached to String", () -> loader.refersTo(null));
    }
}
