package dev.gossamer.jcache.near;

import java.util.List;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two near caches over two members of Hazelcast in this JVM. */
class HazelcastTest implements EngineContract, NearCacheContract {
    private static HazelcastMember first;
    private static HazelcastMember second;

    private final NearCache<String, byte[]> here = first.near("data").build();
    private final NearCache<String, byte[]> there = second.near("data").build();

    @BeforeAll
    static void start() {
        int port = HazelcastMember.freePort();
        int other = HazelcastMember.freePort();
        String cluster = "near-" + port;
        first = new HazelcastMember(cluster, port, other);
        second = new HazelcastMember(cluster, other, port);
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
    }

    @Override
    public NearCache<String, byte[]> here() {
        return here;
    }

    @Override
    public NearCache<String, byte[]> there() {
        return there;
    }

    @Override
    public List<Cache<String, Object>> members() {
        return List.of(first.cache("contract", Object.class), second.cache("contract", Object.class));
    }
}
