package dev.gossamer;

import java.lang.ref.Reference;
import java.util.concurrent.Future;

/**
 * What a container does with an object on its weak side that only leads to what somebody uses: a {@link Reference}, a
 * {@link Future}, or a container of this library. Hardly ever does anybody hold such an object but the container itself,
 * so its entry would be lost at the next collection, although the object it leads to lives.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ContainerExamplesTest.java" region="wrapper-policy"}
 *
 * @since 0.2.0
 */
public enum WrapperPolicy {
    /** Refuses it with a {@link NotWeaklyReferenceableException} that names the type that is right; the default. */
    REJECT,

    /** Holds it weakly as any other object. Fit where others hold the very wrapper for as long as its entry is needed. */
    ALLOW
}
