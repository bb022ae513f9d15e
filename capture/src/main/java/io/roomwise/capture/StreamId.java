package io.roomwise.capture;

/**
 * One RTSP, ALSA or file input.
 *
 * @param index position among all streams of the process, from 0
 * @param sensor the thing in the house that it belongs to; two streams (a camera and a separate microphone) may share it
 */
public record StreamId(int index, RoomId room, String sensor) {
    public StreamId {
        if (index < 0) {
            throw new IllegalArgumentException("stream index must not be negative, was " + index);
        }
    }

    /** {@code home/room/sensor}. */
    @Override
    public String toString() {
        return room + "/" + sensor;
    }
}
