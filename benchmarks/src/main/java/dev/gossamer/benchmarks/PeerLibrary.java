package dev.gossamer.benchmarks;

import com.blogspot.mydailyjava.weaklockfree.WeakConcurrentSet;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.google.common.cache.CacheBuilder;
import com.google.common.collect.Interners;
import com.google.common.collect.MapMaker;
import com.google.common.util.concurrent.Striped;
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
enum PeerLibrary {
    VALUES_JDK(
            ContainerKind.WEAK_VALUES,
            "Gossamer jdk",
            () -> WeakValueMap.builder().backend("jdk").build()),
    VALUES_CAFFEINE(
            ContainerKind.WEAK_VALUES,
            "Gossamer caffeine",
            () -> WeakValueMap.builder().backend("caffeine").build()),
    VALUES_STRONG(ContainerKind.WEAK_VALUES, "ConcurrentHashMap", ConcurrentHashMap::new),
    VALUES_MAPMAKER(
            ContainerKind.WEAK_VALUES,
            "Guava MapMaker",
            () -> new MapMaker().weakValues().makeMap()),
    VALUES_GUAVA(
            ContainerKind.WEAK_VALUES,
            "Guava cache",
            () -> CacheBuilder.newBuilder().weakValues().build().asMap()),
    VALUES_DIRECT(
            ContainerKind.WEAK_VALUES,
            "Caffeine",
            () -> Caffeine.newBuilder().weakValues().build().asMap()),
    VALUES_COMMONS(
            ContainerKind.WEAK_VALUES,
            "Commons, synchronized",
            () -> Collections.synchronizedMap(new ReferenceMap<>(ReferenceStrength.HARD, ReferenceStrength.WEAK))),

    KEYS_JDK(
            ContainerKind.WEAK_KEYS,
            "Gossamer jdk",
            () -> WeakKeyMap.builder().backend("jdk").build()),
    KEYS_CAFFEINE(
            ContainerKind.WEAK_KEYS,
            "Gossamer caffeine",
            () -> WeakKeyMap.builder().backend("caffeine").build()),
    KEYS_STRONG(ContainerKind.WEAK_KEYS, "ConcurrentHashMap", ConcurrentHashMap::new),
    KEYS_WEAKHASHMAP(
            ContainerKind.WEAK_KEYS,
            "WeakHashMap, synchronized",
            () -> Collections.synchronizedMap(new WeakHashMap<>())),
    KEYS_SPRING(ContainerKind.WEAK_KEYS, "Spring (soft entries)", ConcurrentReferenceHashMap::new),
    KEYS_COMMONS(
            ContainerKind.WEAK_KEYS,
            "Commons, synchronized",
            () -> Collections.synchronizedMap(new ReferenceMap<>(ReferenceStrength.WEAK, ReferenceStrength.HARD))),

    IDENTITY_JDK(
            ContainerKind.WEAK_KEYS_IDENTITY,
            "Gossamer jdk",
            () -> WeakKeyMap.builder()
                    .keys(dev.gossamer.Equivalence.identity())
                    .backend("jdk")
                    .build()),
    IDENTITY_CAFFEINE(
            ContainerKind.WEAK_KEYS_IDENTITY,
            "Gossamer caffeine",
            () -> WeakKeyMap.builder()
                    .keys(dev.gossamer.Equivalence.identity())
                    .backend("caffeine")
                    .build()),
    IDENTITY_STRONG(ContainerKind.WEAK_KEYS_IDENTITY, "ConcurrentHashMap", ConcurrentHashMap::new),
    IDENTITY_MAPMAKER(
            ContainerKind.WEAK_KEYS_IDENTITY,
            "Guava MapMaker",
            () -> new MapMaker().weakKeys().makeMap()),
    IDENTITY_GUAVA(
            ContainerKind.WEAK_KEYS_IDENTITY,
            "Guava cache",
            () -> CacheBuilder.newBuilder().weakKeys().build().asMap()),
    IDENTITY_DIRECT(
            ContainerKind.WEAK_KEYS_IDENTITY,
            "Caffeine",
            () -> Caffeine.newBuilder().weakKeys().build().asMap()),
    IDENTITY_LOCKFREE(ContainerKind.WEAK_KEYS_IDENTITY, "weak-lock-free", LockFreeMap::new),
    IDENTITY_COMMONS(
            ContainerKind.WEAK_KEYS_IDENTITY,
            "Commons, synchronized",
            () -> Collections.synchronizedMap(
                    new ReferenceIdentityMap<>(ReferenceStrength.WEAK, ReferenceStrength.HARD))),

