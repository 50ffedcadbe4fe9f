package dev.gossamer.examples.leaky;

/** Whether the service is written with its faults or without. */
enum Care {
    LEAKY,
    HEALTHY
}
