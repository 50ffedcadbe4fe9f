package dev.gossamer.doctor;

/** The user named something that cannot be worked with; the message is the one line that says so. */
final class UnusableInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableInputException(String message) {
        super(Wording.line(message)); // what the JDK says of a connection has several
    }
}
