package dev.gossamer.tck.peers;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The collector of the JVM, asked to collect until something has come true, and objects for it. */
final class AwaitedCollection {
    /** How long something is awaited that a rule says happens within a second. */
    private static final long PATIENCE_SECONDS = 5;

    private AwaitedCollection() {}

    /** Makes something in a frame of its own, which holds nothing once it is left. */
    static <T> T elsewhere(Supplier<T> maker) {
        return maker.get();
    }

    /** Returns after all have died. */
    static void awaitDeath(List<? extends WeakReference<?>> victims) {
        if (!comesTrue(() -> victims.stream().allMatch(each -> each.refersTo(null)))) {
            throw new AssertionError("what nobody else holds is not collected");
        }
    }

    /** Whether a condition comes true while collections go on, in five seconds and thirty collections. */
    static boolean comesTrue(BooleanSupplier condition) {
        long end = System.nanoTime() + PATIENCE_SECONDS * 1_000_000_000L;
        for (int collections = 0; !condition.getAsBoolean(); collections++) {
            if (System.nanoTime() > end && collections > 30) {
                return false;
            }
            System.gc();
            LockSupport.parkNanos(20_000_000);
        }
        return true;
    }

    /** Associations whose weak sides nobody else holds: references to those, and to the other sides. */
    static Dying associations(Peer peer, Map<Object, Object> map, int count) {
        return elsewhere(() -> {
            Dying dying = new Dying(new ArrayList<>(), new ArrayList<>());
            for (int i = 0; i < count; i++) {
                PeerKeys.EqualByText weak = new PeerKeys.EqualByText("dying " + i);
                PeerKeys.EqualByText strong = new PeerKeys.EqualByText("of " + i);
                peer.put(map, weak, strong);
                dying.weak.add(new WeakReference<>(weak));
                dying.strong.add(new WeakReference<>(strong));
            }
            return dying;
        });
    }

    /**
     * Associations that are about to die.
     *
     * @param weak references to the weak sides
     * @param strong references to the other sides
     */
    record Dying(List<WeakReference<Object>> weak, List<WeakReference<Object>> strong) {
        long held() {
            return strong.stream().filter(each -> !each.refersTo(null)).count();
        }
    }
}
