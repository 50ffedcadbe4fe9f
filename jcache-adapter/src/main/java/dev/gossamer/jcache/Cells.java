package dev.gossamer.jcache;

/** Makes the cells of one cache, as strong as it was configured. */
class Cells<K, V> {

    /** What stands in a cell for a key. */
    Object holder(K key) {
        return key;
    }

    Cell<K, V> make(Object keyHolder, V value, long deadline, Entries<K, V> owner) {
        return Cell.strong(keyHolder, value, deadline);
    }

    /** Notes that the value of a cell was used. */
    void used(Cell<K, V> cell) {}

    /** Lets go of whatever else holds the value of a cell that is no longer stored. */
    void retired(Cell<K, V> cell) {}
}
