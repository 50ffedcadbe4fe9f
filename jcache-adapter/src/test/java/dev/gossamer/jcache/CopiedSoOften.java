package dev.gossamer.jcache;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/** A value that can be copied some times, its copies once less, and not at all in the end. */
final class CopiedSoOften implements Serializable {
    private static final long serialVersionUID = 1;

    private int left;

    CopiedSoOften(int times) {
        this.left = times;
    }

    private void writeObject(ObjectOutputStream out) throws IOException {
        if (left == 0) {
            throw new IOException("copied often enough");
        }
        left--;
        out.defaultWriteObject();
    }
}
