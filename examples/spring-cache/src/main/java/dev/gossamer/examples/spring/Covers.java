package dev.gossamer.examples.spring;

/** Book covers, which are large. */
public interface Covers {

    /**
     * The cover of a book.
     *
     * @param title the title of the book
     * @return its cover, the same object for as long as somebody holds it
     */
    Cover of(String title);
}
