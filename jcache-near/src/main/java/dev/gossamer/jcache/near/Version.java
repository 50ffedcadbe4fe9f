package dev.gossamer.jcache.near;

/**
 * One write of one key: who wrote it and the how-manieth of the writer's writes it is. No two writes have the same, so
 * the stamp alone compares.
 */
final class Version<K> {
    final K key;
    final long writer;
    final long sequence;

    Version(K key, long writer, long sequence) {
        this.key = key;
        this.writer = writer;
        this.sequence = sequence;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Version<?> version && writer == version.writer && sequence == version.sequence;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(writer ^ sequence * 0x9E3779B97F4A7C15L);
    }

    @Override
    public String toString() {
        return Long.toHexString(writer) + ":" + sequence;
    }
}
