package dev.gossamer.examples.near;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.gossamer.jcache.near.NearCache;
import java.net.URI;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** A member of a cluster on loopback alone, and the near cache of this process. */
final class LoopbackMember implements AutoCloseable {
    private final HazelcastInstance hazelcast;
    final NearCache<String, Cover> covers;

    /** Starts a member at a port of its own, which knows the ports of all. */
    LoopbackMember(int port, int... all) {
        Config config = new Config().setClusterName("covers-" + all[0]);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.socket.bind.any", "false");
        NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        network.getJoin().getMulticastConfig().setEnabled(false);
        network.getJoin().getAutoDetectionConfig().setEnabled(false);
        network.getJoin().getTcpIpConfig().setEnabled(true);
        for (int one : all) {
            network.getJoin().getTcpIpConfig().addMember("127.0.0.1:" + one);
        }
        hazelcast = Hazelcast.newHazelcastInstance(config);
        boolean ready = false;
        try {
            covers = covers(hazelcast);
            ready = true;
        } finally {
            if (!ready) {
                hazelcast.shutdown();
            }
        }
    }

    private static NearCache<String, Cover> covers(HazelcastInstance hazelcast) {
        CacheManager manager = new HazelcastMemberCachingProvider()
                .getCacheManager(
                        URI.create("hazelcast:covers"),
                        null,
                        HazelcastCachingProvider.propertiesByInstanceItself(hazelcast));
        return NearCache.create(
                        manager,
                        "covers",
                        new MutableConfiguration<String, Cover>().setTypes(String.class, Cover.class))
                .build();
    }

    int members() {
        return hazelcast.getCluster().getMembers().size();
    }

    @Override
    public void close() {
        covers.close();
        hazelcast.shutdown();
    }
}
