package io.roomwise.agent.config;

/**
 * A position in a file of the user.
 *
 * @param line from 1
 * @param column from 1
 */
record Place(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
