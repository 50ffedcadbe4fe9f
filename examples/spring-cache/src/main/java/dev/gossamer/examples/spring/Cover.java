package dev.gossamer.examples.spring;

/** A picture of a book. */
public final class Cover {
    private final String title;
    private final byte[] pixels = new byte[1 << 20];

    Cover(String title) {
        this.title = title;
    }

    @Override
    public String toString() {
        return "cover of " + title + ", " + (pixels.length >> 10) + " KiB";
    }
}
