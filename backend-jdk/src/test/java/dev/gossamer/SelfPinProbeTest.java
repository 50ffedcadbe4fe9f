package dev.gossamer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.util.AbstractList;
import java.util.AbstractMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("DIAG-1 the self-pin probe")
class SelfPinProbeTest {
    private static final int EACH = 1_000;

    private static final class Key {
        private final String name;
        private Object attached = "nothing";

        Key(String name) {
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final class Value {
        private Object next;

        Value(Object next) {
            this.next = next;
        }
    }

    /** An order that needs something to compare by. */
    private static final class Order implements Comparator<Object> {
        private final Object next;

        Order(Object next) {
            this.next = next;
        }

        @Override
        public int compare(Object one, Object other) {
            return Integer.compare(System.identityHashCode(one), System.identityHashCode(other) + next.hashCode());
        }
    }

    /** A map of four kinds of entries, and what the test holds of it. */
    private static final class Zoo {
        final WeakKeyMap<Key, Value> map =
                WeakKeyMap.<Key, Value>builder().backend("jdk").build();
        final List<Object> held = new ArrayList<>();
        final Set<String> pinned = new HashSet<>();

        Zoo() {
            for (int i = 0; i < EACH; i++) {
                addHonest(i);
                addSelfPinned(i);
                map.put(new Key("garbage" + i), new Value("text"));
                if (i % 2 == 0) {
                    addCircle(i);
                }
            }
        }

        private void addHonest(int i) {
            Key key = new Key("honest" + i);
            Value value = new Value(List.of(new Value(null), "text"));
            held.add(key);
            held.add(value);
            map.put(key, value);
        }

        private void addSelfPinned(int i) {
            Key key = new Key("pinned" + i);
            map.put(key, new Value(i % 2 == 0 ? key : new ArrayList<>(List.of(new Value(key)))));
            pinned.add(key.name);
        }

        private void addCircle(int i) {
            Key one = new Key("circle" + i);
            Key two = new Key("circle" + (i + 1));
            map.put(one, new Value(two));
            map.put(two, new Value(one));
            pinned.add(one.name);
            pinned.add(two.name);
        }
    }

    @Test
    @DisplayName("DIAG-1 searching names exactly the 2,000 of 4,000, and changes nothing")
    void search_fourThousandEntries_namesThePinned() {
        Zoo zoo = new Zoo();

        SelfPinProbe.Findings<Key> findings = SelfPinProbe.search(zoo.map);

        assertThat(findings.pins()).extracting(pin -> pin.key().name).containsExactlyInAnyOrderElementsOf(zoo.pinned);
        assertThat(findings.complete()).isTrue();
        assertThat(findings.unseen()).isEmpty();
        assertThat(zoo.map.size()).isGreaterThanOrEqualTo(3 * EACH);
    }

    @Test
    @Tag("collector")
    @DisplayName("DIAG-1 provoking names exactly the 2,000 of 4,000, and keeps the honest ones")
    void provoke_fourThousandEntries_namesThePinned() {
        Zoo zoo = new Zoo();

        List<String> died = SelfPinProbe.provoke(zoo.map, Key::toString);

        assertThat(died).containsExactlyInAnyOrderElementsOf(zoo.pinned);
        assertThat(zoo.map).hasSize(EACH);
        for (int i = 0; i < zoo.held.size(); i += 2) {
            assertThat(zoo.map.get(zoo.held.get(i))).isSameAs(zoo.held.get(i + 1));
        }
    }

    @Test
    @Tag("collector")
    void provoke_ticketedEntry_keepsItsTicket() {
        List<Object> told = new ArrayList<>();
        WeakKeyMap<Key, Value> map = WeakKeyMap.<Key, Value>builder()
                .backend("jdk")
                .reclaim(Reclaim.MANUAL)
                .onCollected((value, ticket) -> told.add(ticket))
                .build();
        Key key = new Key("key");
        Value value = new Value(null);
        map.put(key, value, "ticket");

        assertThat(SelfPinProbe.provoke(map, Key::toString)).isEmpty();

        Store<?, ?> store = ((StoredWeakKeyMap<Key, Value>) map).store;
        assertThat(store.table.iterator().next().ticket()).isEqualTo("ticket");
        assertThat(map.get(key)).isSameAs(value);
        assertThat(told).isEmpty();
    }

    private static Arguments way(String path, Function<Key, Object> next) {
        return Arguments.of(path, next);
    }

    static Stream<Arguments> ways() {
        return Stream.of(
                way("Value.next → Key", key -> key),
                way("Value.next → Value.next → Key", Value::new),
                way("Value.next[1] → Key", key -> new Object[] {null, key}),
                way("Value.next[0][0] → Key", key -> new Object[][] {{key}}),
                way("Value.next[2] → Key", key -> new ArrayList<>(List.of("a", "b", key))),
                way("Value.next[0] → Value.next[1] → Key", key -> List.of(new Value(new Object[] {"", key}))),
                way("Value.next.get(users) → Key", key -> new LinkedHashMap<>(Map.of("users", key))),
                way("Value.next.keySet() → Key", key -> Map.of(key, 1)),
                way("Value.next.get().get() → Key", key -> Optional.of(new AtomicReference<>(key))),
                way("Value.next[0] → Key", key -> new AtomicReferenceArray<>(new Key[] {key})),
                way("Value.next.join() → Key", CompletableFuture::completedFuture),
                way("Value.next.comparator() → Order.next → Key", key -> new TreeMap<>(new Order(key))),
                way("Value.next.comparator() → Order.next → Key", key -> new TreeSet<>(new Order(key))),
                way("Value.next.comparator() → Order.next → Key", key -> new PriorityQueue<>(new Order(key))),
                way(
                        "Value.next.comparator() → Order.next → Key",
                        key -> new PriorityBlockingQueue<>(1, new Order(key))),
                way("Value.next.key → Key", key -> Map.entry(key, 1)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("ways")
    @DisplayName("DIAG-1 the path is told")
    void search_pinnedInSomeWay_tellsThePath(String path, Function<Key, Object> next) {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        Key key = new Key("key");
        map.put(key, new Value(next.apply(key)));

        assertThat(SelfPinProbe.search(map).pins())
                .extracting(SelfPin::path)
                .containsExactly("SelfPinProbeTest." + path.replace("→ ", "→ SelfPinProbeTest."));
    }

    /** What a value may hold in fields whose declared type seems to lead nowhere. */
    private static final class Plain {
        private final Class<?> type;
        private final String name;
        private final Integer number;
        private final byte[] bytes;

        Plain(Class<?> type, String name, Integer number, byte[] bytes) {
            this.type = type;
            this.name = name;
            this.number = number;
            this.bytes = bytes;
        }
    }

    @Test
    void search_keyInAFieldOfALeafType_isFound() {
        String name = new String("name");
        Integer number = Integer.valueOf(1_000_000);
        byte[] bytes = {1};
        WeakKeyMap<Object, Plain> map = WeakKeyMap.<Object, Plain>builder()
                .backend("jdk")
                .keys(Equivalence.identity())
                .identityPolicy(IdentityPolicy.HOLD_STRONGLY)
                .build();
        map.put(Key.class, new Plain(Key.class, "", 0, new byte[0]));
        map.put(name, new Plain(Zoo.class, name, 0, new byte[0]));
        map.put(number, new Plain(Zoo.class, "", number, new byte[0]));
        map.put(bytes, new Plain(Zoo.class, "", 0, bytes));
        Object other = new Key("other");
        map.put(other, new Plain(Zoo.class, "name", 1, new byte[] {1}));

        var found = SelfPinProbe.search(map);

        assertThat(found.pins())
                .extracting(SelfPin::key)
                .usingElementComparator((a, b) -> a == b ? 0 : 1)
                .containsExactlyInAnyOrder(Key.class, name, number, bytes);
        assertThat(found.pins()).extracting(SelfPin::path).anyMatch(path -> path.contains("Plain.name → String"));
        assertThat(found.complete()).isTrue();
        assertThat(found.unseen()).isEmpty();
    }

    @Test
    void search_valueIsTheKey_saysSo() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        Key key = new Key("key");
        map.put(key, key);

        assertThat(SelfPinProbe.search(map).pins())
                .containsExactly(new SelfPin<>(key, "SelfPinProbeTest.Key, the value is the key"));
    }

    @Test
    void search_circleOverTwoEntries_tellsTheStepFromKeyToValue() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        Key one = new Key("one");
        Key two = new Key("two");
        map.put(one, new Value(two));
        map.put(two, new Object[] {one});

        assertThat(SelfPinProbe.search(map).pins())
                .extracting(pin -> pin.key() + ": " + pin.path().replace("SelfPinProbeTest.", ""))
                .containsExactlyInAnyOrder(
                        "one: Value.next → Key ⇒ Object[][0] → Key", "two: Object[][0] → Key ⇒ Value.next → Key");
    }

    @Test
    void search_lambdaThatCaptures_isSeen() {
        WeakKeyMap<Key, Runnable> map = WeakKeyMap.create();
        Key key = new Key("key");
        map.put(key, () -> key.attached = null);

        assertThat(SelfPinProbe.search(map).pins())
                .hasSize(1)
                .allSatisfy(pin -> assertThat(pin.path())
                        .startsWith("SelfPinProbeTest.lambda.")
                        .endsWith("→ SelfPinProbeTest.Key"));
    }

    @Test
    void search_weakAndOtherwiseHarmless_findsNothing() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        List<Key> keys = new ArrayList<>();
        for (Function<Key, Object> value : List.<Function<Key, Object>>of(
                WeakReference::new, SoftReference::new, key -> key.name, key -> new int[3], key -> new Value(map))) {
            keys.add(new Key("key" + keys.size()));
            Key key = keys.get(keys.size() - 1);
            map.put(key, value.apply(key));
        }
        Key downstream = new Key("held by another entry only");
        keys.add(downstream);
        map.put(keys.get(0), new Value(downstream));
        map.put(downstream, "honest");

        assertThat(SelfPinProbe.search(map).pins()).isEmpty();
    }

    @Test
    void search_deepList_doesNotOverflow() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        Key key = new Key("key");
        Object chain = key;
        for (int i = 0; i < 100_000; i++) {
            chain = new Value(chain);
        }
        map.put(key, chain);

        assertThat(SelfPinProbe.search(map).pins()).hasSize(1);
    }

