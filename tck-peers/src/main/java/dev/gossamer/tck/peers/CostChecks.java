package dev.gossamer.tck.peers;

import dev.gossamer.tck.peers.AwaitedCollection.Dying;
import dev.gossamer.tck.peers.Peer.Weak;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import dev.gossamer.tck.peers.PeerKeys.RehashedKey;
import dev.gossamer.tck.peers.PeerKeys.SameHashKey;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** What a weak map is asked of what it holds on to, and of what it costs. */
final class CostChecks {
    /** Far from what a bounded share of the work takes, and from what all of it takes. */
    private static final long MOST_NANOS = 20_000_000;

    private CostChecks() {}

    static PeerVerdict reclaimsAMutatedKey(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return PeerVerdict.notApplicable(
                    "asked of maps with weak values, whose dead entries have a key that can change");
        }
        Map<Object, Object> map = peer.map();
        WeakReference<Object> key = AwaitedCollection.elsewhere(() -> {
            RehashedKey fresh = new RehashedKey();
            map.put(fresh, new EqualByText("dying"));
            fresh.change();
            return new WeakReference<>(fresh);
        });
        return PeerVerdict.of(
                releasedByUse(map, peer, () -> key.refersTo(null)),
                "an entry whose key has another hash by now stays for ever, also when the map is used");
    }

    private static boolean releasedByUse(Map<Object, Object> map, Peer peer, BooleanSupplier condition) {
        Object held = new EqualByText("held");
        return AwaitedCollection.comesTrue(() -> {
            for (int i = 0; i < 200; i++) {
                Object other = new EqualByText("other " + i);
                peer.put(map, held, other);
                map.remove(other);
                map.get(other);
            }
            return condition.getAsBoolean();
        });
    }

    static PeerVerdict isCollectable(Peer peer) {
        Object held = new EqualByText("held");
        List<WeakReference<Object>> dropped = AwaitedCollection.elsewhere(() -> {
            Map<Object, Object> map = peer.map();
            Object strong = new EqualByText("strong");
            peer.put(map, held, strong);
            return List.of(new WeakReference<>(map), new WeakReference<>(strong));
        });
        boolean collected = AwaitedCollection.comesTrue(() -> dropped.stream().allMatch(each -> each.refersTo(null)));
        Reference.reachabilityFence(held);
        return PeerVerdict.of(collected, "a dropped map stays with all that it holds");
    }

    static PeerVerdict standsEqualHashes(Peer peer) {
        if (peer.byIdentity()) {
            return PeerVerdict.notApplicable("it asks no key for its hash code");
        }
        Map<Object, Object> map = peer.map();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Object key = new SameHashKey(i);
            held.add(key);
            map.put(key, key);
        }
        int most = 0;
        for (int i = 0; i < 3_000; i += 100) {
            SameHashKey asked = new SameHashKey(i);
            if (map.get(asked) == null) {
                return PeerVerdict.fail("loses a key among 3,000 of one hash code");
            }
            most = Math.max(most, asked.comparisons());
        }
        Reference.reachabilityFence(held);
        return PeerVerdict.of(
                most < 300, "a look-up among 3,000 comparable keys of one hash code compares with up to " + most);
    }

    static PeerVerdict givesMemoryBack(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(PeerRules.ENTRIES);
        }
        Map<Object, Object> map = peer.map();
        Object held = new EqualByText("held");
        peer.put(map, held, held);
        long before = used();
        Dying sample = AwaitedCollection.elsewhere(() -> {
            Dying first = AwaitedCollection.associations(peer, map, 1);
            for (int i = 0; i < 400_000; i++) {
                peer.put(map, new Object(), new Object());
            }
            return first;
        });
        LongSupplier kept = () -> used() - before;
        boolean givenBack = releasedByUse(map, peer, () -> sample.held() == 0 && kept.getAsLong() < 1_000_000);
        long stillKept = kept.getAsLong();
        Reference.reachabilityFence(map);
        Reference.reachabilityFence(held);
        return PeerVerdict.of(
                givenBack, "keeps " + stillKept / 1_000_000 + " MB after 400,000 entries died and the map was used");
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    static PeerVerdict releasesWhenIdle(Peer peer) {
        Map<Object, Object> map = peer.map();
        Dying dying = AwaitedCollection.associations(peer, map, 10);
        AwaitedCollection.awaitDeath(dying.weak());
        boolean idle = AwaitedCollection.comesTrue(() -> dying.held() == 0);
        boolean used = idle || releasedByUse(map, peer, () -> dying.held() == 0);
        return PeerVerdict.of(
                idle,
                "the other side of what died is held for as long as nobody uses the map"
                        + (used ? "" : ", and after that"));
    }

    static PeerVerdict noOperationPays(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(PeerRules.ENTRIES);
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3 && least >= MOST_NANOS; round++) {
            least = Math.min(least, costAfterAMassDeath(peer));
        }
        return PeerVerdict.of(
                least < MOST_NANOS,
                "the first operations after 900,000 deaths cost their caller up to " + least / 1_000_000
                        + " ms of CPU each");
    }

    /** Returns when 900,000 entries have died, and the notices of all have arrived. */
    private static void awaitMassDeath(Peer peer, Map<Object, Object> map) {
        ReferenceQueue<Object> enqueued = new ReferenceQueue<>();
        List<WeakReference<Object>> samples = AwaitedCollection.elsewhere(() -> putDying(peer, map, enqueued));
        AwaitedCollection.awaitDeath(samples);
        AtomicInteger arrived = new AtomicInteger();
        AwaitedCollection.comesTrue(() -> {
            while (enqueued.poll() != null) {
                arrived.incrementAndGet();
            }
            return arrived.get() == samples.size();
        });
    }

    private static List<WeakReference<Object>> putDying(
            Peer peer, Map<Object, Object> map, ReferenceQueue<Object> enqueued) {
        List<WeakReference<Object>> some = new ArrayList<>();
        for (int i = 0; i < 900_000; i++) {
            Object weak = new Object();
            peer.put(map, weak, new Object());
            if (i % 3_000 == 0) {
                some.add(new WeakReference<>(weak, enqueued));
            }
        }
        return some;
    }

    /** The most nanoseconds of CPU that one of the first operations after a mass death costs its caller. */
    private static long costAfterAMassDeath(Peer peer) {
        Map<Object, Object> map = peer.map();
        awaitMassDeath(peer, map);
        Object held = new EqualByText("held");
        List<Runnable> operations =
                List.of(() -> map.get(held), () -> peer.put(map, held, held), () -> map.remove(held));
        long most = 0;
        for (Runnable operation : operations) {
            long before = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            operation.run();
            most = Math.max(most, ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - before);
        }
        return most;
    }
}
