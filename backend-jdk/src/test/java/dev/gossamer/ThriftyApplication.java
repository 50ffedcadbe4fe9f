package dev.gossamer;

import java.util.List;
import java.util.concurrent.Callable;

/** Uses the library in all ways that need no thread. */
public final class ThriftyApplication implements Callable<Boolean> {
    private static final Object KEY = new Object();

    @Override
    public Boolean call() {
        boolean used = WeakValueMap.create().isEmpty() && WeakSet.create().isEmpty();
        for (Reclaim reclaim : List.of(Reclaim.INLINE, Reclaim.MANUAL)) {
            WeakKeyMap<Object, Object> map =
                    WeakKeyMap.builder().reclaim(reclaim).build();
            map.put(KEY, "value");
            used &= map.reclaim() == 0 && map.size() == 1;
        }
        return used && WeakRef.of(KEY).isAlive() && WeakKeyMap.create().get(KEY) == null;
    }
}
