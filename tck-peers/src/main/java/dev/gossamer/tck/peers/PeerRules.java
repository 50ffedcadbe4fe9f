package dev.gossamer.tck.peers;

import dev.gossamer.tck.peers.Peer.Weak;
import dev.gossamer.tck.peers.Victims.Collider;
import dev.gossamer.tck.peers.Victims.Dying;
import dev.gossamer.tck.peers.Victims.Mutable;
import dev.gossamer.tck.peers.Victims.Token;
import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** What a weak map is asked, rule by rule, through the methods of {@link Map} alone. */
final class PeerRules {
    private static final String ENTRIES = "it refers weakly to its entries, not to keys or values";

    /** The checks by the ids of the rules; those of one side say so themselves. */
    static final Map<String, Function<Peer, Verdict>> ALL = new LinkedHashMap<>();

    static {
        ALL.put("ID-2", PeerRules::refusesValueBased);
        ALL.put("MAP-1", PeerRules::isAMapAndKeepsWhatIsInUse);
        ALL.put("MAP-2", PeerRules::showsNothingDead);
        ALL.put("MAP-3", PeerRules::keepsTheNewerEntry);
        ALL.put("MAP-4", PeerRules::reclaimsAMutatedKey);
        ALL.put("MAP-5", PeerRules::countsTheLiving);
        ALL.put("MAP-6", PeerRules::iteratesWhileItChanges);
        ALL.put("MAP-7", PeerRules::computesOnce);
        ALL.put("MAP-10", PeerRules::twoMapsDoNotDeadlock);
        ALL.put("MAP-11", PeerRules::isCollectable);
        ALL.put("MAP-17", PeerRules::standsEqualHashes);
        ALL.put("MAP-23", PeerRules::givesMemoryBack);
        ALL.put("KM-1", peer -> peer.weak() == Weak.KEY ? releasesWhenIdle(peer) : notOf(Weak.KEY));
        ALL.put("KM-2", PeerRules::keepsTheStoredKey);
        ALL.put("KM-3", PeerRules::tellsEqualKeysApart);
        ALL.put("VM-1", peer -> peer.weak() == Weak.VALUE ? releasesWhenIdle(peer) : notOf(Weak.VALUE));
        ALL.put("VM-2", PeerRules::overwritingKeepsTheKey);
        ALL.put("VM-3", PeerRules::oneValueUnderManyKeys);
        ALL.put("VM-4", PeerRules::givesTheOneWinner);
        ALL.put("RC-5", PeerRules::noOperationPays);
    }

    /** What the rules say, in a few words. */
    static final Map<String, String> TITLES = Map.ofEntries(
            Map.entry("ID-2", "refuses what has no identity"),
            Map.entry("MAP-1", "is a map; what is in use stays"),
            Map.entry("MAP-2", "shows nothing dead"),
            Map.entry("MAP-3", "a late notice spares the newer entry"),
            Map.entry("MAP-4", "reclaims an entry whose key changed its hash"),
            Map.entry("MAP-5", "size() and isEmpty() count the living"),
            Map.entry("MAP-6", "iterates while it changes"),
            Map.entry("MAP-7", "computes once, atomically"),
            Map.entry("MAP-10", "two maps' functions may use each other"),
            Map.entry("MAP-11", "is collectable when dropped"),
            Map.entry("MAP-17", "stands many keys of one hash code"),
            Map.entry("MAP-23", "gives memory back after a mass death"),
            Map.entry("KM-1", "releases a dead key's value while idle"),
            Map.entry("KM-2", "an equal key leaves the stored one"),
            Map.entry("KM-3", "by identity, equal keys are two"),
            Map.entry("VM-1", "releases a dead value's key while idle"),
            Map.entry("VM-2", "overwriting keeps the key object"),
            Map.entry("VM-3", "a value under many keys vanishes from all"),
            Map.entry("VM-4", "one winner under a collector storm (computeIfAbsent)"),
            Map.entry("RC-5", "no operation pays for a mass death"));

    private PeerRules() {}

    private static Verdict notOf(Weak side) {
        return Verdict.notApplicable("for weak " + (side == Weak.KEY ? "keys" : "values"));
    }

