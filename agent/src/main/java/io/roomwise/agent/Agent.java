package io.roomwise.agent;

/** Placeholder entry, replaced by the command line. */
public final class Agent {
    private Agent() {}
}
