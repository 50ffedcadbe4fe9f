module outside.app {
    requires dev.gossamer.core;
}
