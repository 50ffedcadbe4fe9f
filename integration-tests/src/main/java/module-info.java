/** An application that names no backend: what it finds comes from the path. */
module dev.gossamer.it {
    requires dev.gossamer.core;
}
