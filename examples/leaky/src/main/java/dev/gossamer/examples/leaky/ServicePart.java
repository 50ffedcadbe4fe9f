package dev.gossamer.examples.leaky;

/** A part of the service that has something to do ten times a second. For one thread. */
interface ServicePart {

    /** Does what is to be done in a tenth of a second, counted from 0. */
    void tick(int tick);
}
