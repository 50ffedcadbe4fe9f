package dev.gossamer.jcache.near;

import com.hazelcast.config.Config;
import com.hazelcast.config.InMemoryFormat;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.NearCacheConfig;
import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import java.io.IOException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import javax.cache.Cache;
import org.redisson.Redisson;
import org.redisson.api.RLocalCachedMap;
import org.redisson.api.RedissonClient;
import org.redisson.api.options.LocalCachedMapOptions;

/**
 * One cache as two members of its engine see it, to be measured.
 *
 * @param name what it is
 * @param get reads as one member
 * @param put writes as that member
 * @param putThere writes as the other
 * @param end ends both members
 */
record MeasuredCache(
        String name,
        Function<String, byte[]> get,
        BiConsumer<String, byte[]> put,
        BiConsumer<String, byte[]> putThere,
        Runnable end) {

    private static final String NAME = "measured";

    static MeasuredCache nearHazelcast() {
        HazelcastMember[] members = hazelcastMembers();
        NearCache<String, byte[]> here = members[0].near(NAME).build();
        NearCache<String, byte[]> there = members[1].near(NAME).build();
        return new MeasuredCache("near cache over Hazelcast", here::get, here::put, there::put, () -> {
            here.close();
            there.close();
            members[1].close();
            members[0].close();
        });
    }

    static MeasuredCache hazelcast() {
        HazelcastMember[] members = hazelcastMembers();
        Cache<String, byte[]> here = members[0].cache(NAME, byte[].class);
        Cache<String, byte[]> there = members[1].cache(NAME, byte[].class);
        return new MeasuredCache("Hazelcast alone", here::get, here::put, there::put, () -> {
            members[1].close();
            members[0].close();
        });
    }

    private static HazelcastMember[] hazelcastMembers() {
        int port = HazelcastMember.freePort();
        int other = HazelcastMember.freePort();
        return new HazelcastMember[] {
            new HazelcastMember(NAME + port, port, other), new HazelcastMember(NAME + port, other, port)
        };
    }

    static MeasuredCache hazelcastNearCache() {
        int port = HazelcastMember.freePort();
        int other = HazelcastMember.freePort();
        HazelcastInstance first = withNearCache(NAME + port, port, other);
        HazelcastInstance second = withNearCache(NAME + port, other, port);
        IMap<String, byte[]> here = first.getMap(NAME);
        IMap<String, byte[]> there = second.getMap(NAME);
        return new MeasuredCache("Hazelcast's near cache", here::get, here::set, there::set, () -> {
            second.shutdown();
            first.shutdown();
        });
    }

    private static HazelcastInstance withNearCache(String cluster, int port, int other) {
        Config config = HazelcastMember.withPeers(HazelcastMember.config(cluster, port), other);
        config.setProperty("hazelcast.map.invalidation.batch.enabled", "false"); // else it tells within ten seconds
        config.addMapConfig(new MapConfig(NAME)
                .setNearCacheConfig(new NearCacheConfig()
                        .setInMemoryFormat(InMemoryFormat.OBJECT)
                        .setCacheLocalEntries(true)));
        return Hazelcast.newHazelcastInstance(config);
    }

    static MeasuredCache nearRedisson(RedisServer redis) {
        RedissonMember first = new RedissonMember(redis.configuration());
        RedissonMember second = new RedissonMember(redis.configuration());
        NearCache<String, byte[]> here = first.near(NAME).build();
        NearCache<String, byte[]> there = second.near(NAME).build();
        return new MeasuredCache("near cache over Redisson", here::get, here::put, there::put, () -> {
            here.close();
            there.close();
            second.close();
            first.close();
        });
    }

    static MeasuredCache redisson(RedisServer redis) {
        RedissonMember first = new RedissonMember(redis.configuration());
        RedissonMember second = new RedissonMember(redis.configuration());
        Cache<String, byte[]> here = first.cache("alone", byte[].class);
        Cache<String, byte[]> there = second.cache("alone", byte[].class);
        return new MeasuredCache("Redisson alone", here::get, here::put, there::put, () -> {
            second.close();
            first.close();
        });
    }

    static MeasuredCache redissonLocalCachedMap(RedisServer redis) throws IOException {
        RedissonClient first = client(redis);
        RedissonClient second = client(redis);
        LocalCachedMapOptions<String, byte[]> options = LocalCachedMapOptions.name("local");
        RLocalCachedMap<String, byte[]> here = first.getLocalCachedMap(options);
        RLocalCachedMap<String, byte[]> there = second.getLocalCachedMap(options);
        return new MeasuredCache("Redisson's RLocalCachedMap", here::get, here::fastPut, there::fastPut, () -> {
            second.shutdown();
            first.shutdown();
        });
    }

    private static RedissonClient client(RedisServer redis) throws IOException {
        return Redisson.create(
                org.redisson.config.Config.fromYAML(redis.configuration().toURL()));
    }
}
