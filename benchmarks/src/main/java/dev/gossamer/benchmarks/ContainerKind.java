package dev.gossamer.benchmarks;

import java.util.Locale;

/** What a container is, which decides whom it is compared with and on what work. */
enum ContainerKind {
    WEAK_VALUES("map with weak values", KeyClasses.STRING),
    WEAK_KEYS("map with weak keys, equality", KeyClasses.STRING),
    WEAK_KEYS_IDENTITY("map with weak keys, identity", KeyClasses.IDENTITY),
    SET("set of weak elements", KeyClasses.STRING),
    INTERNER("interner", KeyClasses.STRING),
    CACHE_BY_REFERENCE("JCache cache, by reference", KeyClasses.STRING),
    CACHE_BY_VALUE("JCache cache, by value, values immutable", KeyClasses.STRING),
    LOCKS("locks of keys", KeyClasses.STRING);

    final String title;
    final KeyClasses usualKeys;

    ContainerKind(String title, KeyClasses usualKeys) {
        this.title = title;
        this.usualKeys = usualKeys;
    }

    /** A short name for people. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** How many entries to weigh: cache2k's caches hold 2,000 at most unless told otherwise. */
    int weighed() {
        return this == CACHE_BY_REFERENCE || this == CACHE_BY_VALUE ? 1_000 : 12_500;
    }
}
