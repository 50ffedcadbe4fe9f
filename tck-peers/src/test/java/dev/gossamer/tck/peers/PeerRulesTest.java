package dev.gossamer.tck.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("the rules that others are asked tell a right map from a wrong one")
@Tag("collector")
class PeerRulesTest {
    private static final List<String> QUICK =
            List.of("ID-2", "MAP-1", "MAP-2", "MAP-3", "MAP-5", "MAP-6", "MAP-7", "MAP-10", "MAP-11");

    @Test
    void ask_ours_keepsEachRule() {
        for (Peer peer : List.of(Peers.weakKeys().get(0), Peers.weakValues().get(0))) {
            for (String rule : QUICK) {
                assertThat(PeerRules.ALL.get(rule).apply(peer))
                        .as(peer.name() + " " + rule)
                        .isEqualTo(PeerVerdict.pass());
            }
        }
    }

    @Test
    void ask_wrongMaps_breakTheirRules() {
        assertThat(verdict("MAP-1", Wrong::new).reason()).contains("another result than a HashMap");
        assertThat(verdict("ID-2", WeakHashMap::new).kind()).isEqualTo(PeerVerdict.Kind.FAIL);
        assertThat(verdict("MAP-6", WeakHashMap::new).reason()).contains("ConcurrentModificationException");
        assertThat(verdict("MAP-7", Wrong::new).reason()).contains("ran their function");
        assertThat(verdict("KM-3", HashMap::new).kind()).isEqualTo(PeerVerdict.Kind.NOT_APPLICABLE);
    }

    private static PeerVerdict verdict(String rule, Supplier<Map<Object, Object>> maker) {
        Peer peer = new Peer("wrong", "", HashMap.class, Peer.Weak.KEY, false, true, maker, Map.of());
        return PeerRules.ALL.get(rule).apply(peer);
    }

    /** Forgets everything. */
    private static final class Wrong extends AbstractMap<Object, Object> {
        @Override
        public Object put(Object key, Object value) {
            return null;
        }

        @Override
        public Set<Entry<Object, Object>> entrySet() {
            return Set.of();
        }
    }
}