    private static Verdict refusesValueBased(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(ENTRIES);
        }
        try {
            peer.put(peer.map(), 1_000_000, new Token("other side"));
            return Verdict.fail("takes an Integer, whose identity is nobody's, as if it could be watched");
        } catch (IllegalArgumentException refused) {
            return Verdict.pass();
        }
    }

    private static Verdict isAMapAndKeepsWhatIsInUse(Peer peer) {
        Map<Object, Object> map = peer.map();
        Map<Object, Object> model = new HashMap<>();
        Object[] held = new Object[200];
        for (int i = 0; i < held.length; i++) {
            held[i] = new Token("t" + i);
        }
        Random random = new Random(3);
        for (int i = 0; i < 5_000; i++) {
            Object key = held[random.nextInt(held.length)];
            Object value = held[random.nextInt(held.length)];
            boolean same = switch (random.nextInt(4)) {
                case 0 -> map.put(key, value) == model.put(key, value);
                case 1 -> map.remove(key) == model.remove(key);
                case 2 -> map.putIfAbsent(key, value) == model.putIfAbsent(key, value);
                default -> map.keySet().remove(key) == model.keySet().remove(key);
            };
            if (!same || map.get(key) != model.get(key)) {
                return Verdict.fail("operation " + i + " on " + key + " gives another result than a HashMap");
            }
        }
        System.gc();
        System.gc();
        for (Map.Entry<Object, Object> entry : model.entrySet()) {
            if (map.get(entry.getKey()) != entry.getValue()) {
                return Verdict.fail("forgets at a collection associations whose key and value are in use");
            }
        }
        Reference.reachabilityFence(held);
        return Verdict.pass();
    }

    /** A map with twenty held and a hundred dead associations, and those that are held. */
    private static List<Object> mostlyDead(Peer peer, Map<Object, Object> map) {
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            Token weak = new Token("live " + i);
            Token strong = new Token("of live " + i);
            peer.put(map, weak, strong);
            held.add(weak);
            held.add(strong);
        }
        Victims.awaitDeath(Victims.associations(peer, map, 100).weak());
        return held;
    }

    private static Verdict showsNothingDead(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(ENTRIES);
        }
        Map<Object, Object> map = peer.map();
        List<Object> held = mostlyDead(peer, map);
        int met = 0;
        for (Map.Entry<Object, Object> entry : map.entrySet()) {
            if (entry.getKey() == null || entry.getValue() == null) {
                return Verdict.fail("iteration gives null for what died");
            }
            met++;
        }
        if (met != 20) {
            return Verdict.fail("iteration gives " + met + " of 20 live entries");
        }
        for (int i = 0; i < 100; i++) {
            Object asked = new Token((peer.weak() == Weak.KEY ? "dying " : "of ") + i);
            if (map.containsKey(asked) || map.get(asked) != null || map.remove(asked) != null) {
                return Verdict.fail("a look-up finds what died");
            }
        }
        Reference.reachabilityFence(held);
        return Verdict.pass();
    }

    private static Verdict keepsTheNewerEntry(Peer peer) {
        if (peer.weak() == Weak.ENTRY || peer.byIdentity()) {
            return Verdict.notApplicable(peer.byIdentity() ? "a dead key has no equal by identity" : ENTRIES);
        }
        for (int round = 0; round < 30; round++) {
            Map<Object, Object> map = peer.map();
            WeakReference<Object> old = Victims.elsewhere(() -> {
                Object weak = new Token("weak");
                peer.put(map, weak, "strong".intern());
                return new WeakReference<>(weak);
            });
            Victims.awaitDeath(List.of(old));
            Object fresh = new Token("weak");
            peer.put(map, fresh, "strong");
            System.gc();
            for (int i = 0; i < 200; i++) {
                Object other = new Token("other " + i);
                peer.put(map, other, other);
            }
            Object found = peer.weak() == Weak.KEY ? map.get(fresh) : map.get("strong");
            if (found == null) {
                return Verdict.fail("the notice of a death took out the newer entry under an equal key");
            }
            Reference.reachabilityFence(fresh);
        }
        return Verdict.pass();
    }

    private static Verdict reclaimsAMutatedKey(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return Verdict.notApplicable(
                    "asked of maps with weak values, whose dead entries have a key that can change");
        }
        Map<Object, Object> map = peer.map();
        WeakReference<Object> key = Victims.elsewhere(() -> {
            Mutable fresh = new Mutable();
            map.put(fresh, new Token("dying"));
            fresh.change();
            return new WeakReference<>(fresh);
        });
        return Verdict.of(
                releasedByUse(map, peer, () -> key.refersTo(null)),
                "an entry whose key has another hash by now stays for ever, also when the map is used");
    }

    private static boolean releasedByUse(
            Map<Object, Object> map, Peer peer, java.util.function.BooleanSupplier condition) {
        Object held = new Token("held");
        return Victims.comesTrue(() -> {
            for (int i = 0; i < 200; i++) {
                Object other = new Token("other " + i);
                peer.put(map, held, other);
                map.remove(other);
                map.get(other);
            }
            return condition.getAsBoolean();
        });
    }

    private static Verdict countsTheLiving(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(ENTRIES);
        }
        for (int round = 0; round < 5; round++) {
            Map<Object, Object> map = peer.map();
            Victims.awaitDeath(Victims.associations(peer, map, 100).weak());
            int size = map.size();
            boolean empty = map.isEmpty();
            boolean next = map.keySet().iterator().hasNext();
            if (size != 0 || !empty || next) {
                return Verdict.fail("right after 100 of 100 entries died size() is " + size + ", isEmpty() " + empty
                        + ", iterator().hasNext() " + next);
            }
        }
        return Verdict.pass();
    }

    private static Verdict iteratesWhileItChanges(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(ENTRIES);
        }
        Map<Object, Object> map = peer.map();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Object token = new Token("t" + i);
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
                    return Verdict.fail("an iterator gives " + (key == null ? "null" : key + " twice"));
                }
                if (met.size() == 100) {
                    System.gc();
                    for (int i = 0; i < 1_000; i++) {
                        Object token = new Token("late " + i);
                        late.add(token);
                        peer.put(map, token, token);
                    }
                }
            }
        } catch (RuntimeException e) {
            return Verdict.fail("an iterator throws " + e.getClass().getSimpleName() + " when the map is written to");
        }
        Reference.reachabilityFence(late);
        return Verdict.of(met.containsAll(held), "an iterator leaves out entries that were there all the time");
    }

    private static Verdict computesOnce(Peer peer) {
        if (!peer.concurrent()) {
            return Verdict.notApplicable("not for several threads");
        }
        for (int round = 0; round < 100; round++) {
            Map<Object, Object> map = peer.map();
            Object key = new Token("key");
            AtomicInteger runs = new AtomicInteger();
            List<Object> got = race(
                    4,
                    () -> map.computeIfAbsent(key, same -> {
                        runs.incrementAndGet();
                        Thread.yield();
                        return new Token("made");
                    }));
            Set<Integer> identities = new HashSet<>();
            got.forEach(each -> identities.add(System.identityHashCode(each)));
            if (runs.get() != 1 || identities.size() != 1) {
                return Verdict.fail("of 4 racing computeIfAbsent " + runs + " ran their function, and "
                        + identities.size() + " values were seen");
            }
        }
        return updatesAddUp(peer);
    }

    private static Verdict updatesAddUp(Peer peer) {
        if (peer.weak() != Weak.KEY) {
            return Verdict.pass();
        }
        Map<Object, Object> map = peer.map();
        Object key = new Token("key");
        race(4, () -> {
            for (int i = 0; i < 500; i++) {
                map.merge(key, 1, (seen, one) -> (Integer) seen + 1);
            }
            return key;
        });
        return Verdict.of(Integer.valueOf(2_000).equals(map.get(key)), "2,000 racing merges count " + map.get(key));
    }

    private static List<Object> race(int threads, java.util.concurrent.Callable<Object> action) {
        CyclicBarrier start = new CyclicBarrier(threads);
        List<FutureTask<Object>> tasks = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            tasks.add(start(() -> {
                start.await(60, TimeUnit.SECONDS);
                return action.call();
            }));
        }
        List<Object> results = new ArrayList<>();
        for (FutureTask<Object> task : tasks) {
            try {
                results.add(task.get(10, TimeUnit.SECONDS));
            } catch (TimeoutException e) {
                throw new AssertionError("threads that use the map at once hang", e);
            } catch (Exception e) {
                throw new AssertionError("a thread failed: " + e.getCause(), e);
            }
        }
        return results;
    }

    private static FutureTask<Object> start(java.util.concurrent.Callable<Object> action) {
        FutureTask<Object> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "peer");
        thread.setDaemon(true);
        thread.start();
        return task;
    }

    private static Verdict twoMapsDoNotDeadlock(Peer peer) {
        if (!peer.concurrent() || peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(peer.concurrent() ? ENTRIES : "not for several threads");
        }
        for (int round = 0; round < 10; round++) {
            List<Map<Object, Object>> maps = List.of(peer.map(), peer.map());
            maps.forEach(map -> Victims.awaitDeath(dyingColliders(peer, map)));
            CyclicBarrier inFunctions = new CyclicBarrier(2);
            AtomicInteger turn = new AtomicInteger();
            try {
                race(2, () -> {
                    int own = turn.getAndIncrement();
                    Object held = new Token("value");
                    return maps.get(own).computeIfAbsent(new Collider(1_000 + own), key -> {
                        await(inFunctions);
                        maps.get(1 - own).put(new Collider(2_000 + own), held);
                        return held;
                    });
                });
            } catch (AssertionError e) {
                return Verdict.fail(
                        "two maps whose functions write to each other, with dead entries pending: " + e.getMessage());
            }
        }
        return Verdict.pass();
    }

    private static List<WeakReference<Object>> dyingColliders(Peer peer, Map<Object, Object> map) {
        return Victims.elsewhere(() -> {
            List<WeakReference<Object>> dying = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Object weak = peer.weak() == Weak.KEY ? new Collider(i) : new Token("dying");
                peer.put(map, weak, peer.weak() == Weak.KEY ? "v" : new Collider(i));
                dying.add(new WeakReference<>(weak));
            }
            return dying;
        });
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(3, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException("the functions of two maps do not run at the same time", e);
        }
    }

    private static Verdict isCollectable(Peer peer) {
        Object held = new Token("held");
        List<WeakReference<Object>> dropped = Victims.elsewhere(() -> {
            Map<Object, Object> map = peer.map();
            Object strong = new Token("strong");
            peer.put(map, held, strong);
            return List.of(new WeakReference<>(map), new WeakReference<>(strong));
        });
        boolean collected = Victims.comesTrue(() -> dropped.stream().allMatch(each -> each.refersTo(null)));
        Reference.reachabilityFence(held);
        return Verdict.of(collected, "a dropped map stays with all that it holds");
    }

    private static Verdict standsEqualHashes(Peer peer) {
        if (peer.byIdentity()) {
            return Verdict.notApplicable("it asks no key for its hash code");
        }
        Map<Object, Object> map = peer.map();
        List<Object> held = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            Object key = new Collider(i);
            held.add(key);
            map.put(key, key);
        }
        int most = 0;
        for (int i = 0; i < 3_000; i += 100) {
            Collider asked = new Collider(i);
            if (map.get(asked) == null) {
                return Verdict.fail("loses a key among 3,000 of one hash code");
            }
            most = Math.max(most, asked.comparisons());
        }
        Reference.reachabilityFence(held);
        return Verdict.of(
                most < 300, "a look-up among 3,000 comparable keys of one hash code compares with up to " + most);
    }

    private static Verdict givesMemoryBack(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(ENTRIES);
        }
        Map<Object, Object> map = peer.map();
        Object held = new Token("held");
        peer.put(map, held, held);
        long before = used();
        Dying sample = Victims.elsewhere(() -> {
            Dying first = Victims.associations(peer, map, 1);
            for (int i = 0; i < 400_000; i++) {
                peer.put(map, new Object(), new Object());
            }
            return first;
        });
        releasedByUse(map, peer, () -> sample.held() == 0);
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5 && least > 500_000; i++) {
            releasedByUse(map, peer, () -> true);
            least = Math.min(least, used() - before);
        }
        Reference.reachabilityFence(held);
        return Verdict.of(
                least < 1_000_000,
                "keeps " + least / 1_000_000 + " MB after 400,000 entries died and the map was used");
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static Verdict releasesWhenIdle(Peer peer) {
        Map<Object, Object> map = peer.map();
        Dying dying = Victims.associations(peer, map, 10);
        Victims.awaitDeath(dying.weak());
        boolean idle = Victims.comesTrue(() -> dying.held() == 0);
        boolean used = idle || releasedByUse(map, peer, () -> dying.held() == 0);
        return Verdict.of(
                idle,
                "the other side of what died is held for as long as nobody uses the map"
                        + (used ? "" : ", and after that"));
    }

    private static Verdict keepsTheStoredKey(Peer peer) {
        if (peer.weak() != Weak.KEY) {
            return notOf(Weak.KEY);
        }
        if (peer.byIdentity()) {
            return Verdict.notApplicable("it has no equal keys");
        }
        Map<Object, Object> map = peer.map();
        Object first = new Token("key");
        map.put(first, "1");
        WeakReference<Object> second = Victims.elsewhere(() -> {
            Object equal = new Token("key");
            map.put(equal, "2");
            return new WeakReference<>(equal);
        });
        boolean died = Victims.comesTrue(() -> second.refersTo(null));
        boolean kept = "2".equals(map.get(first)) && map.keySet().iterator().next() == first;
        return Verdict.of(died && kept, "a put with an equal key takes that key in, and the entry dies with it");
    }

    private static Verdict tellsEqualKeysApart(Peer peer) {
        if (peer.weak() != Weak.KEY || !peer.byIdentity()) {
            return Verdict.notApplicable("for weak keys that compare by identity");
        }
        Map<Object, Object> map = peer.map();
        Object first = new Token("key");
        Object second = new Token("key");
        map.put(first, "1");
        map.put(second, "2");
        boolean apart = "1".equals(map.get(first)) && "2".equals(map.get(second)) && map.get(new Token("key")) == null;
        return Verdict.of(apart, "equal keys are one");
    }

    private static Verdict overwritingKeepsTheKey(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return notOf(Weak.VALUE);
        }
        Map<Object, Object> map = peer.map();
        Object first = new Token("key");
        Object second = new Token("key");
        Object value = new Token("value");
        map.put(first, value);
        map.put(second, first);
        return Verdict.of(map.keySet().iterator().next() == first, "overwriting takes in the new key object");
    }

    private static Verdict oneValueUnderManyKeys(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return notOf(Weak.VALUE);
        }
        Map<Object, Object> map = peer.map();
        WeakReference<Object> shared = Victims.elsewhere(() -> {
            Object value = new Token("shared");
            for (int i = 0; i < 20; i++) {
                map.put("key " + i, value);
            }
            return new WeakReference<>(value);
        });
        Victims.awaitDeath(List.of(shared));
        for (int i = 0; i < 20; i++) {
            if (map.get("key " + i) != null || map.containsKey("key " + i)) {
                return Verdict.fail("a key stays of a value that died");
            }
        }
        return Verdict.pass();
    }

    private static Verdict givesTheOneWinner(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return notOf(Weak.VALUE);
        }
        Map<Object, Object> map = peer.map();
        for (int round = 0; round < 30; round++) {
            List<Object> winners = race(3, () -> {
                Object first = null;
                for (int i = 0; i < 50; i++) {
                    Object got = map.computeIfAbsent("key", key -> new Token("made"));
                    if (got == null || (first != null && got != first)) {
                        throw new IllegalStateException("computeIfAbsent gives "
                                + (got == null ? "null" : "another value than the one in use"));
                    }
                    first = got;
                }
                return first;
            });
            if (winners.stream().map(System::identityHashCode).distinct().count() != 1) {
                return Verdict.fail("two live values for one key at once");
            }
            winners = List.of();
            System.gc();
        }
        return Verdict.pass();
    }

    private static Verdict noOperationPays(Peer peer) {
        if (peer.weak() == Weak.ENTRY) {
            return Verdict.notApplicable(ENTRIES);
        }
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 3; round++) {
            least = Math.min(least, costAfterAMassDeath(peer));
        }
        return Verdict.of(
                least < 5_000_000,
                "the first operations after 200,000 deaths cost their caller up to " + least / 1_000_000
                        + " ms of CPU each");
    }

    /** The most nanoseconds of CPU that one of the first operations after a mass death costs its caller. */
    private static long costAfterAMassDeath(Peer peer) {
        Map<Object, Object> map = peer.map();
        WeakReference<Object> last = Victims.elsewhere(() -> {
            Object weak = new Object();
            for (int i = 0; i < 200_000; i++) {
                weak = new Object();
                peer.put(map, weak, new Object());
            }
            return new WeakReference<>(weak);
        });
        Victims.awaitDeath(List.of(last));
        Object held = new Token("held");
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
