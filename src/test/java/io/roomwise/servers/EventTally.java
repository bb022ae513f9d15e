package io.roomwise.servers;

/**
 * What a subscriber heard of numbered events.
 *
 * @param events different ones
 * @param again how often one came that had come before
 * @param disordered that came for the first time after a later one
 * @param mistaken that came again under another id
 */
public record EventTally(int events, int again, int disordered, int mistaken) {}
