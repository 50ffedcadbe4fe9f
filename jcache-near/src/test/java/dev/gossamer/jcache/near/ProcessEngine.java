package dev.gossamer.jcache.near;

import com.hazelcast.cache.HazelcastCachingProvider;
import com.hazelcast.cache.HazelcastMemberCachingProvider;
import com.hazelcast.config.Config;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import java.net.URI;
import java.util.List;
import java.util.function.IntSupplier;
import javax.cache.CacheManager;
import org.redisson.jcache.JCachingProvider;

/**
 * The engine of one process, made from words of its command line.
 *
 * @param manager the engine's manager
 * @param members how many members of the engine this process sees
 */
record ProcessEngine(CacheManager manager, IntSupplier members) {

    /**
     * {@code hazelcast cluster port...}; {@code protected cluster port...}, the same with a cache that only a majority of the
     * members reads and writes; or {@code redisson uri}.
     */
    static ProcessEngine of(int self, List<String> words) {
        List<String> rest = words.subList(1, words.size());
        return switch (words.get(0)) {
            case "hazelcast", "protected" ->
                hazelcast(
                        rest.get(0),
                        self,
                        rest.subList(1, rest.size()),
                        words.get(0).equals("protected"));
            case "redisson" -> redisson(URI.create(rest.get(0)));
            default -> throw new IllegalArgumentException("no engine " + words);
        };
    }

    private static ProcessEngine hazelcast(String cluster, int self, List<String> ports, boolean protects) {
        Config config = HazelcastMember.config(cluster, Integer.parseInt(ports.get(self)));
        ports.forEach(
                port -> config.getNetworkConfig().getJoin().getTcpIpConfig().addMember("127.0.0.1:" + port));
        config.setProperty("hazelcast.heartbeat.interval.seconds", "1");
        config.setProperty("hazelcast.max.no.heartbeat.seconds", "10");
        config.setProperty("hazelcast.merge.first.run.delay.seconds", "3");
        config.setProperty("hazelcast.merge.next.run.delay.seconds", "3");
        HazelcastMember.separateMembers(config);
        if (protects) {
            HazelcastMember.addProtectedCache(config, NearProcess.CACHE, Integer.class, ports.size());
        }
        HazelcastInstance instance = Hazelcast.newHazelcastInstance(config);
        CacheManager manager = new HazelcastMemberCachingProvider()
                .getCacheManager(URI.create("hz"), null, HazelcastCachingProvider.propertiesByInstanceItself(instance));
        return new ProcessEngine(
                manager, () -> instance.getCluster().getMembers().size());
    }

    private static ProcessEngine redisson(URI configuration) {
        return new ProcessEngine(new JCachingProvider().getCacheManager(configuration, null), () -> 1);
    }
}
