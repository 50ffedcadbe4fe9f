package dev.gossamer;

/**
 * An object that carries the values that others attach to it, so that they live as long as it does and may refer to it.
 * Any thread may ask for them.
 *
 * {@snippet file="dev/gossamer/examples/javadoc/ReferenceExamplesTest.java" region="attachment-carrier"}
 *
 * @see Attachments#toCarriers()
 * @since 0.1.0
 */
public interface AttachmentCarrier {

    /**
     * Where the attachments of this object are kept.
     *
     * @return always the same object, held by this one and shared with no other
     */
    AttachmentCells attachments();
}
