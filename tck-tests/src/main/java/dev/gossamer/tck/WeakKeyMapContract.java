package dev.gossamer.tck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import dev.gossamer.WeakKeyMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds for a {@link WeakKeyMap} in particular. */
interface WeakKeyMapContract extends Contract {

    @Test
    @Rule("KM-2")
    @DisplayName("KM-2: putting with an equal key keeps the stored key object")
    default void put_equalKey_keepsStoredKey() {
        WeakKeyMap<Name, String> map =
                new Scene(backend()).<Name, String>weakKeyMap().build();
        Name first = new Name("a");
        Name second = new Name("a");
        map.put(first, "1");
        assertEquals("1", map.put(second, "2"));
        assertSame(first, map.canonicalKey(second), "the key object stored");
        assertEquals("2", map.get(first));
    }
}
