package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.AttachmentCarrier;
import dev.gossamer.AttachmentCells;
import dev.gossamer.Attachments;
import dev.gossamer.ContainerStats;
import dev.gossamer.WeakRef;
import dev.gossamer.tck.environment.DiscardedLoader;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RacingThreads;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for values that their keys carry. They have no table, so a backend has no part in it. */
public interface AttachmentsContract extends ContractBase {

    /** A key that carries what is attached to it. */
    final class Carrier implements AttachmentCarrier {
        private final AttachmentCells cells = new AttachmentCells();

        @Override
        public AttachmentCells attachments() {
            return cells;
        }
    }

    @Test
    @Rule("ATT-1")
    @DisplayName("ATT-1: racing callers get the one value of a key, and of each Attachments another one")
    default void attach_racing_givesTheOneValue() {
        Attachments<Carrier, NamedKey> carriers = Attachments.toCarriers();
        for (int round = 0; round < 50; round++) {
            Carrier key = new Carrier();
            List<NamedKey> values = RacingThreads.run(
                    3, () -> carriers.computeIfAbsent(key, same -> new NamedKey("made for a carrier")));
            assertEquals(1, identities(values), "values that racing callers got for a carrier");
            assertSame(values.get(0), carriers.get(key), "get of the carrier");
            assertTrue(carriers.keys().contains(key), "the keys of attachments have the carrier");
            assertSame(values.get(0), carriers.remove(key), "remove of the carrier");
            assertEquals(0, carriers.size(), "values that are attached after the last was removed");
        }
        attachToAClass();
    }

    @Test
    @Rule("ATT-1")
    @DisplayName("ATT-1: who makes a value while another one is attached gets that one, and keeps it")
    default void attach_anotherComesWhileItIsMade_givesTheOther() {
        requireOtherWins(Attachments.toCarriers(), new Carrier());
        requireOtherWins(Attachments.toClasses(), Carrier.class);
    }

    private static <K> void requireOtherWins(Attachments<K, NamedKey> attachments, K key) {
        NamedKey other = new NamedKey("other");
        NamedKey seen = attachments.computeIfAbsent(key, same -> {
            assertNull(attachments.put(same, other), "put while a value is made");
            return new NamedKey("made");
        });
        assertSame(other, seen, "what computeIfAbsent gives where another value came first");
        assertSame(other, attachments.get(key), "get after that");
        attachments.close();
    }

    private static void attachToAClass() {
        Attachments<Class<?>, NamedKey> classes = Attachments.toClasses();
        List<NamedKey> values = RacingThreads.run(
                3, () -> classes.computeIfAbsent(Carrier.class, same -> new NamedKey("made for a class")));
        assertEquals(1, identities(values), "values that racing callers got for a class");
        Attachments<Class<?>, NamedKey> others = Attachments.toClasses();
        assertNull(others.get(Carrier.class), "get of other attachments");
        others.put(Carrier.class, new NamedKey("another"));
        assertSame(values.get(0), classes.get(Carrier.class), "get after a put to other attachments");
        replaceAndRemove(classes, values.get(0));
        others.close();
    }

    private static void replaceAndRemove(Attachments<Class<?>, NamedKey> classes, NamedKey value) {
        NamedKey next = new NamedKey("next");
        assertSame(value, classes.put(Carrier.class, next), "the value before put");
        assertSame(next, classes.remove(Carrier.class), "remove");
        assertNull(classes.get(Carrier.class), "get after remove");
    }

    @Test
    @Rule("DIAG-2")
    @DisplayName("DIAG-2: attachments count as maps do")
    default void attachments_operations_areCounted() {
        Attachments<Carrier, NamedKey> attachments =
                Attachments.<Carrier, NamedKey>toCarriers().recordStats();
        Carrier key = new Carrier();
        NamedKey value = new NamedKey("value");
        assertNull(attachments.get(key), "get of a key without a value");
        attachments.put(key, value);
        attachments.put(key, value);
        assertSame(value, attachments.get(key), "get of a key with a value");
        assertSame(value, attachments.computeIfAbsent(key, same -> new NamedKey("other")), "computeIfAbsent");
        attachments.remove(key);
        attachments.recordStats(); // goes on
        attachments.remove(key);
        assertSame(value, attachments.computeIfAbsent(key, same -> value), "computeIfAbsent after remove");
        assertEquals(new ContainerStats(2, 2, 1, 1, 1, 0, 0, 0, 0), attachments.stats(), "what was counted");
        attachments.close();
    }

