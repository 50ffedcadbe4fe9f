package dev.gossamer.examples;

/** One situation of the tour. */
interface Scene {

    /** What it is about. */
    String title();

    /** Plays it; an exception means that what it shows does not hold. */
    void play(Stage stage) throws Exception;
}
