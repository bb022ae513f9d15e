package io.roomwise.trainer.simulation;

import io.roomwise.capture.virtual.Scene;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;

/** One camera of a room with the microphone next to it. Belongs to the camera's thread. */
final class RoomScene implements Scene {
    private final SimulatedRoom room;
    private final int view;
    private final int microphone;
    private final long epochUtcNanos;
    private final double framesPerSecond;

    RoomScene(SimulatedRoom room, int view, int microphone, long epochUtcNanos, double framesPerSecond) {
        this.room = room;
        this.view = view;
        this.microphone = microphone;
        this.epochUtcNanos = epochUtcNanos;
        this.framesPerSecond = framesPerSecond;
    }

    @Override
    public int width() {
        return SimulatedRoom.WIDTH;
    }

    @Override
    public int height() {
        return SimulatedRoom.HEIGHT;
    }

    @Override
    public double framesPerSecond() {
        return framesPerSecond;
    }

    @Override
    public int sampleRateHz() {
        return SimulatedRoom.SAMPLE_RATE_HZ;
    }

    @Override
    public void paint(long utcNanos, ByteBuffer rgb) {
        room.paint(view, seconds(utcNanos), rgb);
    }

    @Override
    public void listen(long utcNanos, ShortBuffer samples) {
        room.listen(microphone, seconds(utcNanos), samples);
    }

    private double seconds(long utcNanos) {
        return Math.max(0, (utcNanos - epochUtcNanos) / 1e9);
    }
}