    private static long identities(List<?> objects) {
        return objects.stream().map(System::identityHashCode).distinct().count();
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("ATT-2")
    @DisplayName("ATT-2: close() releases every value and refuses new ones; closing twice does nothing")
    default void attachments_closed_releaseValuesAndRefuse() {
        Attachments<Carrier, Object> closing = Attachments.toCarriers();
        Attachments<Carrier, Object> other = Attachments.toCarriers();
        List<Carrier> keys = Stream.generate(Carrier::new).limit(20).toList();
        Object kept = new Object();
        List<WeakRef<Object>> values = RealCollector.elsewhere(
                () -> keys.stream().map(key -> attachNew(closing, key)).toList());
        keys.forEach(key -> other.put(key, kept));
        closing.close();
        closing.close();
        requireClosed(closing, keys.get(0));
        assertSame(kept, other.get(keys.get(0)), "get of other attachments");
        RealCollector.await(
                "the values of closed attachments to be released",
                () -> values.stream().noneMatch(WeakRef::isAlive));
        Reference.reachabilityFence(keys);
    }

    private static WeakRef<Object> attachNew(Attachments<Carrier, Object> attachments, Carrier key) {
        Object value = new Object();
        if (System.identityHashCode(key) % 2 == 0) {
            attachments.put(key, value);
        } else {
            attachments.computeIfAbsent(key, absent -> value);
        }
        return WeakRef.of(value);
    }

    private static void requireClosed(Attachments<Carrier, Object> closed, Carrier key) {
        assertNull(closed.get(key), "get after close()");
        assertNull(closed.remove(key), "remove after close()");
        assertThrows(IllegalStateException.class, () -> closed.put(key, "late"), "put after close()");
        assertThrows(
                IllegalStateException.class, () -> closed.put(new Carrier(), "late"), "put of a new key after close()");
        assertThrows(
                IllegalStateException.class,
                () -> closed.computeIfAbsent(key, absent -> "late"),
                "computeIfAbsent after close()");
    }

    @Test
    @Rule("ATT-2")
    @DisplayName("ATT-2: a value that races with close() is released or refused")
    default void attach_racingWithClose_leavesNothing() {
        for (int round = 0; round < 100; round++) {
            Attachments<Carrier, Object> closing = Attachments.toCarriers();
            Carrier key = new Carrier();
            List<Callable<Boolean>> threads = List.of(
                    () -> {
                        closing.close();
                        return true;
                    },
                    () -> isPutBefore(closing, key));
            RacingThreads.run(threads);
            assertNull(closing.get(key), "get after close() raced with put");
        }
    }

    private static boolean isPutBefore(Attachments<Carrier, Object> closing, Carrier key) {
        try {
            return closing.put(key, "v") == null;
        } catch (IllegalStateException refused) {
            return false;
        }
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("ATT-3")
    @DisplayName("ATT-3: a key lets go of the values of attachments that were dropped, once it is asked for others")
    default void attachments_dropped_leaveTheirKeys() {
        Carrier key = new Carrier();
        Attachments<Carrier, Object> others = Attachments.toCarriers();
        WeakRef<Object> value = RealCollector.elsewhere(() -> attachNew(Attachments.toCarriers(), key));
        RealCollector.await("the value of dropped attachments to be released by its key", () -> {
            assertNull(others.get(key), "get of other attachments");
            return !value.isAlive();
        });
        others.close();
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("ATT-3")
    @DisplayName("ATT-3: a value that refers to its key holds neither, and nor does a class loader")
    default void attach_valueRefersToKey_holdsNothing() {
        Attachments<Carrier, Object> carriers = Attachments.toCarriers();
        Attachments<Class<?>, Object> classes = Attachments.toClasses();
        WeakRef<Object> key = RealCollector.elsewhere(() -> {
            Carrier fresh = new Carrier();
            carriers.put(fresh, new Object[] {fresh, carriers});
            return WeakRef.of(fresh);
        });
        WeakRef<ClassLoader> loader = RealCollector.elsewhere(() -> {
            Class<?> loaded = DiscardedLoader.reload(NamedKey.class);
            classes.put(loaded, new Object[] {loaded, loaded.getClassLoader()});
            return WeakRef.of(loaded.getClassLoader());
        });
        RealCollector.await("a key whose value refers to it to be collected", () -> !key.isAlive());
        RealCollector.await("the loader of a class with an attachment to be collected", () -> !loader.isAlive());
        carriers.close();
        classes.close();
    }
}
