package dev.gossamer.jcache;

import dev.gossamer.jcache.entry.BackendSelection;

/** Says which settings do not go together, and the ways out. */
final class ConfigurationValidator {
    private ConfigurationValidator() {}

    static void check(String cacheName, WeakCacheConfiguration<?, ?> configuration) {
        if (configuration.isStoreByValue()) {
            requireStrong(cacheName, "values", configuration.getValueStrength());
            requireStrong(cacheName, "keys", configuration.getKeyStrength());
        }
        if (configuration.getHotTierFactory() != null && configuration.getValueStrength() == Strength.STRONG) {
            throw new IllegalArgumentException(in(cacheName)
                    + "a hot tier means nothing where values are STRONG; hold them WEAK or SOFT, or leave it out");
        }
        BackendSelection.requireOffered(configuration);
        boolean sized = configuration.getMaximumSize().isPresent();
        boolean weighed = configuration.getMaximumWeight().isPresent();
        if (sized && weighed) {
            throw new IllegalArgumentException(
                    in(cacheName) + "maximumSize and maximumWeight exclude each other; set the one that matters");
        }
        if ((sized || weighed) && configuration.getKeyStrength() == Strength.WEAK) {
            throw new IllegalArgumentException(in(cacheName)
                    + "weak keys and a maximum exclude each other; hold keys STRONG or leave the maximum out");
        }
    }

    private static void requireStrong(String cacheName, String what, Strength strength) {
        if (strength != Strength.STRONG) {
            throw new IllegalArgumentException(in(cacheName) + "cannot store by value and hold " + what + " "
                    + strength + ", as the copy would be reachable from nowhere else and die at the next collection; "
                    + "store by reference, or hold " + what + " STRONG");
        }
    }

    private static String in(String cacheName) {
        return "cache \"" + cacheName + "\": ";
    }
}
