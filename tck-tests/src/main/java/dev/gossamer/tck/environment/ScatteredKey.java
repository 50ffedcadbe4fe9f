package dev.gossamer.tck.environment;

/** One of many keys or elements, whose hash codes are scattered, so that some share a slot of any table. */
public record ScatteredKey(int number) {

    /** The first of them, in a new array. */
    public static ScatteredKey[] many(int count) {
        ScatteredKey[] keys = new ScatteredKey[count];
        for (int i = 0; i < count; i++) {
            keys[i] = new ScatteredKey(i);
        }
        return keys;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ScatteredKey that && that.number == number;
    }

    @Override
    public int hashCode() {
        int mixed = (number ^ (number >>> 16)) * 0x45d9f3b;
        return mixed ^ (mixed >>> 15);
    }

    @Override
    public String toString() {
        return "key " + number;
    }
}
