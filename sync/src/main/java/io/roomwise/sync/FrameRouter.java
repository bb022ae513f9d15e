package io.roomwise.sync;

import com.lmax.disruptor.EventHandler;
import java.util.List;

/**
 * Brings each frame to the witness and the assembler of its room, and the time to all of them. Runs on thread sync only.
 */
final class FrameRouter implements EventHandler<FrameSlot> {
    private final Routes routes;
    private final List<SoundWitness> witnesses;
    private final List<WindowAssembler> rooms;
    private final GridClock clock;
    private SyncTap tap = SyncTap.NONE;

    /**
     * @param witnesses numbered as in the routes
     * @param rooms likewise
     */
    FrameRouter(Routes routes, List<SoundWitness> witnesses, List<WindowAssembler> rooms, GridClock clock) {
        this.routes = routes;
        this.witnesses = witnesses;
        this.rooms = rooms;
        this.clock = clock;
    }

    /** Before the thread starts. */
    void tapInto(SyncTap listener) {
        tap = listener;
    }

    /** What follows depends on the frame and the time alone, not on how many frames the ring brings at once. */
    @Override
    public void onEvent(FrameSlot frame, long sequence, boolean endOfBatch) {
        ClockReading now = clock.read();
        switch (frame.content()) {
            case PICTURE -> {
                tap.onPicture(now, frame.stream(), frame.time(), frame.picture());
                onPicture(routes.view(frame.stream()), frame);
            }
            case PICTURE_TIME -> {
                tap.onPictureTime(now, frame.stream(), frame.time());
                onPicture(routes.view(frame.stream()), frame);
            }
            case SOUND -> {
                tap.onSound(now, frame.stream(), frame.time(), frame.sound());
                onSound(routes.microphone(frame.stream()), frame);
            }
            case NOTHING -> tap.onIdle(now);
        }
        advance();
    }

    private void onPicture(int view, FrameSlot frame) {
        witnessOf(frame).onPicture(view, frame);
        roomOf(frame).onPicture(view, frame, clock);
    }

    private void onSound(int microphone, FrameSlot piece) {
        witnessOf(piece).onSound(microphone, piece);
        roomOf(piece).onSound(microphone, piece, clock);
    }

    private SoundWitness witnessOf(FrameSlot frame) {
        return witnesses.get(routes.room(frame.stream()));
    }

    private WindowAssembler roomOf(FrameSlot frame) {
        return rooms.get(routes.room(frame.stream()));
    }

    /** Every sensor is silent, but the slots that wait for them have to leave in time. */
    @Override
    public void onTimeout(long sequence) {
        tap.onIdle(clock.read());
        advance();
    }

    private void advance() {
        for (WindowAssembler room : rooms) {
            room.advance(clock);
        }
        for (SoundWitness witness : witnesses) {
            witness.advance(clock.utcNanos());
        }
    }
}