    @Test
    void search_boundReached_saysThatItIsNotComplete() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        Key key = new Key("key");
        map.put(key, new Value(new Value(new Value(key))));

        SelfPinProbe.Findings<Key> findings = SelfPinProbe.search(map, 2);

        assertThat(findings.complete()).isFalse();
        assertThat(findings.pins()).isEmpty();
    }

    @Test
    void search_classesOfTheJdkThatHide_areNamed() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();
        Key key = new Key("key");
        Queue<Object> queue = new ArrayDeque<>();
        queue.add(new ThreadLocal<>());
        queue.add(Thread.currentThread());
        map.put(key, new Value(new Object[] {queue, java.util.Locale.ROOT}));

        SelfPinProbe.Findings<Key> findings = SelfPinProbe.search(map);

        assertThat(findings.unseen()).contains("java.lang.Thread", "java.util.Locale");
        assertThat(findings.pins()).isEmpty();
    }

    @Test
    @DisplayName("DIAG-5 a future whose dependents or failure cannot be read is named")
    void search_futureWithoutValue_isNamed() {
        for (CompletableFuture<Object> future :
                List.of(new CompletableFuture<>(), CompletableFuture.failedFuture(new IllegalStateException()))) {
            WeakKeyMap<Key, Object> map = WeakKeyMap.create();
            Key key = new Key("key");
            map.put(key, new Value(new Object[] {future}));

            assertThat(SelfPinProbe.search(map).unseen()).containsExactly(CompletableFuture.class.getName());
            assertThat(key.attached).isEqualTo("nothing");
        }
    }

    /** Throws when it is read. */
    private static final class BrokenList extends AbstractList<Object> {
        @Override
        public Object get(int index) {
            throw new IllegalStateException("closed");
        }

        @Override
        public int size() {
            return 3;
        }
    }

    /** Throws when it is read. */
    private static final class BrokenMap extends AbstractMap<Object, Object> {
        @Override
        public Set<Entry<Object, Object>> entrySet() {
            throw new NullPointerException("closed");
        }
    }

    @Test
    @DisplayName("DIAG-5 a collection of the JDK is named that stands for one of the user's which throws")
    void search_wrapperOfWhatThrows_isNamed() {
        for (Object wrapper : List.of(
                Collections.unmodifiableList(new BrokenList()),
                Collections.synchronizedMap(new BrokenMap()),
                new BrokenList().subList(0, 2))) {
            WeakKeyMap<Key, Object> map = WeakKeyMap.create();
            Key key = new Key("key");
            map.put(key, new Value(new Object[] {wrapper, key}));

            SelfPinProbe.Findings<Key> findings = SelfPinProbe.search(map);

            assertThat(findings.unseen()).containsExactly(wrapper.getClass().getName());
            assertThat(findings.pins()).extracting(SelfPin::key).containsExactly(key);
        }
    }

    @Test
    void search_noObjects_isRefused() {
        WeakKeyMap<Key, Object> map = WeakKeyMap.create();

        assertThatThrownBy(() -> SelfPinProbe.search(map, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxObjects 0 looks at nothing; give 1 or more");
    }
}
