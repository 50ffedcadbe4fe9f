package dev.gossamer.tck.environment;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A thread that puts a key and is stuck in the {@code equals} of that key until it is let go. */
public final class StuckInsertion {
    public final WeakValueMap<Key, NamedKey> map;
    public final Key stored = key("stored");
    public final NamedKey value = new NamedKey("v");
    private final int stuckAt;
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch letGo = new CountDownLatch(1);
    private volatile @Nullable Thread inserting;
    private int calls;

    /**
     * Prepares.
     *
     * @param stuckAt at which call of {@code equals} the thread gets stuck; if it never comes so far, it just ends
     */
    public StuckInsertion(Backend backend, int stuckAt) {
        this.stuckAt = stuckAt;
        map = WeakValueMap.<Key, NamedKey>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .build();
        map.put(stored, value);
    }

    public Key key(String text) {
        return new Key(this, text);
    }

    /** Runs an action in a thread of its own while the other one is stuck. */
    public void run(Runnable meanwhile) {
        FutureTask<Boolean> insertion = RacingThreads.start(() -> {
            inserting = Thread.currentThread();
            try {
                return map.put(key("stuck"), value) == null;
            } finally {
                reached.countDown();
            }
        });
        try {
            AwaitedCondition.await("an insertion to end or to call equals", reached);
            RacingThreads.join(RacingThreads.start(() -> {
                meanwhile.run();
                return true;
            }));
        } finally {
            letGo.countDown();
        }
        RacingThreads.join(insertion);
    }

    private void compared() {
        if (Thread.currentThread() == inserting && ++calls == stuckAt) {
            reached.countDown();
            AwaitedCondition.await("the other threads to be done", letGo);
        }
    }

    /** A key that collides with all others. */
    public static final class Key {
        private final StuckInsertion scene;
        private final String text;

        private Key(StuckInsertion scene, String text) {
            this.scene = scene;
            this.text = text;
        }

        @Override
        public boolean equals(Object other) {
            scene.compared();
            return other instanceof Key that && that.text.equals(text);
        }

        @Override
        public int hashCode() {
            return 42;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
