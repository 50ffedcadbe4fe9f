package dev.gossamer.benchmarks;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentSet;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.Interners;
import com.google.common.collect.MapMaker;
import dev.gossamer.Interner;
import dev.gossamer.WeakKeyMap;
import dev.gossamer.WeakSet;
import dev.gossamer.WeakValueMap;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.cache.Cache;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import org.apache.commons.collections4.map.AbstractReferenceMap.ReferenceStrength;
import org.apache.commons.collections4.map.ReferenceIdentityMap;
import org.apache.commons.collections4.map.ReferenceMap;
import org.springframework.util.ConcurrentReferenceHashMap;

/** Whom we measure: one line for each container of each library. */
enum Peer {
    VALUES_JDK(
            Kind.WEAK_VALUES,
            "Gossamer jdk",
            () -> WeakValueMap.builder().backend("jdk").build()),
    VALUES_CAFFEINE(
            Kind.WEAK_VALUES,
            "Gossamer caffeine",
            () -> WeakValueMap.builder().backend("caffeine").build()),
    VALUES_STRONG(Kind.WEAK_VALUES, "ConcurrentHashMap", ConcurrentHashMap::new),
    VALUES_MAPMAKER(
            Kind.WEAK_VALUES,
            "Guava MapMaker",
            () -> new MapMaker().weakValues().makeMap()),
    VALUES_GUAVA(
            Kind.WEAK_VALUES,
            "Guava cache",
            () -> CacheBuilder.newBuilder().weakValues().build().asMap()),
    VALUES_DIRECT(
            Kind.WEAK_VALUES,
            "Caffeine",
            () -> Caffeine.newBuilder().weakValues().build().asMap()),
    VALUES_COMMONS(
            Kind.WEAK_VALUES,
            "Commons, synchronized",
            () -> Collections.synchronizedMap(new ReferenceMap<>(ReferenceStrength.HARD, ReferenceStrength.WEAK))),

    KEYS_JDK(
            Kind.WEAK_KEYS,
            "Gossamer jdk",
            () -> WeakKeyMap.builder().backend("jdk").build()),
    KEYS_CAFFEINE(
            Kind.WEAK_KEYS,
            "Gossamer caffeine",
            () -> WeakKeyMap.builder().backend("caffeine").build()),
    KEYS_STRONG(Kind.WEAK_KEYS, "ConcurrentHashMap", ConcurrentHashMap::new),
    KEYS_WEAKHASHMAP(
            Kind.WEAK_KEYS, "WeakHashMap, synchronized", () -> Collections.synchronizedMap(new WeakHashMap<>())),
    KEYS_SPRING(Kind.WEAK_KEYS, "Spring (soft entries)", ConcurrentReferenceHashMap::new),
    KEYS_COMMONS(
            Kind.WEAK_KEYS,
            "Commons, synchronized",
            () -> Collections.synchronizedMap(new ReferenceMap<>(ReferenceStrength.WEAK, ReferenceStrength.HARD))),

    IDENTITY_JDK(
            Kind.WEAK_KEYS_IDENTITY,
            "Gossamer jdk",
            () -> WeakKeyMap.builder()
                    .keys(dev.gossamer.Equivalence.identity())
                    .backend("jdk")
                    .build()),
    IDENTITY_CAFFEINE(
            Kind.WEAK_KEYS_IDENTITY,
            "Gossamer caffeine",
            () -> WeakKeyMap.builder()
                    .keys(dev.gossamer.Equivalence.identity())
                    .backend("caffeine")
                    .build()),
    IDENTITY_STRONG(Kind.WEAK_KEYS_IDENTITY, "ConcurrentHashMap", ConcurrentHashMap::new),
    IDENTITY_MAPMAKER(
            Kind.WEAK_KEYS_IDENTITY,
            "Guava MapMaker",
            () -> new MapMaker().weakKeys().makeMap()),
    IDENTITY_GUAVA(
            Kind.WEAK_KEYS_IDENTITY,
            "Guava cache",
            () -> CacheBuilder.newBuilder().weakKeys().build().asMap()),
    IDENTITY_DIRECT(
            Kind.WEAK_KEYS_IDENTITY,
            "Caffeine",
            () -> Caffeine.newBuilder().weakKeys().build().asMap()),
    IDENTITY_LOCKFREE(Kind.WEAK_KEYS_IDENTITY, "weak-lock-free", LockFreeMap::new),
    IDENTITY_COMMONS(
            Kind.WEAK_KEYS_IDENTITY,
            "Commons, synchronized",
            () -> Collections.synchronizedMap(
                    new ReferenceIdentityMap<>(ReferenceStrength.WEAK, ReferenceStrength.HARD))),

