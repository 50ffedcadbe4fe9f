package dev.gossamer.tck.peers;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentMap;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.MapMaker;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakValueMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.apache.commons.collections4.map.AbstractReferenceMap.ReferenceStrength;
import org.apache.commons.collections4.map.ReferenceMap;
import org.springframework.util.ConcurrentReferenceHashMap;
import org.springframework.util.ConcurrentReferenceHashMap.ReferenceType;

/** The weak maps that are compared, each in its best configuration where the default is another. */
final class Peers {
    private static final Map<String, String> ALL_RULES = Map.of();

    private static final List<Peer> WEAK_KEYS = List.of(
            keys(
                    "Gossamer, jdk",
                    "WeakKeyMap.builder().backend(\"jdk\")",
                    WeakKeyMap.class,
                    false,
                    () -> WeakKeyMap.builder().backend("jdk").build()),
            keys(
                    "Gossamer, caffeine",
                    "WeakKeyMap.builder().backend(\"caffeine\")",
                    WeakKeyMap.class,
                    false,
                    () -> WeakKeyMap.builder().backend("caffeine").build()),
            keys("Gossamer, identity", "WeakKeyMap.identity()", WeakKeyMap.class, true, WeakKeyMap::identity),
            keys(
                    "Guava MapMaker",
                    "new MapMaker().weakKeys()",
                    MapMaker.class,
                    true,
                    () -> new MapMaker().weakKeys().makeMap()),
            keys(
                    "Guava CacheBuilder",
                    "weakKeys(), asMap()",
                    CacheBuilder.class,
                    true,
                    () -> CacheBuilder.newBuilder().weakKeys().build().asMap()),
            keys(
                    "Caffeine",
                    "weakKeys().scheduler(Scheduler.systemScheduler()), asMap()",
                    Caffeine.class,
                    true,
                    () -> Caffeine.newBuilder()
                            .weakKeys()
                            .scheduler(Scheduler.systemScheduler())
                            .build()
                            .asMap()),
            new Peer(
                    "WeakHashMap",
                    "the default",
                    WeakHashMap.class,
                    Peer.Weak.KEY,
                    false,
                    false,
                    WeakHashMap::new,
                    ALL_RULES),
            keys(
                    "WeakHashMap, synchronized",
                    "Collections.synchronizedMap(new WeakHashMap())",
                    WeakHashMap.class,
                    false,
                    () -> Collections.synchronizedMap(new WeakHashMap<>())),
            keys(
                    "Commons ReferenceMap",
                    "(WEAK, HARD), in Collections.synchronizedMap as its Javadoc says",
                    ReferenceMap.class,
                    false,
                    () -> Collections.synchronizedMap(
                            new ReferenceMap<>(ReferenceStrength.WEAK, ReferenceStrength.HARD))),
            new Peer(
                    "weak-lock-free",
                    "new WeakConcurrentMap(true), with its cleaner thread",
                    WeakConcurrentMap.class,
                    Peer.Weak.KEY,
                    true,
                    true,
                    WeakLockFreeMap::new,
                    WeakLockFreeMap.LACKS));

    private static final List<Peer> WEAK_VALUES = List.of(
            values(
                    "Gossamer, jdk",
                    "WeakValueMap.builder().backend(\"jdk\")",
                    WeakValueMap.class,
                    () -> WeakValueMap.builder().backend("jdk").build()),
            values(
                    "Gossamer, caffeine",
                    "WeakValueMap.builder().backend(\"caffeine\")",
                    WeakValueMap.class,
                    () -> WeakValueMap.builder().backend("caffeine").build()),
            values(
                    "Guava MapMaker",
                    "new MapMaker().weakValues()",
                    MapMaker.class,
                    () -> new MapMaker().weakValues().makeMap()),
            values(
                    "Guava CacheBuilder",
                    "weakValues(), asMap()",
                    CacheBuilder.class,
                    () -> CacheBuilder.newBuilder().weakValues().build().asMap()),
            values(
                    "Caffeine",
                    "weakValues().scheduler(Scheduler.systemScheduler()), asMap()",
                    Caffeine.class,
                    () -> Caffeine.newBuilder()
                            .weakValues()
                            .scheduler(Scheduler.systemScheduler())
                            .build()
                            .asMap()),
            values(
                    "Commons ReferenceMap",
                    "(HARD, WEAK), in Collections.synchronizedMap as its Javadoc says",
                    ReferenceMap.class,
                    () -> Collections.synchronizedMap(
                            new ReferenceMap<>(ReferenceStrength.HARD, ReferenceStrength.WEAK))),
            new Peer(
                    "Spring, weak",
                    "new ConcurrentReferenceHashMap(16, ReferenceType.WEAK)",
                    ConcurrentReferenceHashMap.class,
                    Peer.Weak.ENTRY,
                    false,
                    true,
                    () -> new ConcurrentReferenceHashMap<>(16, ReferenceType.WEAK),
                    ALL_RULES),
            new Peer(
                    "Spring, soft",
                    "new ConcurrentReferenceHashMap(), the default",
                    ConcurrentReferenceHashMap.class,
                    Peer.Weak.ENTRY,
                    false,
                    true,
                    ConcurrentReferenceHashMap::new,
                    ALL_RULES));

    private Peers() {}

    static List<Peer> weakKeys() {
        return WEAK_KEYS;
    }

    static List<Peer> weakValues() {
        return WEAK_VALUES;
    }

    private static Peer keys(
            String name,
            String configuration,
            Class<?> origin,
            boolean byIdentity,
            Supplier<Map<Object, Object>> maker) {
        return new Peer(name, configuration, origin, Peer.Weak.KEY, byIdentity, true, maker, ALL_RULES);
    }

    private static Peer values(
            String name, String configuration, Class<?> origin, Supplier<Map<Object, Object>> maker) {
        return new Peer(name, configuration, origin, Peer.Weak.VALUE, false, true, maker, ALL_RULES);
    }
}
