package dev.gossamer;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The containers that were {@linkplain ContainerBuilder#name named} and are alive, copies of them included.
 *
 * <p>Thread-safe. Holds them weakly. A container without a name is not listed, and costs nothing here; building one with a
 * name takes constant time.
 */
public final class WeakContainers {
    private static final Set<WeakReference<WeakContainer>> NAMED = ConcurrentHashMap.newKeySet();
    private static final ReferenceQueue<WeakContainer> COLLECTED = new ReferenceQueue<>();

    private WeakContainers() {}

    /**
     * Lists the named containers that are alive, in linear time. Several may have one name.
     *
     * @return the containers, in no order; an unmodifiable list that holds them strongly
     */
    public static List<WeakContainer> named() {
        forgetCollected();
        List<WeakContainer> living = new ArrayList<>();
        for (WeakReference<WeakContainer> reference : NAMED) {
            WeakContainer container = reference.get();
            if (container != null) {
                living.add(container);
            }
        }
        return List.copyOf(living);
    }

    /** Puts a new container on the list if it has a name, and gives it back. */
    static <C extends WeakContainer> C list(C container) {
        if (container.name().isPresent()) {
            forgetCollected();
            NAMED.add(new WeakReference<>(container, COLLECTED));
        }
        return container;
    }

    /** How many containers the list has, those included whose collection was not noticed yet. */
    static int listed() {
        forgetCollected();
        return NAMED.size();
    }

    private static void forgetCollected() {
        for (Reference<?> gone = COLLECTED.poll(); gone != null; gone = COLLECTED.poll()) {
            NAMED.remove(gone);
        }
    }
}
