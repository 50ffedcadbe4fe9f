package dev.gossamer;

/**
 * An object that carries the values that others attach to it, so that they live as long as it does and may refer to it.
 *
 * <pre>{@code
 * final class Session implements AttachmentCarrier {
 *     private final AttachmentCells cells = new AttachmentCells();
 *
 *     @Override
 *     public AttachmentCells attachments() {
 *         return cells;
 *     }
 * }
 * }</pre>
 *
 * @see Attachments#toCarriers()
 */
public interface AttachmentCarrier {

    /**
     * Where the attachments of this object are kept.
     *
     * @return always the same object, held by this one and shared with no other
     */
    AttachmentCells attachments();
}
