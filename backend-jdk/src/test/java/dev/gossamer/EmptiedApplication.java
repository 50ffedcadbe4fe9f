package dev.gossamer;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;

/** Fills many containers; its result empties one at each call, and fills one again at the call after the last. */
public final class EmptiedApplication implements Callable<Callable<Boolean>> {
    static final int CONTAINERS = 20;

    private static final List<WeakKeyMap<Object, Object>> FULL = new CopyOnWriteArrayList<>();
    private static final List<WeakKeyMap<Object, Object>> EMPTY = new CopyOnWriteArrayList<>();
    private static final Object KEY = new Object();

    @Override
    public Callable<Boolean> call() {
        for (int i = 0; i < CONTAINERS; i++) {
            WeakKeyMap<Object, Object> map = WeakKeyMap.create();
            map.put(KEY, "value");
            FULL.add(map);
        }
        return EmptiedApplication::change;
    }

    /** Whether something is held now. */
    private static boolean change() {
        if (FULL.isEmpty()) {
            EMPTY.get(0).put(KEY, "value");
            FULL.add(EMPTY.remove(0));
        } else {
            FULL.get(0).clear();
            EMPTY.add(FULL.remove(0));
        }
        return !FULL.isEmpty();
    }
}
