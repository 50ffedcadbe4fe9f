package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.gossamer.spi.Backend;
import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.lang.ref.Reference;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What people reported to the trackers of other libraries, played with the type that is meant for it, the real collector, and one
 * backend. Images that give way when memory is short need a JVM of their own: {@link Pressure}.
 */
@Tag("collector")
@SuppressWarnings("try") // a hold is there to be closed
abstract class ReportedSituations {
    private final AtomicInteger loads = new AtomicInteger();
    private final Deaths.Victim victim = new Deaths.Victim();

    abstract Backend backend();

    private <K, V> WeakValueMap.Builder<K, V> values() {
        return WeakValueMap.<K, V>builder().backend(backend());
    }

    private Named load(String key) {
        return new Named(key + loads.incrementAndGet());
    }

    /** Puts what a supplier gives where nothing else holds it, and lets the collector run. */
    private void hold(Supplier<?> supplier) {
        victim.object = supplier.get();
        Deaths.awaitLaterDeath();
    }

    @Test
    @DisplayName(
            "LOCK-1 a lock of which only a read hold is kept is the one for equal keys, and gone when it is closed")
    void locks_onlyAReadHoldKept_areOneForEqualKeys() {
        KeyedLocks<String> locks =
                KeyedLocks.<String>builder().backend(backend()).build();
        readTile(locks);
        Deaths.collectUntil("the lock to be gone", () -> locks.estimatedSize() == 0);
    }

