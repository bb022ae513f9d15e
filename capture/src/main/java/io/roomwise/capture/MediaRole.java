package io.roomwise.capture;

/** What is taken from a stream. */
public enum MediaRole {
    VIDEO,
    AUDIO
}
