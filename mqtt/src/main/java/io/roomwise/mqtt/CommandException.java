package io.roomwise.mqtt;

/** A command that is not carried out; the message says why, for people. */
public final class CommandException extends Exception {
    private static final long serialVersionUID = 1;

    public CommandException(String message) {
        super(message);
    }
}
