package io.roomwise.trainer.simulation;

/**
 * What a person of the simulated home truly did.
 *
 * @param person index of the person in the room, the same for the whole life of the room
 * @param action one of {@link SimulatedRoom#classes()}
 */
public record LabelledAction(int person, String action, double startSeconds, double endSeconds) {}
