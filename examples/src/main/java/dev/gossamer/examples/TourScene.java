package dev.gossamer.examples;

/** One situation of the tour. */
interface TourScene {

    /** What it is about. */
    String title();

    /** Plays it; an exception means that what it shows does not hold. */
    void play(TourStage stage) throws Exception;
}
