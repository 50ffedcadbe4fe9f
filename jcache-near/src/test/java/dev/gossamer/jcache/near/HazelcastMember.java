package dev.gossamer.jcache.near;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.CacheSimpleConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.MergePolicyConfig;
import com.hazelcast.config.NetworkConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import com.hazelcast.config.SplitBrainProtectionConfig;
import com.hazelcast.config.TcpIpConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.splitbrainprotection.SplitBrainProtectionOn;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;

/** A member of a cluster on loopback alone, with a provider of its own and the one URI of all members. */
final class HazelcastMember extends EngineMember {
    private final HazelcastInstance instance;

    HazelcastMember(String cluster, int port, int... otherPorts) {
        this(withPeers(config(cluster, port), otherPorts));
    }

    HazelcastMember(Config config) {
        this(Hazelcast.newHazelcastInstance(config));
    }

    private HazelcastMember(HazelcastInstance instance) {
        super(new HazelcastMemberCachingProvider()
                .getCacheManager(
                        URI.create("hz"), null, HazelcastCachingProvider.propertiesByInstanceItself(instance)));
        this.instance = instance;
    }

    static Config withPeers(Config config, int... ports) {
        TcpIpConfig peers = config.getNetworkConfig().getJoin().getTcpIpConfig();
        for (int port : ports) {
            peers.addMember("127.0.0.1:" + port);
        }
        return config;
    }

    /** A cluster of one on a free port. */
    static HazelcastInstance alone() {
        int port = freePort();
        return Hazelcast.newHazelcastInstance(config("alone-" + port, port));
    }

    /** A member that talks to nobody but loopback. */
    static Config config(String cluster, int port) {
        Config config = new Config().setClusterName(cluster);
        config.setProperty("hazelcast.phone.home.enabled", "false");
        config.setProperty("hazelcast.logging.type", "none");
        config.setProperty("hazelcast.socket.bind.any", "false");
        NetworkConfig network = config.getNetworkConfig().setPort(port).setPortAutoIncrement(false);
        network.getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = network.getJoin();
        join.getMulticastConfig().setEnabled(false);
        join.getAutoDetectionConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true).addMember("127.0.0.1:" + port);
        return config;
    }

    /** Adds a cache of envelopes that is read and written only on a side of more than half of the members, and kept as it is there. */
    static void addProtectedCache(Config config, String name, Class<?> keys, int members) {
        // @start region="majority"
        config.setProperty("hazelcast.operation.fail.on.indeterminate.state", "true");
        config.addSplitBrainProtectionConfig(new SplitBrainProtectionConfig("majority", true, members / 2 + 1)
                .setProtectOn(SplitBrainProtectionOn.READ_WRITE));
        config.addCacheConfig(new CacheSimpleConfig(name)
                .setKeyType(keys.getName())
                .setValueType(Envelope.class.getName())
                .setBackupCount((members - 1) / 2)
                .setSplitBrainProtectionName("majority")
                .setMergePolicyConfig(new MergePolicyConfig().setPolicy("DiscardMergePolicy")));
        // @end region="majority"
    }

    /**
     * Gives the members a socket of their own, which no client uses. On the socket for all, as it is by default, a connection to a process
     * that is stopped keeps the thread that writes for other members too busy for their heartbeats, until they part as well.
     */
    static void separateMembers(Config config) {
        // @start region="endpoint"
        NetworkConfig network = config.getNetworkConfig();
        config.getAdvancedNetworkConfig()
                .setEnabled(true)
                .setJoin(network.getJoin())
                .setMemberEndpointConfig(new ServerSocketEndpointConfig()
                        .setPort(network.getPort())
                        .setPortAutoIncrement(network.isPortAutoIncrement())
                        .setInterfaces(network.getInterfaces()));
        // @end region="endpoint"
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        instance.shutdown();
    }
}