    SET_JDK(Kind.SET, "Gossamer jdk", () -> WeakSet.builder().backend("jdk").build()),
    SET_CAFFEINE(
            Kind.SET,
            "Gossamer caffeine",
            () -> WeakSet.builder().backend("caffeine").build()),
    SET_STRONG(Kind.SET, "ConcurrentHashMap", ConcurrentHashMap::newKeySet),
    SET_WEAKHASHMAP(
            Kind.SET,
            "WeakHashMap, synchronized",
            () -> Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()))),
    SET_LOCKFREE(
            Kind.SET,
            "weak-lock-free (identity)",
            () -> new LockFreeSet(new WeakConcurrentSet<>(WeakConcurrentSet.Cleaner.INLINE))),

    INTERNER_JDK(
            Kind.INTERNER,
            "Gossamer jdk",
            () -> interner(Interner.builder().backend("jdk").build()::intern)),
    INTERNER_CAFFEINE(
            Kind.INTERNER,
            "Gossamer caffeine",
            () -> interner(Interner.builder().backend("caffeine").build()::intern)),
    INTERNER_STRONG(Kind.INTERNER, "ConcurrentHashMap", () -> interner(new ConcurrentHashMap<>())),
    INTERNER_GUAVA(Kind.INTERNER, "Guava", () -> interner(Interners.newWeakInterner()::intern)),
    INTERNER_DIRECT(
            Kind.INTERNER,
            "Caffeine",
            () -> interner(com.github.benmanes.caffeine.cache.Interner.newWeakInterner()::intern)),

    CACHE_JDK(
            Kind.CACHE_BY_REFERENCE, "Gossamer jdk", () -> cache("dev.gossamer.jcache.GossamerCachingProvider", false)),
    CACHE_CAFFEINE(
            Kind.CACHE_BY_REFERENCE,
            "Caffeine",
            () -> cache("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider", false)),
    CACHE_EHCACHE(Kind.CACHE_BY_REFERENCE, "Ehcache", () -> cache("org.ehcache.jsr107.EhcacheCachingProvider", false)),
    CACHE_CACHE2K(Kind.CACHE_BY_REFERENCE, "cache2k", () -> cache("org.cache2k.jcache.provider.JCacheProvider", false)),

    VALUE_CACHE_JDK(
            Kind.CACHE_BY_VALUE, "Gossamer jdk", () -> cache("dev.gossamer.jcache.GossamerCachingProvider", true)),
    VALUE_CACHE_CAFFEINE(
            Kind.CACHE_BY_VALUE,
            "Caffeine",
            () -> cache("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider", true)),
    VALUE_CACHE_EHCACHE(Kind.CACHE_BY_VALUE, "Ehcache", () -> cache("org.ehcache.jsr107.EhcacheCachingProvider", true)),
    VALUE_CACHE_CACHE2K(
            Kind.CACHE_BY_VALUE, "cache2k", () -> cache("org.cache2k.jcache.provider.JCacheProvider", true));

    private static final AtomicInteger CACHES = new AtomicInteger();

    final Kind kind;
    final String title;
    private final Supplier<?> factory;

    Peer(Kind kind, String title, Supplier<?> factory) {
        this.kind = kind;
        this.title = title;
        this.factory = factory;
    }

    /** All of a kind, ours first. */
    static List<Peer> of(Kind kind) {
        return Stream.of(values()).filter(peer -> peer.kind == kind).toList();
    }

    /** The JDK backend's container of a kind. */
    static Peer ours(Kind kind) {
        return of(kind).get(0);
    }

    /** The limit of a kind of map. */
    static Peer limit(Kind kind) {
        return of(kind).stream().filter(Peer::isStrong).findFirst().orElseThrow();
    }

    boolean isOurs() {
        return title.startsWith("Gossamer");
    }

    /** The limit: it holds everything strongly, so it is no peer to be ahead of. */
    boolean isStrong() {
        return title.equals("ConcurrentHashMap");
    }

    /** Whether entries die with their weak side, and only then. */
    boolean isWeak() {
        return !isStrong() && this != KEYS_SPRING;
    }

    /** An empty container. */
    Object make() {
        return factory.get();
    }

    private static Cache<Object, Object> cache(String provider, boolean byValue) {
        return Caching.getCachingProvider(provider)
                .getCacheManager()
                .createCache("cache" + CACHES.incrementAndGet(), new MutableConfiguration<>().setStoreByValue(byValue));
    }

    private static UnaryOperator<Object> interner(UnaryOperator<Object> intern) {
        return intern;
    }

    private static UnaryOperator<Object> interner(Map<Object, Object> map) {
        return element -> {
            Object known = map.get(element);
            if (known == null) {
                known = map.putIfAbsent(element, element);
            }
            return known == null ? element : known;
        };
    }
}
