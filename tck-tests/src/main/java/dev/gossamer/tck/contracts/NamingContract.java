package dev.gossamer.tck.contracts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.gossamer.ContainerFollower;
import dev.gossamer.Interner;
import dev.gossamer.ObservedContainer;
import dev.gossamer.WeakContainer;
import dev.gossamer.WeakContainers;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakListeners;
import dev.gossamer.WeakMap;
import dev.gossamer.WeakMultimap;
import dev.gossamer.WeakRef;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import dev.gossamer.tck.environment.EmptyContainer;
import dev.gossamer.tck.environment.HeldCallbacks;
import dev.gossamer.tck.environment.NamedKey;
import dev.gossamer.tck.environment.RealCollector;
import dev.gossamer.tck.environment.TemporaryErrorHandler;
import dev.gossamer.tck.rules.ContractBase;
import dev.gossamer.tck.rules.Rule;
import java.lang.ref.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which containers there are, and what they are called. */
public interface NamingContract extends ContractBase {

    /** A container of each kind, with one element. */
    private List<WeakContainer> named(String name, NamedKey element) {
        WeakValueMap<NamedKey, NamedKey> values = WeakValueMap.<NamedKey, NamedKey>builder()
                .backend(backend())
                .name(name)
                .build();
        WeakKeyMap<NamedKey, NamedKey> keys = WeakKeyMap.<NamedKey, NamedKey>builder()
                .backend(backend())
                .name(name)
                .build();
        WeakMap<NamedKey, NamedKey> pairs = WeakMap.<NamedKey, NamedKey>builder()
                .backend(backend())
                .name(name)
                .build();
        WeakSet<NamedKey> set =
                WeakSet.<NamedKey>builder().backend(backend()).name(name).build();
        Interner<NamedKey> interner =
                Interner.<NamedKey>builder().backend(backend()).name(name).build();
        WeakMultimap<NamedKey, NamedKey> multimap = WeakMultimap.<NamedKey, NamedKey>builder()
                .backend(backend())
                .name(name)
                .weakKeys();
        values.put(element, element);
        keys.put(element, new NamedKey("value"));
        pairs.put(element, element);
        set.add(element);
        interner.intern(element);
        multimap.put(element, new NamedKey("value"));
        return List.of(
                values,
                keys,
                pairs,
                set,
                interner,
                multimap,
                values.copy(),
                keys.copy(),
                pairs.copy(),
                set.copy(),
                interner.copy(),
                multimap.copy(),
                set.union(List.of()),
                set.difference(List.of()),
                set.symmetricDifference(List.of()));
    }

    /** A name that no container has which another run has left. */
    private static String unique(String name) {
        return name + " " + System.nanoTime();
    }

    private static List<WeakContainer> listed(List<WeakContainer> containers, String name) {
        return containers.stream()
                .filter(each -> each.name().equals(Optional.of(name)))
                .toList();
    }

    @Test
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: containers of each kind have names, their copies too, and all that are alive are listed")
    default void containers_namedAndUnnamed_areListed() {
        String name = unique("listed by the kit");
        NamedKey element = new NamedKey("element");
        List<WeakContainer> made = named(name, element);
        WeakContainer unnamed = WeakSet.<NamedKey>builder().backend(backend()).build();
        assertEquals(made.size(), listed(WeakContainers.named(), name).size(), "named containers that are listed");
        List<WeakContainer> listed = listed(WeakContainers.all(), name);
        for (int i = 0; i < made.size(); i++) {
            assertTrue(made.get(i) == listed.get(i), "the container of number " + i + " on the list");
            assertEquals(1, listed.get(i).size(), "size() of the container of number " + i + " on the list");
        }
        assertEquals(Optional.empty(), unnamed.name(), "name() of a container without a name");
        assertEquals(
                List.of(0L, 1L),
                List.of(count(WeakContainers.named(), unnamed), count(WeakContainers.all(), unnamed)),
                "how often named() and all() list a container without a name");
        Reference.reachabilityFence(element);
    }

