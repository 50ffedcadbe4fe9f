package dev.gossamer.tck;

import dev.gossamer.Reclaim;
import dev.gossamer.WeakValueMap;
import dev.gossamer.spi.Backend;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** A thread that puts a key and is stuck in the {@code equals} of that key until it is let go. */
final class StuckInsertion {
    final WeakValueMap<Key, Name> map;
    final Key stored = key("stored");
    final Name value = new Name("v");
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
    StuckInsertion(Backend backend, int stuckAt) {
        this.stuckAt = stuckAt;
        map = WeakValueMap.<Key, Name>builder()
                .backend(backend)
                .reclaim(Reclaim.MANUAL)
                .build();
        map.put(stored, value);
    }

    Key key(String text) {
        return new Key(this, text);
    }

    /** Runs an action in a thread of its own while the other one is stuck. */
    void run(Runnable meanwhile) {
        FutureTask<Boolean> insertion = Racers.start(() -> {
            inserting = Thread.currentThread();
            try {
                return map.put(key("stuck"), value) == null;
            } finally {
                reached.countDown();
            }
        });
        try {
            Waiting.await("an insertion to end or to call equals", reached);
            Racers.join(Racers.start(() -> {
                meanwhile.run();
                return true;
            }));
        } finally {
            letGo.countDown();
        }
        Racers.join(insertion);
    }

    private void compared() {
        if (Thread.currentThread() == inserting && ++calls == stuckAt) {
            reached.countDown();
            Waiting.await("the other threads to be done", letGo);
        }
    }

    /** A key that collides with all others. */
    static final class Key {
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
