package dev.gossamer.tck.peers;

import dev.gossamer.tck.peers.Peer.Weak;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import dev.gossamer.tck.peers.PeerKeys.SameHashKey;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** What a weak map is asked of its contract, and of what has died. */
final class MapChecks {
    private MapChecks() {}

    static PeerVerdict refusesValueBased(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(PeerRules.ENTRIES);
        }
        try {
            peer.put(peer.map(), 1_000_000, new EqualByText("other side"));
            return PeerVerdict.fail("takes an Integer, whose identity is nobody's, as if it could be watched");
        } catch (IllegalArgumentException refused) {
            return PeerVerdict.pass();
        }
    }

    static PeerVerdict isAMapAndKeepsWhatIsInUse(Peer peer) {
        Map<Object, Object> map = peer.map();
        Map<Object, Object> model = new HashMap<>();
        Object[] held = new Object[200];
        for (int i = 0; i < held.length; i++) {
            held[i] = new EqualByText("t" + i);
        }
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            Object key = held[random.nextInt(held.length)];
            Object value = held[random.nextInt(held.length)];
            int how = random.nextInt(4);
            boolean same = use(map, how, key, value) == use(model, how, key, value);
            if (!same || map.get(key) != model.get(key)) {
                return PeerVerdict.fail("operation " + i + " on " + key + " gives another result than a HashMap");
            }
        }
        PeerVerdict verdict = PeerVerdict.of(
                keepsAll(map, model), "forgets at a collection associations whose key and value are in use");
        Reference.reachabilityFence(held);
        return verdict;
    }

    private static @Nullable Object use(Map<Object, Object> map, int how, Object key, Object value) {
        return switch (how) {
            case 0 -> map.put(key, value);
            case 1 -> map.remove(key);
            case 2 -> map.putIfAbsent(key, value);
            default -> map.keySet().remove(key);
        };
    }

    private static boolean keepsAll(Map<Object, Object> map, Map<Object, Object> inUse) {
        System.gc();
        System.gc();
        return inUse.entrySet().stream().allMatch(entry -> map.get(entry.getKey()) == entry.getValue());
    }

    /** A map with twenty held and a hundred dead associations, and those that are held. */
    private static List<Object> mostlyDead(Peer peer, Map<Object, Object> map) {
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            EqualByText weak = new EqualByText("live " + i);
            EqualByText strong = new EqualByText("of live " + i);
            peer.put(map, weak, strong);
            held.add(weak);
            held.add(strong);
        }
        AwaitedCollection.awaitDeath(
                AwaitedCollection.associations(peer, map, 100).weak());
        return held;
    }

    static PeerVerdict showsNothingDead(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(PeerRules.ENTRIES);
        }
        Map<Object, Object> map = peer.map();
        List<Object> held = mostlyDead(peer, map);
        int met = 0;
        for (Map.Entry<Object, Object> entry : map.entrySet()) {
            if (entry.getKey() == null || entry.getValue() == null) {
                return PeerVerdict.fail("iteration gives null for what died");
            }
            met++;
        }
        if (met != 20) {
            return PeerVerdict.fail("iteration gives " + met + " of 20 live entries");
        }
        for (int i = 0; i < 100; i++) {
            Object asked = new EqualByText((peer.weak() == Weak.KEY ? "dying " : "of ") + i);
            if (map.containsKey(asked) || map.get(asked) != null || map.remove(asked) != null) {
                return PeerVerdict.fail("a look-up finds what died");
            }
        }
        Reference.reachabilityFence(held);
        return PeerVerdict.pass();
    }

    static PeerVerdict keepsTheNewerEntry(Peer peer) {
        if (peer.weak() == Weak.ENTRY || peer.byIdentity()) {
            return PeerVerdict.notApplicable(
                    peer.byIdentity() ? "a dead key has no equal by identity" : PeerRules.ENTRIES);
        }
        for (int round = 0; round < 30; round++) {
            if (!keepsTheNewerEntryOnce(peer)) {
                return PeerVerdict.fail("the notice of a death took out the newer entry under an equal key");
            }
        }
        return PeerVerdict.pass();
    }

    private static boolean keepsTheNewerEntryOnce(Peer peer) {
        Map<Object, Object> map = peer.map();
        WeakReference<Object> old = AwaitedCollection.elsewhere(() -> {
            Object weak = new EqualByText("weak");
            peer.put(map, weak, "strong".intern());
            return new WeakReference<>(weak);
        });
        AwaitedCollection.awaitDeath(List.of(old));
        Object fresh = new EqualByText("weak");
        peer.put(map, fresh, "strong");
        System.gc();
        for (int i = 0; i < 200; i++) {
            Object other = new EqualByText("other " + i);
            peer.put(map, other, other);
        }
        Object found = peer.weak() == Weak.KEY ? map.get(fresh) : map.get("strong");
        Reference.reachabilityFence(fresh);
        return found != null;
    }

    static PeerVerdict countsTheLiving(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(PeerRules.ENTRIES);
        }
        for (int round = 0; round < 5; round++) {
            Map<Object, Object> map = peer.map();
            AwaitedCollection.awaitDeath(
                    AwaitedCollection.associations(peer, map, 100).weak());
            int size = map.size();
            boolean empty = map.isEmpty();
            boolean next = map.keySet().iterator().hasNext();
            if (size != 0 || !empty || next) {
                return PeerVerdict.fail("right after 100 of 100 entries died size() is " + size + ", isEmpty() " + empty
                        + ", iterator().hasNext() " + next);
            }
        }
        return PeerVerdict.pass();
    }

    static PeerVerdict iteratesWhileItChanges(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(PeerRules.ENTRIES);
        }
        Map<Object, Object> map = peer.map();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Object token = new EqualByText("t" + i);
            held.add(token);
            peer.put(map, token, token);
        }
        List<Object> late = new ArrayList<>();
        Set<Object> met = new HashSet<>();
        try {
            Iterator<Object> keys = map.keySet().iterator();
            while (keys.hasNext()) {
                Object key = keys.next();
                if (key == null || !met.add(key)) {
                    return PeerVerdict.fail("an iterator gives " + (key == null ? "null" : key + " twice"));
                }
                if (met.size() == 100) {
                    System.gc();
                    for (int i = 0; i < 1_000; i++) {
                        Object token = new EqualByText("late " + i);
                        late.add(token);
                        peer.put(map, token, token);
                    }
                }
            }
        } catch (RuntimeException e) {
            return PeerVerdict.fail(
                    "an iterator throws " + e.getClass().getSimpleName() + " when the map is written to");
        }
        Reference.reachabilityFence(late);
        return PeerVerdict.of(met.containsAll(held), "an iterator leaves out entries that were there all the time");
    }

    static PeerVerdict computesOnce(Peer peer) {
        if (!peer.concurrent()) {
            return PeerVerdict.notApplicable("not for several threads");
        }
        for (int round = 0; round < 100; round++) {
            Map<Object, Object> map = peer.map();
            Object key = new EqualByText("key");
            AtomicInteger runs = new AtomicInteger();
            List<Object> got = PeerThreads.race(
                    4,
                    () -> map.computeIfAbsent(key, same -> {
                        runs.incrementAndGet();
                        Thread.yield();
                        return new EqualByText("made");
                    }));
            Set<Integer> identities = new HashSet<>();
            got.forEach(each -> identities.add(System.identityHashCode(each)));
            if (runs.get() != 1 || identities.size() != 1) {
                return PeerVerdict.fail("of 4 racing computeIfAbsent " + runs + " ran their function, and "
                        + identities.size() + " values were seen");
            }
        }
        return updatesAddUp(peer);
    }

    private static PeerVerdict updatesAddUp(Peer peer) {
        if (peer.weak() != Weak.KEY) {
            return PeerVerdict.pass();
        }
        Map<Object, Object> map = peer.map();
        Object key = new EqualByText("key");
        PeerThreads.race(4, () -> {
            for (int i = 0; i < 500; i++) {
                map.merge(key, 1, (seen, one) -> (Integer) seen + 1);
            }
            return key;
        });
        return PeerVerdict.of(Integer.valueOf(2_000).equals(map.get(key)), "2,000 racing merges count " + map.get(key));
    }

    static PeerVerdict twoMapsDoNotDeadlock(Peer peer) {
        if (!peer.concurrent() || peer.weak() == Weak.ENTRY) {
            return PeerVerdict.notApplicable(peer.concurrent() ? PeerRules.ENTRIES : "not for several threads");
        }
        for (int round = 0; round < 30; round++) {
            List<Map<Object, Object>> maps = List.of(peer.map(), peer.map());
            maps.forEach(map -> AwaitedCollection.awaitDeath(dyingSameHashKeys(peer, map)));
            try {
                for (int pair = 0; pair < 8; pair++) { // keys by identity meet in one segment only now and then
                    crossOver(maps, 10 * pair);
                }
            } catch (AssertionError e) {
                return PeerVerdict.fail(
                        "two maps whose functions write to each other, with dead entries pending: " + e.getMessage());
            }
        }
        return PeerVerdict.pass();
    }

    private static void crossOver(List<Map<Object, Object>> maps, int pair) {
        CyclicBarrier inFunctions = new CyclicBarrier(2);
        AtomicInteger turn = new AtomicInteger();
        PeerThreads.race(2, () -> {
            int own = turn.getAndIncrement();
            Object held = new EqualByText("value");
            return maps.get(own).computeIfAbsent(new SameHashKey(1_000 + pair + own), key -> {
                await(inFunctions);
                maps.get(1 - own).put(new SameHashKey(2_000 + pair + own), held);
                return held;
            });
        });
    }

    private static List<WeakReference<Object>> dyingSameHashKeys(Peer peer, Map<Object, Object> map) {
        return AwaitedCollection.elsewhere(() -> {
            List<WeakReference<Object>> dying = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Object weak = peer.weak() == Weak.KEY ? new SameHashKey(i) : new EqualByText("dying");
                peer.put(map, weak, peer.weak() == Weak.KEY ? "v" : new SameHashKey(i));
                dying.add(new WeakReference<>(weak));
            }
            return dying;
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (Exception e) {
            throw new IllegalStateException("a function was broken off while the other one ran", e);
        }
    }
}
