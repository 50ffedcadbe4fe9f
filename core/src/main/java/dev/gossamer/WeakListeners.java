package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A list of listeners, each of which lives exactly as long as its owner.
 *
 * <p>In a {@link WeakSet} a listener that is a lambda dies at once, since nobody else holds it. Here it is added with an
 * owner, such as the window that it updates: it stays while the owner is alive, and is gone with it. The owner is held
 * weakly. What holds the listener depends on what it refers to:
 *
 * <ul>
 *   <li>A listener that does not refer to its owner is held by this list, until the owner dies.
 *   <li>A listener that is the owner itself is held weakly.
 *   <li>A listener of a {@link ListenerOwner} is held by that owner alone, and may refer to it.
 *   <li>A listener that refers to another kind of owner would keep it alive for ever. It is refused where that can be seen:
 *       one level deep, in classes that the module system opens to this library. Elsewhere it cannot be seen, and cannot be
 *       solved on a JVM, which has no ephemerons: have the owner implement {@link ListenerOwner}, or use
 *       {@link #addBound}, whose function does not refer to the owner but is given it.
 * </ul>
 *
 * <p>Thread-safe. Adding and removing by {@link Subscription} take logarithmic, all else linear time.
 *
 * {@snippet file="dev/gossamer/examples/cookbook/ListenerRecipesTest.java" region="listeners"}
 *
 * @param <L> the type of the listeners
 * @since 0.1.0
 */
public final class WeakListeners<L> {
    private final AtomicLong serials = new AtomicLong();
    private final ConcurrentNavigableMap<Long, Entry<L>> entries = new ConcurrentSkipListMap<>();
    private final Listed<L> listed;

    private WeakListeners(@Nullable String name) {
        this.listed = new Listed<>(name, entries);
        listed.list();
    }

    /**
     * A new empty list.
     *
     * @param <L> the type of the listeners
     * @return a new list
     */
    public static <L> WeakListeners<L> create() {
        return new WeakListeners<>(null);
    }

    /**
     * A new empty list that has a {@linkplain ContainerBuilder#name name} for those who watch: in events of the Flight Recorder, in
     * {@link WeakContainers#named()}, and where a listener fails.
     *
     * @param <L> the type of the listeners
     * @param name any name
     * @return a new list
     * @since 0.2.0
     */
    public static <L> WeakListeners<L> named(String name) {
        return new WeakListeners<>(Objects.requireNonNull(name, "name"));
    }

    /**
     * Adds a listener that lives as long as its owner. One that is added twice is called twice.
     *
     * @param owner the owner; the listener lives as long as it does
     * @param listener the listener; see above what it may refer to
     * @return a way to remove it, which need not be kept
     * @throws NotWeaklyReferenceableException if the owner's class is value-based
     * @throws IllegalArgumentException if the listener can be seen to hold an owner that is no {@link ListenerOwner}
     */
    public Subscription add(Object owner, L listener) {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(listener, "listener");
        if (listener == owner || owner instanceof ListenerOwner) {
            WeakReference<L> weakly = new WeakReference<>(listener);
            return enter(owner, alive -> weakly.get(), listener);
        }
        CaptureCheck.LISTENER.check(owner, listener);
        return enter(owner, alive -> listener, listener);
    }

    /**
     * Adds a listener that is made from the living owner each time an event is fired, so that it may refer to any kind
     * of owner: {@code addBound(panel, p -> event -> p.update(event))}.
     *
     * @param <O> the type of the owner
     * @param owner the owner; the listener lives as long as it does
     * @param listener makes the listener of the owner; held strongly, must not refer to the owner
     * @return a way to remove it, which need not be kept
     * @throws NotWeaklyReferenceableException if the owner's class is value-based
     * @throws IllegalArgumentException if the function can be seen to hold the owner
     */
    @SuppressWarnings("unchecked") // it is given the owner it came with
    public <O> Subscription addBound(O owner, Function<? super O, ? extends L> listener) {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(listener, "listener");
        CaptureCheck.FUNCTION.check(owner, listener);
        return enter(owner, alive -> listener.apply((O) alive), null);
    }

    private Subscription enter(Object owner, Function<Object, @Nullable L> binding, @Nullable L carried) {
        long serial = serials.incrementAndGet();
        Map<Long, Entry<L>> map = entries;
        var entry = new Entry<>(map, serial, WeakRef.of(owner, dead -> map.remove(serial)), binding, carried == null);
        if (owner instanceof ListenerOwner carrier && carried != null && carried != owner) {
            Objects.requireNonNull(carrier.listenerKeeper(), "listenerKeeper").keep(entry, carried);
        }
        map.put(serial, entry);
        listed.used();
        Reference.reachabilityFence(owner); // not dead before there was something to remove
        return entry;
    }

    /**
     * Passes every listener whose owner is alive to an action, in the order in which they were added, in this thread.
     * Works on a snapshot: a listener that is added meanwhile is not called, nor is one that is removed before its
     * turn. What a listener throws goes to the {@link ErrorHandler}, and the others are still called.
     *
     * @param event calls one listener
     */
    public void fire(Consumer<? super L> event) {
        Objects.requireNonNull(event, "event");
        for (Entry<L> entry : List.copyOf(entries.values())) {
            entry.tell(event, listed.label());
        }
    }

    /**
     * Removes the listener that was added first of those that are this object and were {@linkplain #add added} with this
     * owner. Each {@code x::method} or capturing lambda that is evaluated is another object: {@code remove(owner, x::method)}
     * finds nothing, also where {@code add(owner, x::method)} came before. Keep the {@link Subscription} and close that.
     *
     * @param owner the owner it was added with
     * @param listener the listener
     * @return whether there was one
     */
    public boolean remove(Object owner, L listener) {
        Objects.requireNonNull(owner, "owner");
        Objects.requireNonNull(listener, "listener");
        for (Entry<L> entry : entries.values()) {
            boolean sought = entry.isOwnedBy(owner) && !entry.isBound && entry.binding.apply(owner) == listener;
            if (sought && entry.remove()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Removes all listeners of an owner.
     *
     * @param owner the owner they were added with
     * @return how many there were
     */
    public int removeAll(Object owner) {
        Objects.requireNonNull(owner, "owner");
        int count = 0;
        for (Entry<L> entry : entries.values()) {
            if (entry.isOwnedBy(owner) && entry.remove()) {
                count++;
            }
        }
        return count;
    }

    /**
     * How many listeners have a living owner.
     *
     * @return the number of listeners
     */
    public int size() {
        return listed.size();
    }

    /**
     * One listener in a list. Thread-safe; holds the list, and the owner weakly.
     *
     * <p>Need not be kept: dropping it does not remove the listener. Closing it does, so a listener can be added for
     * the duration of a block: {@code try (Subscription updates = listeners.addBound(panel, p -> p::update)) { … }}.
     */
    public sealed interface Subscription extends AutoCloseable permits Entry {

        /**
         * Removes the listener from the list if it is there. Closing again does nothing.
         *
         * @since 0.2.0
         */
        @Override
        default void close() {
            remove();
        }

        /**
         * Removes the listener from the list.
         *
         * @return whether it was there and its owner alive
         */
        boolean remove();

        /**
         * Whether the listener is in the list and its owner alive.
         *
         * @return whether an event would reach it
         */
        boolean isAlive();
    }

    /** A subscription, found by its serial number, which is also the order of calling. */
    static final class Entry<L> implements Subscription {
        private final Map<Long, Entry<L>> map;
        private final Long serial;
        private final WeakRef<Object> owner;
        private final Function<Object, @Nullable L> binding;
        private final boolean isBound;

        private Entry(
                Map<Long, Entry<L>> map,
                long serial,
                WeakRef<Object> owner,
                Function<Object, @Nullable L> binding,
                boolean isBound) {
            this.map = map;
            this.serial = serial;
            this.owner = owner;
            this.binding = binding;
            this.isBound = isBound;
        }

        private boolean isOwnedBy(Object candidate) {
            return owner.get() == candidate;
        }

        private void tell(Consumer<? super L> event, @Nullable String container) {
            Object alive = owner.get();
            if (alive == null || !map.containsKey(serial)) {
                return;
            }
            try {
                L listener = binding.apply(alive);
                if (listener != null) {
                    event.accept(listener);
                }
            } catch (Throwable failure) {
                ErrorReporter.report(container == null ? "a listener" : "a listener of", container, failure);
            } finally {
                Reference.reachabilityFence(alive);
            }
        }

        @Override
        public boolean remove() {
            Object alive = owner.get();
            boolean removed = map.remove(serial) != null;
            owner.clear();
            if (alive instanceof ListenerOwner carrier) {
                carrier.listenerKeeper().drop(this);
            }
            return removed && alive != null;
        }

        @Override
        public boolean isAlive() {
            return owner.isAlive() && map.containsKey(serial);
        }
    }

    /** What those see who watch. */
    private static final class Listed<L> extends ExternalContainer {
        private final Map<Long, Entry<L>> entries;

        Listed(@Nullable String name, Map<Long, Entry<L>> entries) {
            super("WeakListeners", name);
            this.entries = entries;
        }

        @Nullable String label() {
            return name().orElse(null);
        }

        @Override
        public String backend() {
            return "java.util";
        }

        @Override
        public boolean recordsStats() {
            return false;
        }

        @Override
        public int size() {
            return (int) entries.values().stream().filter(Entry::isAlive).count();
        }

        @Override
        public long estimatedSize() {
            return entries.size();
        }

        /** Removes those whose owner has died, which the library does by itself. */
        @Override
        public int reclaim() {
            int count = 0;
            for (Entry<L> entry : entries.values()) {
                count += !entry.owner.isAlive() && entries.remove(entry.serial) != null ? 1 : 0;
            }
            return count;
        }

        @Override
        public ContainerStats stats() {
            long dead = entries.values().stream()
                    .filter(entry -> !entry.owner.isAlive())
                    .count();
            return new ContainerStats(0, 0, 0, 0, 0, 0, 0, dead, 0);
        }
    }
}
