package dev.gossamer.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.gossamer.AttachmentCarrier;
import dev.gossamer.AttachmentCells;
import dev.gossamer.Attachments;
import dev.gossamer.WeakRef;
import java.lang.ref.Reference;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for values that their keys carry. They have no table, so a backend has no part in it. */
interface AttachmentsContract extends Contract {

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
        Attachments<Carrier, Name> carriers = Attachments.toCarriers();
        Attachments<Class<?>, Name> classes = Attachments.toClasses();
        for (int round = 0; round < 50; round++) {
            Carrier key = new Carrier();
            List<Name> values =
                    Racers.run(3, () -> carriers.computeIfAbsent(key, same -> new Name("made for a carrier")));
            assertEquals(1, identities(values), "values that racing callers got for a carrier");
            assertSame(values.get(0), carriers.get(key), "get of the carrier");
        }
        List<Name> values =
                Racers.run(3, () -> classes.computeIfAbsent(Carrier.class, same -> new Name("made for a class")));
        assertEquals(1, identities(values), "values that racing callers got for a class");
        Attachments<Class<?>, Name> others = Attachments.toClasses();
        assertNull(others.get(Carrier.class), "get of other attachments");
        others.put(Carrier.class, new Name("another"));
        assertSame(values.get(0), classes.get(Carrier.class), "get after a put to other attachments");
        Name next = new Name("next");
        assertSame(values.get(0), classes.put(Carrier.class, next), "the value before put");
        assertSame(next, classes.remove(Carrier.class), "remove");
        assertNull(classes.get(Carrier.class), "get after remove");
        others.close();
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
        List<WeakRef<Object>> values = RealCollector.elsewhere(() -> keys.stream()
                .map(key -> {
                    Object value = new Object();
                    if (System.identityHashCode(key) % 2 == 0) {
                        closing.put(key, value);
                    } else {
                        closing.computeIfAbsent(key, absent -> value);
                    }
                    other.put(key, kept);
                    return WeakRef.of(value);
                })
                .toList());
        closing.close();
        closing.close();
        Carrier first = keys.get(0);
        assertNull(closing.get(first), "get after close()");
        assertNull(closing.remove(first), "remove after close()");
        assertThrows(IllegalStateException.class, () -> closing.put(first, kept), "put after close()");
        assertThrows(
                IllegalStateException.class, () -> closing.put(new Carrier(), kept), "put of a new key after close()");
        assertThrows(
                IllegalStateException.class,
                () -> closing.computeIfAbsent(first, key -> kept),
                "computeIfAbsent after close()");
        assertSame(kept, other.get(first), "get of other attachments");
        RealCollector.await(
                "the values of closed attachments to be released",
                () -> values.stream().noneMatch(WeakRef::isAlive));
        Reference.reachabilityFence(keys);
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
                    () -> {
                        try {
                            return closing.put(key, "v") == null;
                        } catch (IllegalStateException refused) {
                            return false;
                        }
                    });
            Racers.run(threads);
            assertNull(closing.get(key), "get after close() raced with put");
        }
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
            Class<?> loaded = Loaders.reload(Name.class);
            classes.put(loaded, new Object[] {loaded, loaded.getClassLoader()});
            return WeakRef.of(loaded.getClassLoader());
        });
        RealCollector.await("a key whose value refers to it to be collected", () -> !key.isAlive());
        RealCollector.await("the loader of a class with an attachment to be collected", () -> !loader.isAlive());
        carriers.close();
        classes.close();
    }
}
