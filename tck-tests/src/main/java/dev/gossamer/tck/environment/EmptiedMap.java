package dev.gossamer.tck.environment;

import dev.gossamer.WeakKeyMap;
import dev.gossamer.spi.Backend;
import java.lang.ref.Reference;
import java.util.Set;

/** Has a map that is left empty, in a class loader where it is the only container, and sees the library's thread come and go. */
public final class EmptiedMap implements Runnable {
    private final Backend backend;

    /**
     * Finds a backend in the class loader of this class.
     *
     * @param backend the name of its class, which has a constructor without parameters
     * @throws ReflectiveOperationException if there is none
     */
    public EmptiedMap(String backend) throws ReflectiveOperationException {
        this.backend = DiscardedLoader.make(backend, EmptiedMap.class);
    }

    @Override
    public void run() {
        WeakKeyMap<Object, String> map =
                WeakKeyMap.<Object, String>builder().backend(backend).build();
        Object key = new Object();
        Set<Thread> before = AwaitedCondition.threads();
        map.put(key, "v");
        AwaitedCondition.await(
                "a thread that looks after a map with an entry",
                () -> !more(before).isEmpty());
        map.remove(key);
        AwaitedCondition.await(
                "the thread to end that looked after a map that is empty",
                () -> more(before).isEmpty());
        Reference.reachabilityFence(map);
    }

    /** The threads of the library that came since; one that is replaced by another just now may be missed. */
    private static Set<Thread> more(Set<Thread> before) {
        Set<Thread> more = AwaitedCondition.threadsSince(before);
        more.removeIf(thread -> !thread.getName().startsWith("gossamer"));
        return more;
    }
}
