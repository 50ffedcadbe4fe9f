package dev.gossamer.tck.peers;

import dev.gossamer.tck.peers.Peer.Weak;
import dev.gossamer.tck.peers.PeerKeys.EqualByText;
import java.lang.ref.WeakReference;
import java.util.List;
import java.util.Map;

/** What maps with weak keys and maps with weak values are asked in particular. */
final class SideChecks {
    private SideChecks() {}

    static PeerVerdict notOf(Weak side) {
        return PeerVerdict.notApplicable("for weak " + (side == Weak.KEY ? "keys" : "values"));
    }

    static PeerVerdict keepsTheStoredKey(Peer peer) {
        if (peer.weak() != Weak.KEY) {
            return notOf(Weak.KEY);
        }
        if (peer.byIdentity()) {
            return PeerVerdict.notApplicable("it has no equal keys");
        }
        Map<Object, Object> map = peer.map();
        Object first = new EqualByText("key");
        map.put(first, "1");
        WeakReference<Object> second = AwaitedCollection.elsewhere(() -> {
            Object equal = new EqualByText("key");
            map.put(equal, "2");
            return new WeakReference<>(equal);
        });
        boolean died = AwaitedCollection.comesTrue(() -> second.refersTo(null));
        boolean kept = "2".equals(map.get(first)) && map.keySet().iterator().next() == first;
        return PeerVerdict.of(died && kept, "a put with an equal key takes that key in, and the entry dies with it");
    }

    static PeerVerdict tellsEqualKeysApart(Peer peer) {
        if (peer.weak() != Weak.KEY || !peer.byIdentity()) {
            return PeerVerdict.notApplicable("for weak keys that compare by identity");
        }
        Map<Object, Object> map = peer.map();
        Object first = new EqualByText("key");
        Object second = new EqualByText("key");
        map.put(first, "1");
        map.put(second, "2");
        boolean apart =
                "1".equals(map.get(first)) && "2".equals(map.get(second)) && map.get(new EqualByText("key")) == null;
        return PeerVerdict.of(apart, "equal keys are one");
    }

    static PeerVerdict overwritingKeepsTheKey(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return notOf(Weak.VALUE);
        }
        Map<Object, Object> map = peer.map();
        Object first = new EqualByText("key");
        Object second = new EqualByText("key");
        Object value = new EqualByText("value");
        map.put(first, value);
        map.put(second, first);
        return PeerVerdict.of(map.keySet().iterator().next() == first, "overwriting takes in the new key object");
    }

    static PeerVerdict oneValueUnderManyKeys(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return notOf(Weak.VALUE);
        }
        Map<Object, Object> map = peer.map();
        WeakReference<Object> shared = AwaitedCollection.elsewhere(() -> {
            Object value = new EqualByText("shared");
            for (int i = 0; i < 20; i++) {
                map.put("key " + i, value);
            }
            return new WeakReference<>(value);
        });
        AwaitedCollection.awaitDeath(List.of(shared));
        for (int i = 0; i < 20; i++) {
            if (map.get("key " + i) != null || map.containsKey("key " + i)) {
                return PeerVerdict.fail("a key stays of a value that died");
            }
        }
        return PeerVerdict.pass();
    }

    static PeerVerdict givesTheOneWinner(Peer peer) {
        if (peer.weak() != Weak.VALUE) {
            return notOf(Weak.VALUE);
        }
        Map<Object, Object> map = peer.map();
        for (int round = 0; round < 30; round++) {
            List<Object> winners = PeerThreads.race(3, () -> computeAgainAndAgain(map));
            if (winners.stream().map(System::identityHashCode).distinct().count() != 1) {
                return PeerVerdict.fail("two live values for one key at once");
            }
            winners = List.of();
            System.gc();
        }
        return PeerVerdict.pass();
    }

    private static Object computeAgainAndAgain(Map<Object, Object> map) {
        Object first = map.computeIfAbsent("key", key -> new EqualByText("made"));
        for (int i = 0; i < 50; i++) {
            Object got = map.computeIfAbsent("key", key -> new EqualByText("made"));
            if (got == null || got != first) {
                throw new IllegalStateException(
                        "computeIfAbsent gives " + (got == null ? "null" : "another value than the one in use"));
            }
        }
        return first;
    }
}