    @Test
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: a list of listeners that has a name is listed, with how many listeners are alive")
    default void listeners_named_areListed() {
        String name = unique("listeners of the kit");
        NamedKey owner = new NamedKey("owner");
        WeakListeners<Runnable> listeners = WeakListeners.named(name);
        listeners.add(owner, () -> {});
        WeakContainer listed = listed(WeakContainers.named(), name).get(0);
        assertEquals(1, listed.size(), "size() of a list with one listener");
        assertEquals(1, listed.estimatedSize(), "estimatedSize() of a list with one listener");
        assertEquals(0, listed.stats().pending(), "stats().pending() of a list whose owner lives");
        assertEquals(0, listed.reclaim(), "reclaim() of a list whose owner lives");
        assertEquals(1, listeners.size(), "listeners after reclaim()");
        listeners.removeAll(owner);
        assertEquals(0, listed.estimatedSize(), "estimatedSize() after removeAll");
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: a list of listeners tells how many owners have died, and reclaim() removes theirs")
    default void listeners_ownerDied_arePendingUntilReclaimed() {
        String name = unique("listeners of owners that die");
        WeakListeners<Runnable> listeners = WeakListeners.named(name);
        WeakContainer listed = listed(WeakContainers.named(), name).get(0);
        try (HeldCallbacks held = new HeldCallbacks()) {
            WeakRef<Object> owner = RealCollector.elsewhere(() -> addTo(listeners));
            RealCollector.await("an owner to die", () -> !owner.isAlive());
            assertEquals(1, listed.stats().pending(), "stats().pending() of a list whose owner died");
            assertEquals(0, listed.size(), "size() of a list whose owner died");
            assertEquals(1, listed.reclaim(), "reclaim() of a list whose owner died");
            assertEquals(0, listed.estimatedSize(), "estimatedSize() after reclaim()");
            Reference.reachabilityFence(held);
        }
        Reference.reachabilityFence(listeners);
    }

    private static WeakRef<Object> addTo(WeakListeners<Runnable> listeners) {
        Object owner = new Object();
        listeners.add(owner, () -> {});
        return WeakRef.of(owner);
    }

    @Test
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: who follows the named containers has a function for each, and keeps the loader of his thread")
    default void follow_namedContainers_givesFunctions() {
        ClassLoader loader = NamingContract.class.getClassLoader();
        Thread me = Thread.currentThread();
        ClassLoader before = me.getContextClassLoader();
        me.setContextClassLoader(loader);
        try {
            followOne();
            assertTrue(me.getContextClassLoader() == loader, "the context class loader is that from before");
        } finally {
            me.setContextClassLoader(before);
        }
    }

    private void followOne() {
        String name = unique("followed by the kit");
        List<ToDoubleFunction<Object>> sizes = new ArrayList<>();
        NamedKey element = new NamedKey("element");
        WeakSet<NamedKey> set =
                WeakSet.<NamedKey>builder().backend(backend()).name(name).build();
        set.add(element);
        try (ContainerFollower follower = WeakContainers.follow(container -> {
            if (container.name().equals(name)) {
                sizes.add(container.figure(ObservedContainer::estimatedSize));
            }
            return () -> {};
        })) {
            assertEquals(1, sizes.size(), "followed containers of one name");
            assertEquals(1.0, sizes.get(0).applyAsDouble("ignored"), "the figure of a set with one element");
            assertTrue(follower.size() > 0, "the follower counts containers");
        }
        Reference.reachabilityFence(set);
        Reference.reachabilityFence(element);
    }

    @Test
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: who follows containers of one name knows those that live by different names")
    default void follow_sameNameComesAndGoes_namesDiffer() {
        String name = unique("followed by one name");
        List<String> followed = new ArrayList<>();
        try (ContainerFollower follower = WeakContainers.follow(container -> {
            if (!container.name().startsWith(name)) {
                return () -> {};
            }
            followed.add(container.name());
            return () -> followed.remove(container.name());
        })) {
            EmptyContainer first = new EmptyContainer(name);
            EmptyContainer second = new EmptyContainer(name);
            first.close();
            EmptyContainer third = new EmptyContainer(name);
            assertTrue(follower.size() >= 2, "the follower counts containers");
            assertEquals(2, followed.size(), "names of two containers of three, one of which was closed: " + followed);
            assertEquals(2, Set.copyOf(followed).size(), "different ones of two names: " + followed);
            second.close();
            third.close();
            assertEquals(List.of(), followed, "names of containers that were closed");
        }
    }

    @Test
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: a follower that is closed undoes what it did for each container, also for the one that comes")
    default void follower_closed_undoesAll() {
        String name = unique("followed until it is closed");
        List<ContainerFollower> self = new ArrayList<>();
        List<String> followed = new ArrayList<>();
        List<String> undone = new ArrayList<>();
        self.add(WeakContainers.follow(container -> {
            if (!container.name().startsWith(name)) {
                return () -> {};
            }
            followed.add(container.name());
            if (followed.size() == 3) {
                self.get(0).close();
            }
            return () -> undone.add(container.name());
        }));
        List<EmptyContainer> made =
                Stream.generate(() -> new EmptyContainer(name)).limit(4).toList();
        made.forEach(EmptyContainer::close);
        assertEquals(
                3, followed.size(), "containers that are followed of four, when the third one ends it: " + followed);
        assertEquals(Set.copyOf(followed), Set.copyOf(undone), "containers for which it was undone");
        assertEquals(3, undone.size(), "times that it was undone for three containers: " + undone);
    }

    @Test
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: what a follower throws is reported, and fails nobody who makes a container")
    default void follower_throws_isReported() {
        String name = unique("followed by one that throws");
        IllegalStateException thrown = new IllegalStateException("on purpose");
        Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
        TemporaryErrorHandler.during((source, failure) -> reported.add(failure), () -> {
            try (ContainerFollower follower = WeakContainers.follow(container -> {
                        if (container.name().equals(name)) {
                            throw thrown;
                        }
                        return () -> {};
                    });
                    EmptyContainer container = new EmptyContainer(name)) {
                assertEquals(1, listed(WeakContainers.named(), name).size(), "containers listed: " + container);
                assertTrue(follower.size() > 0, "the follower counts containers");
            }
        });
        assertEquals(1, reported.stream().filter(each -> each == thrown).count(), "times reported: " + reported);
    }

    private static long count(List<WeakContainer> listed, WeakContainer container) {
        return listed.stream().filter(each -> each == container).count();
    }

    @Test
    @Tag(COLLECTOR)
    @Rule("DIAG-4")
    @DisplayName("DIAG-4: a container that was dropped is kept alive by no list, and leaves it")
    default void containers_dropped_leaveTheList() {
        String name = "dropped by the kit";
        NamedKey element = new NamedKey("element");
        int made = RealCollector.elsewhere(() -> named(name, element).size());
        assertEquals(15, made, "containers made");
        RealCollector.await(
                "named containers that were dropped to leave the list",
                () -> listed(WeakContainers.named(), name).isEmpty());
        Reference.reachabilityFence(element);
    }
}
