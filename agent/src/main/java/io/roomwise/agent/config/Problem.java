package io.roomwise.agent.config;

/**
 * One thing that is wrong in a configuration.
 *
 * @param place {@code file:line:column}, or the file alone where nothing of it could be read
 * @param path the key in dotted form; empty where the file as a whole is meant
 */
public record Problem(String place, String path, String message) {
    /** {@code file:line:col path: message}. */
    @Override
    public String toString() {
        return path.isEmpty() ? place + ": " + message : place + " " + path + ": " + message;
    }
}
