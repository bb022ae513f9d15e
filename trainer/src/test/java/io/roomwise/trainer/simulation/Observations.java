package io.roomwise.trainer.simulation;

import java.nio.ShortBuffer;

/** What tests ask of a room. */
final class Observations {
    private Observations() {}

    /** Sound of the first microphone. */
    static short[] sound(SimulatedRoom room, double seconds, int count) {
        short[] samples = new short[count];
        room.listen(0, seconds, ShortBuffer.wrap(samples));
        return samples;
    }

    /** The first such action within ten minutes. */
    static LabelledAction first(SimulatedRoom room, String action) {
        return room.actions(0, 600).stream()
                .filter(a -> a.action().equals(action))
                .findFirst()
                .orElseThrow();
    }
}