    private static void readTile(KeyedLocks<String> locks) {
        try (KeyedLocks.Hold tile = locks.lockForReading(new String("tile 7"))) {
            Deaths.awaitLaterDeath();
            assertThat(CompletableFuture.supplyAsync(() -> locks.tryLock(new String("tile 7")))
                            .join())
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("ASYNC-1 a value that is in use is not loaded twice, and is when nobody used it")
    void asyncMap_valueInUse_isLoadedOncePerLife() {
        AsyncWeakValueMap<String, Named> pages =
                AsyncWeakValueMap.over(this.<String, Named>values().build(), ForkJoinPool.commonPool());
        hold(() -> pages.get("page", this::load).join());
        assertThat(pages.get("page", this::load).join()).isSameAs(victim.object);
        assertThat(loads).hasValue(1);
        Deaths.awaitClearing(victim.drop());
        assertThat(pages.get("page", this::load).join()).isEqualTo(new Named("page2"));
    }

    @Test
    @DisplayName("LOAD-1 LOAD-2 many keys are loaded in one call, and a refresh keeps the instance that is in use")
    void loadingMap_bulkLoadAndRefresh_keepInstancesInUse() {
        AtomicInteger calls = new AtomicInteger();
        LoadingWeakValueMap<String, Named> map = this.<String, Named>values()
                .loading(new WeakValueLoader<String, Named>() {
                    @Override
                    public Named load(String key) {
                        return new Named(key);
                    }

                    @Override
                    public Map<String, Named> loadAll(Set<String> keys) {
                        calls.incrementAndGet();
                        Map<String, Named> loaded = new LinkedHashMap<>();
                        keys.forEach(key -> loaded.put(key, new Named(key)));
                        return loaded;
                    }
                })
                .executor(Runnable::run)
                .build();
        hold(() -> map.getAll(List.of("a", "b")));
        assertThat(map.getAll(List.of("a", "b"))).isEqualTo(victim.object);
        assertThat(calls).hasValue(1);
        Named used = map.get("a");
        assertThat(map.refresh("a").join()).isSameAs(used);
        victim.drop();
        Deaths.collectUntil("what nobody uses to leave", () -> map.asMap().estimatedSize() == 1);
        assertThat(map.get("a")).isSameAs(used);
    }

    @Test
    @DisplayName("MM-1 MM-2 of many values for a key each lives while it is used, and keys leave with their last one")
    void multimap_valuesOfATopic_leaveOneByOne() {
        WeakMultimap<String, Named> topics =
                WeakMultimap.<String, Named>builder().backend(backend()).weakValues();
        Named kept = new Named("kept");
        topics.put("weather", kept);
        for (int i = 0; i < 100; i++) {
            topics.put("weather", new Named("subscriber " + i));
            topics.put("topic " + i, new Named("subscriber"));
        }
        Deaths.collectUntil(
                "the others to leave", () -> topics.get("weather").size() == 1 && topics.estimatedSize() == 1);
        assertThat(topics.get("weather")).containsExactly(kept);
    }

    private record Avatar(Object player) {}

    @Test
    @DisplayName("WM-2 values that refer to their keys go, all 100 of them")
    void weakMap_valuesReferToTheirKeys_leave() {
        WeakMap<Object, Avatar> avatars =
                WeakMap.<Object, Avatar>builder().backend(backend()).build();
        for (int i = 0; i < 100; i++) {
            Object player = new Object();
            avatars.put(player, new Avatar(player));
        }
        Deaths.collectUntil("all to leave", () -> avatars.estimatedSize() == 0);
    }

    /** As in the cookbook. */
    private final class TwoWayTable {
        final WeakValueMap<String, Object> values =
                ReportedSituations.this.<String, Object>values().build();
        final WeakKeyMap<Object, String> keys = WeakKeyMap.<Object, String>builder()
                .backend(backend())
                .keys(Equivalence.identity())
                .build();

        void put(String key, Object value) {
            values.compute(key, (same, before) -> {
                keys.put(value, same);
                return value;
            });
        }

        boolean agrees(String key, Object value) {
            String found = keys.get(value);
            return key.equals(found) && values.get(found) == value;
        }
    }

    @Test
    @DisplayName("VM-1 KM-3 a table that goes both ways agrees while values die and are removed, and leaves nothing")
    void twoWayTable_removalsAndDeaths_agreeBothWays() {
        TwoWayTable table = new TwoWayTable();
        Object kept = new Object();
        Object removed = new Object();
        table.put("kept", kept);
        table.put("removed", removed);
        hold(Object::new);
        table.put("dying", victim.object);
        table.values.remove("removed");
        Deaths.awaitClearing(victim.drop());
        assertThat(table.agrees("kept", kept)).isTrue();
        assertThat(table.agrees("removed", removed)).isFalse();
        Deaths.collectUntil("the dead one to leave", () -> table.values.estimatedSize() == 1);
        assertThat(table.values.get("dying")).isNull();
        Reference.reachabilityFence(removed);
    }

    @Test
    @DisplayName("KM-1 what was numbered is listed in the order of insertion, without what died")
    void order_someDie_isThatOfInsertion() {
        AtomicLong serial = new AtomicLong();
        WeakKeyMap<Object, Long> windows = WeakKeyMap.<Object, Long>builder()
                .backend(backend())
                .keys(Equivalence.identity())
                .build();
        List<Object> kept = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            Object window = new Object();
            windows.put(window, serial.incrementAndGet());
            if (i % 3 == 0) {
                kept.add(window);
            }
        }
        Deaths.collectUntil("the closed ones to leave", () -> windows.estimatedSize() == kept.size());
        assertThat(windows.snapshot().entrySet().stream()
                        .sorted(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .toList())
                .isEqualTo(kept);
    }

    /** Compares text of any kind with strings. */
    private enum Text implements Equivalence<CharSequence> {
        CONTENT;

        @Override
        public int hash(CharSequence text) {
            return text.chars().reduce(0, (hash, next) -> 31 * hash + next);
        }

        @Override
        public boolean equivalent(CharSequence left, CharSequence right) {
            return CharSequence.compare(left, right) == 0;
        }
    }

    private String parse(CharSequence text) {
        loads.incrementAndGet();
        return text.toString();
    }

    @Test
    @DisplayName("PROBE-1 what was parsed is found by its text, parsed once per life")
    void interner_textThatIsThere_isNotParsedAgain() {
        Interner<String> names = Interner.<String>builder().backend(backend()).build();
        StringBuilder buffer = new StringBuilder("name");
        hold(() -> names.intern(buffer, Text.CONTENT, this::parse));
        assertThat(names.intern(buffer, Text.CONTENT, this::parse)).isSameAs(victim.object);
        assertThat(names.find(buffer, Text.CONTENT)).isSameAs(victim.object);
        assertThat(loads).hasValue(1);
        Deaths.awaitClearing(victim.drop());
        assertThat(names.find(buffer, Text.CONTENT)).isNull();
        assertThat(names.intern(buffer, Text.CONTENT, this::parse)).isEqualTo("name");
        assertThat(loads).hasValue(2);
    }

    @Test
    @DisplayName("LANE-1 LANE-2 native handles are released in a lane, each once, whose backlog ends")
    void lane_manyHandles_releasesEachOnce() {
        List<Integer> released = new CopyOnWriteArrayList<>();
        ConcurrentLinkedQueue<Runnable> handed = new ConcurrentLinkedQueue<>();
        Executor slow = handed::add;
        FinalizerLane lane = FinalizerLane.over(slow).helpAbove(200);
        for (int handle = 0; handle < 2_000; handle++) {
            int number = handle;
            lane.register(new Object(), () -> released.add(number));
        }
        Deaths.collectUntil("all to be handed over", () -> released.size() + lane.backlog() == 2_000);
        handed.forEach(Runnable::run);
        assertThat(lane.backlog()).isZero();
        assertThat(released).hasSize(2_000).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName(
            "WRAP-1 a wrapper as a weak value is refused with the type that is right, so nothing is lost in silence")
    void weakValue_wrapper_isRefusedWithTheWayOut() {
        WeakValueMap<String, Object> map = this.<String, Object>values().build();
        assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                .isThrownBy(() -> map.put("page", new SoftReference<>(new Named("page"))))
                .withMessageContaining("give its referent");
        assertThatExceptionOfType(NotWeaklyReferenceableException.class)
                .isThrownBy(() -> map.put("page", CompletableFuture.completedFuture(new Named("page"))))
                .withMessageContaining("take an AsyncWeakValueMap");
        hold(() -> new Named("page"));
        map.put("page", victim.object);
        Deaths.awaitLaterDeath();
        assertThat(map).containsOnly(Map.entry("page", victim.object));
    }

    @Test
    @DisplayName("VM-3 KM-4 byte arrays are compared by content, as keys and as instances")
    void arrays_ofEqualContent_areOne() {
        WeakValueMap<byte[], Object> byDigest = WeakValueMap.<byte[], Object>builder()
                .backend(backend())
                .keys(Equivalence.arrays())
                .build();
        Interner<byte[]> digests = Interner.<byte[]>builder()
                .backend(backend())
                .keys(Equivalence.arrays())
                .build();
        byte[] digest = {1, 2, 3};
        hold(() -> digests.intern(digest.clone()));
        assertThat(digests.intern(digest.clone())).isSameAs(victim.object);
        byDigest.put(digest, victim.object);
        assertThat(byDigest.get(digest.clone())).isSameAs(victim.object);
        victim.drop();
        Deaths.collectUntil("both to leave", () -> byDigest.estimatedSize() + digests.estimatedSize() == 0);
    }

    /** Refers to the class that it describes; no record, so that its code can be defined again. */
    private static final class Metadata {
        final Class<?> type;

        Metadata(Class<?> type) {
            this.type = type;
        }
    }

    @Test
    @DisplayName("SUB-2 ATT-3 metadata that refers to its class goes with the class, and what there is can be listed")
    void classMetadata_refersToItsClass_goesWithIt() throws Exception {
        Attachments<Class<?>, Metadata> metadata = Attachments.toClasses();
        metadata.put(Named.class, new Metadata(Named.class));
        WeakReference<Class<?>> unloaded = describeHidden(metadata);
        Deaths.awaitClearing(unloaded);
        assertThat(metadata.keys()).containsExactly(Named.class);
    }

    /** Attaches metadata to a class that nobody else holds. */
    private static WeakReference<Class<?>> describeHidden(Attachments<Class<?>, Metadata> metadata)
            throws IOException, IllegalAccessException {
        try (InputStream code = Objects.requireNonNull(
                ReportedSituations.class.getResourceAsStream("ReportedSituations$Metadata.class"))) {
            Class<?> hidden = MethodHandles.lookup()
                    .defineHiddenClass(code.readAllBytes(), false)
                    .lookupClass();
            metadata.put(hidden, new Metadata(hidden));
            assertThat(metadata.size()).isEqualTo(2);
            return new WeakReference<>(hidden);
        }
    }

    @Test
    @DisplayName("SUB-1 LS-1 a method of another object hears until its subscription is closed or its owner dies")
    void events_methodReference_isHeardUntilClosed() {
        WeakListeners<Consumer<String>> saved = WeakListeners.create();
        List<String> heard = new CopyOnWriteArrayList<>();
        WeakListeners.Subscription subscription = saved.add(this, heard::add);
        hold(() -> new Named("status bar"));
        saved.add(victim.object, heard::add);
        Deaths.awaitLaterDeath();
        saved.fire(each -> each.accept("both"));
        Deaths.awaitClearing(victim.drop());
        saved.fire(each -> each.accept("one"));
        subscription.close();
        saved.fire(each -> each.accept("none"));
        assertThat(heard).containsExactly("both", "both", "one");
        Reference.reachabilityFence(this);
    }

    @Test
    @DisplayName("KM-1 KM-3 values of threads can be listed while they run, virtual ones too, and go with them")
    void threadValues_threadsThatEnded_leave() throws Exception {
        WeakKeyMap<Thread, byte[]> buffers = WeakKeyMap.<Thread, byte[]>builder()
                .backend(backend())
                .keys(Equivalence.identity())
                .build();
        for (Thread thread : threads(() -> buffers.computeIfAbsent(Thread.currentThread(), mine -> new byte[8_192]))) {
            thread.join();
        }
        byte[] mine = buffers.computeIfAbsent(Thread.currentThread(), thread -> new byte[10]);
        Deaths.collectUntil("the buffers of ended threads to leave", () -> buffers.estimatedSize() == 1);
        assertThat(buffers.values()).containsExactly(mine);
    }

    /** Started threads, virtual ones where there are any. */
    private static List<Thread> threads(Runnable task) {
        return IntStream.range(0, 20).mapToObj(i -> start(task)).toList();
    }

    private static Thread start(Runnable task) {
        try {
            return (Thread)
                    Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, task);
        } catch (ReflectiveOperationException before21) {
            Thread thread = new Thread(task);
            thread.start();
            return thread;
        }
    }
}
