package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lists the containers that are alive, copies included.
 *
 * <p>Thread-safe. Holds them weakly, at 40 bytes for each without a name. Listing a new container takes constant time.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/DiagnosisExamplesTest.java" region="containers"}
 *
 * @since 0.2.0
 */
public final class WeakContainers {
    // Who notices that a container was collected?
    //
    // One with a name needs the reclaiming thread for as long as it lives: a Flight Recorder that is started from
    // outside has to be noticed though nobody uses the container. Its reference arrives in the queue that the thread
    // waits in. One without a name is worth no thread; its reference arrives in a queue that is looked into when others
    // are made, or when somebody asks.

    private static final int FORGOTTEN_AT_ONCE = 16;
    private static final ContainerList NAMED = new ContainerList();
    private static final ContainerList UNNAMED = new ContainerList();
    private static final ReferenceQueue<WeakContainer> COLLECTED = new ReferenceQueue<>();
    private static final Map<String, ContainerActivity> UNNAMED_BY_KIND = new ConcurrentHashMap<>();
    private static final List<ContainerFollower> FOLLOWERS = new CopyOnWriteArrayList<>();

    private WeakContainers() {}

    /**
     * Lists the {@linkplain ContainerBuilder#name named} containers that are alive, in linear time. Several may have one name.
     *
     * @return the containers, in the order in which they were made; an unmodifiable list that holds them strongly
     */
    public static List<WeakContainer> named() {
        return living(NAMED);
    }

    /**
     * Lists all containers that are alive, with and without a name, in linear time.
     *
     * @return the containers, those with a name first; an unmodifiable list that holds them strongly
     */
    public static List<WeakContainer> all() {
        List<WeakContainer> all = new ArrayList<>(living(NAMED));
        all.addAll(living(UNNAMED));
        return List.copyOf(all);
    }

    /**
     * Calls a function for each {@linkplain #named() named} container: for those there are in this thread, for each later one in
     * the thread that makes it. When a container has been collected, the library's thread for callbacks runs what the function gave
     * back for it. So meters or MBeans can follow the containers. What either throws goes to the {@link ErrorHandler}.
     *
     * @param binding does it, and gives how to undo it; must not refer to the containers. Held by the library
     * @return what follows them until it is closed
     */
    public static ContainerFollower follow(Function<? super ObservedContainer, ? extends Runnable> binding) {
        ContainerFollower follower = new ContainerFollower(binding);
        FOLLOWERS.add(follower);
        for (ListedContainer listed : NAMED.all()) {
            WeakContainer container = listed.get();
            if (container != null) {
                follower.follow(listed, container);
            }
        }
        return follower;
    }

    /** Follows no longer. */
    static void forget(ContainerFollower follower) {
        FOLLOWERS.remove(follower);
    }

    /**
     * Notes for each container that is made from now on which line of code made it: see {@link WeakContainer#createdAt()}. So does the
     * system property {@code dev.gossamer.creationSites=true} for all. Making a container then takes some microseconds more, and those
     * without a name are summed by line and kind wherever they are summed.
     */
    public static void keepCreationSites() {
        CreationSites.keep();
    }

    private static List<WeakContainer> living(ContainerList list) {
        forgetCollected(Integer.MAX_VALUE);
        List<WeakContainer> living = new ArrayList<>();
        for (ListedContainer listed : list.all()) {
            WeakContainer container = listed.get();
            if (container != null) {
                living.add(container);
            }
        }
        return List.copyOf(living);
    }

    /** Puts a new container on the list and returns it. */
    static <C extends WeakContainer> C list(C container) {
        add(container);
        return container;
    }

    /** Puts a new container on the list, and has it followed. */
    static ListedContainer add(WeakContainer container) {
        forgetCollected(FORGOTTEN_AT_ONCE);
        ContainerActivity activity = activity(container);
        if (container.name().isEmpty()) {
            ListedContainer unnamed = new ListedContainer(container, activity, COLLECTED);
            UNNAMED.add(unnamed);
            return unnamed;
        }
        ReclaimScheduler scheduler = ReclaimScheduler.shared();
        ListedContainer named =
                new ListedContainer(container, activity, scheduler.queues().arrivals());
        NAMED.add(named);
        scheduler.ensureThread();
        for (ContainerFollower follower : FOLLOWERS) {
            follower.follow(named, container);
        }
        return named;
    }

    /** Takes a container off the list that is still alive. */
    static void remove(WeakContainer container, ListedContainer listed) {
        ContainerList list = container.name().isEmpty() ? UNNAMED : NAMED;
        list.remove(listed);
        for (ContainerFollower follower : FOLLOWERS) {
            follower.leave(listed);
        }
    }

    /** The store of a container. */
    static Store<?, ?> store(WeakContainer container) {
        if (container instanceof StoredMap<?, ?> map) {
            return map.store;
        } else if (container instanceof StoredWeakSet<?> set) {
            return set.store();
        } else if (container instanceof StoredInterner<?> interner) {
            return interner.store();
        } else if (container instanceof WeakMultimap<?, ?> multimap) {
            return multimap.store();
        }
        return ((WeakMap<?, ?>) container).store();
    }

    /** What is noted of a container, or of all unnamed ones of its kind. */
    static ContainerActivity activity(WeakContainer container) {
        return container instanceof ExternalContainer external ? external.activity : activity(store(container));
    }

    static ContainerActivity activity(Store<?, ?> store) {
        ContainerActivity own = store.activity;
        return own != null ? own : unnamed(store.settings.kind(), null);
    }

    /** What is noted of all unnamed containers of a kind, or of those that one line of code has made. */
    static ContainerActivity unnamed(String kind, @Nullable String site) {
        String key = site == null ? kind : kind.concat(" ").concat(site);
        ContainerActivity known = UNNAMED_BY_KIND.get(key);
        if (known != null) {
            return known;
        }
        ContainerActivity made = new ContainerActivity("unnamed ".concat(kind), kind, site, StatsCounter.NONE);
        ContainerActivity other = UNNAMED_BY_KIND.putIfAbsent(key, made);
        return other != null ? other : made;
    }

    /** The named containers, and the others, as they are listed. */
    static ContainerList listedNamed() {
        return NAMED;
    }

    static ContainerList listedUnnamed() {
        return UNNAMED;
    }

    /** How many named containers the list has, those included whose collection was not noticed yet. */
    static int listed() {
        return NAMED.size();
    }

    /** Takes a named container off the list that was collected. */
    static void forget(ListedContainer collected) {
        NAMED.remove(collected);
    }

    /** Takes unnamed containers off the list that were collected. */
    static void forgetCollected(int atMost) {
        for (int left = atMost; left > 0; left--) {
            Reference<?> gone = COLLECTED.poll();
            if (gone == null) {
                return;
            }
            UNNAMED.remove((ListedContainer) gone);
        }
    }
}
