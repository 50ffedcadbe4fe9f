package dev.gossamer.jcache;

/** What the parts of one cache share. */
record Surroundings<K, V>(
        Copies<K, V> copies, Listeners<K, V> listeners, Counters counters, Transitions<K> transitions) {}
