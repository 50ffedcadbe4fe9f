package dev.gossamer.jcache.near;

import java.io.Serializable;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;

/** Adds one to the first byte of a value. */
final class Increment implements EntryProcessor<String, byte[], Boolean>, Serializable {
    private static final long serialVersionUID = 1;

    @Override
    public Boolean process(MutableEntry<String, byte[]> entry, Object... arguments) {
        byte[] next = entry.getValue().clone();
        next[0]++;
        entry.setValue(next);
        return true;
    }
}
