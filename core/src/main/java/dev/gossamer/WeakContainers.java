package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers that are alive, copies of them included, for those who want to look at them.
 *
 * <p>Thread-safe. Holds them weakly: 40 bytes for each without a name. Making one takes constant time here.
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

    /** Puts a new container on the list and gives it back. */
    static <C extends WeakContainer> C list(C container) {
        forgetCollected(FORGOTTEN_AT_ONCE);
        Store<?, ?> store = store(container);
        ContainerActivity named = store.activity;
        if (named == null) {
            UNNAMED.add(new ListedContainer(container, unnamed(store.settings.kind()), COLLECTED));
        } else {
            ReclaimScheduler scheduler = ReclaimScheduler.shared();
            NAMED.add(new ListedContainer(container, named, scheduler.queues().arrivals()));
            scheduler.ensureThread();
        }
        return container;
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
    static ContainerActivity activity(Store<?, ?> store) {
        ContainerActivity named = store.activity;
        return named != null ? named : unnamed(store.settings.kind());
    }

    private static ContainerActivity unnamed(String kind) {
        ContainerActivity known = UNNAMED_BY_KIND.get(kind);
        if (known != null) {
            return known;
        }
        ContainerActivity made = new ContainerActivity("unnamed ".concat(kind), kind, null, StatsCounter.NONE);
        ContainerActivity other = UNNAMED_BY_KIND.putIfAbsent(kind, made);
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
