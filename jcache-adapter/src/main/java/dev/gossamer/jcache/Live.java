package dev.gossamer.jcache;

/** A cell and its value, held strongly for the length of one operation. */
record Live<K, V>(Cell<K, V> cell, V value) {}
