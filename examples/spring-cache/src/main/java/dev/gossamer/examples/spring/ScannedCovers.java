package dev.gossamer.examples.spring;

import org.springframework.cache.annotation.Cacheable;

/** Covers that are scanned anew whenever nobody has them any more. */
class ScannedCovers implements Covers {
    @Override
    @Cacheable("covers")
    public Cover of(String title) {
        System.out.println("  scanning " + title);
        return new Cover(title);
    }
}