    SET_JDK(
            ContainerKind.SET,
            "Gossamer jdk",
            () -> WeakSet.builder().backend("jdk").build()),
    SET_CAFFEINE(
            ContainerKind.SET,
            "Gossamer caffeine",
            () -> WeakSet.builder().backend("caffeine").build()),
    SET_STRONG(ContainerKind.SET, "ConcurrentHashMap", ConcurrentHashMap::newKeySet),
    SET_WEAKHASHMAP(
            ContainerKind.SET,
            "WeakHashMap, synchronized",
            () -> Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()))),
    SET_LOCKFREE(
            ContainerKind.SET,
            "weak-lock-free (identity)",
            () -> new LockFreeSet(new WeakConcurrentSet<>(WeakConcurrentSet.Cleaner.INLINE))),

    INTERNER_JDK(
            ContainerKind.INTERNER,
            "Gossamer jdk",
            () -> interner(Interner.builder().backend("jdk").build()::intern)),
    INTERNER_CAFFEINE(
            ContainerKind.INTERNER,
            "Gossamer caffeine",
            () -> interner(Interner.builder().backend("caffeine").build()::intern)),
    INTERNER_STRONG(ContainerKind.INTERNER, "ConcurrentHashMap", () -> interner(new ConcurrentHashMap<>())),
    INTERNER_GUAVA(ContainerKind.INTERNER, "Guava", () -> interner(Interners.newWeakInterner()::intern)),
    INTERNER_DIRECT(
            ContainerKind.INTERNER,
            "Caffeine",
            () -> interner(com.github.benmanes.caffeine.cache.Interner.newWeakInterner()::intern)),

    CACHE_JDK(
            ContainerKind.CACHE_BY_REFERENCE,
            "Gossamer jdk",
            () -> cache("dev.gossamer.jcache.GossamerCachingProvider", false)),
    CACHE_CAFFEINE(
            ContainerKind.CACHE_BY_REFERENCE,
            "Caffeine",
            () -> cache("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider", false)),
    CACHE_EHCACHE(
            ContainerKind.CACHE_BY_REFERENCE,
            "Ehcache",
            () -> cache("org.ehcache.jsr107.EhcacheCachingProvider", false)),
    CACHE_CACHE2K(
            ContainerKind.CACHE_BY_REFERENCE,
            "cache2k",
            () -> cache("org.cache2k.jcache.provider.JCacheProvider", false)),

    VALUE_CACHE_JDK(
            ContainerKind.CACHE_BY_VALUE,
            "Gossamer jdk",
            () -> cache("dev.gossamer.jcache.GossamerCachingProvider", true)),
    VALUE_CACHE_CAFFEINE(
            ContainerKind.CACHE_BY_VALUE,
            "Caffeine",
            () -> cache("com.github.benmanes.caffeine.jcache.spi.CaffeineCachingProvider", true)),
    VALUE_CACHE_EHCACHE(
            ContainerKind.CACHE_BY_VALUE, "Ehcache", () -> cache("org.ehcache.jsr107.EhcacheCachingProvider", true)),
    VALUE_CACHE_CACHE2K(
            ContainerKind.CACHE_BY_VALUE, "cache2k", () -> cache("org.cache2k.jcache.provider.JCacheProvider", true)),

    LOCKS_JDK(ContainerKind.LOCKS, "Gossamer jdk", () -> LockedSections.keyedLocks("jdk")),
    LOCKS_CAFFEINE(ContainerKind.LOCKS, "Gossamer caffeine", () -> LockedSections.keyedLocks("caffeine")),
    LOCKS_MAP(ContainerKind.LOCKS, "ConcurrentHashMap", LockedSections::mapOfLocks),
    LOCKS_STRIPED(ContainerKind.LOCKS, "Guava Striped of 64", () -> LockedSections.striped(Striped.lock(64))),
    LOCKS_STRIPED_WEAK(
            ContainerKind.LOCKS, "Guava Striped of 64, weak", () -> LockedSections.striped(Striped.lazyWeakLock(64)));

    private static final AtomicInteger CACHES = new AtomicInteger();

    final ContainerKind kind;
    final String title;
    private final Supplier<?> factory;

    PeerLibrary(ContainerKind kind, String title, Supplier<?> factory) {
        this.kind = kind;
        this.title = title;
        this.factory = factory;
    }

    /** All of a kind, ours first. */
    static List<PeerLibrary> of(ContainerKind kind) {
        return Stream.of(values()).filter(peer -> peer.kind == kind).toList();
    }

    /** The JDK backend's container of a kind. */
    static PeerLibrary ours(ContainerKind kind) {
        return of(kind).get(0);
    }

    /** The limit of a kind of map. */
    static PeerLibrary limit(ContainerKind kind) {
        return of(kind).stream().filter(PeerLibrary::isStrong).findFirst().orElseThrow();
    }

    /** What it is, and whose. */
    String label() {
        return kind.title + ", " + title;
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
