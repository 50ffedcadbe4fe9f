package dev.gossamer.jcache;

import java.io.Serializable;

/** A mutable value. */
final class Box implements Serializable {
    private static final long serialVersionUID = 1;

    String content;

    Box(String content) {
        this.content = content;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Box box && box.content.equals(content);
    }

    @Override
    public int hashCode() {
        return content.hashCode();
    }

    @Override
    public String toString() {
        return "Box " + content;
    }
}
