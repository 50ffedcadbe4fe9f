package dev.gossamer.jcache.entry;

/** A stored value and its value, held strongly for the length of one operation. */
public record LiveEntry<K, V>(StoredValue<K, V> storedValue, V value) {}
