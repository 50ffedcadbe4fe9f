package dev.gossamer.jcache;

/** Says which settings do not go together, and the ways out. */
final class Combinations {
    private Combinations() {}

    static void check(String cacheName, WeakCacheConfiguration<?, ?> configuration) {
        if (configuration.isStoreByValue()) {
            requireStrong(cacheName, "values", configuration.getValueStrength());
            requireStrong(cacheName, "keys", configuration.getKeyStrength());
        }
    }

    private static void requireStrong(String cacheName, String what, Strength strength) {
        if (strength != Strength.STRONG) {
            throw new IllegalArgumentException("cache \"" + cacheName + "\" cannot store by value and hold " + what + " "
                    + strength + ": the copy would be reachable from nowhere else and die at the next collection; "
                    + "store by reference, or hold " + what + " STRONG");
        }
    }
}
