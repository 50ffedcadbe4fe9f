package dev.gossamer.tck.peers;

import java.util.Map;
import java.util.function.Supplier;

/**
 * A weak map of some library, in one configuration.
 *
 * @param name how the page calls it
 * @param configuration how it is made, which is its default or its best
 * @param origin a class of the library, whose archive tells the version
 * @param weak what it refers to weakly
 * @param byIdentity whether keys compare by identity
 * @param concurrent whether several threads may use it
 * @param maker makes an empty one
 * @param lacks the rules that it cannot be asked, each with the reason
 */
record Peer(
        String name,
        String configuration,
        Class<?> origin,
        Weak weak,
        boolean byIdentity,
        boolean concurrent,
        Supplier<Map<Object, Object>> maker,
        Map<String, String> lacks) {

    /** What a map refers to weakly. */
    enum Weak {
        KEY,
        VALUE,
        ENTRY
    }

    Map<Object, Object> map() {
        return maker.get();
    }

    /** Associates what shall die with what shall be let go of then. */
    Object put(Map<Object, Object> map, Object weak, Object strong) {
        return weak() == Weak.VALUE ? map.put(strong, weak) : map.put(weak, strong);
    }
}
