package io.roomwise.sync;

import com.lmax.disruptor.EventHandler;
import java.util.List;
import java.util.function.LongSupplier;

/** Brings each frame to the assembler of its room, and the time to all of them. Runs on thread sync only. */
final class FrameRouter implements EventHandler<FrameSlot> {
    private final Routes routes;
    private final List<WindowAssembler> rooms;
    private final LongSupplier utcNanos;

    /** @param rooms numbered as in the routes */
    FrameRouter(Routes routes, List<WindowAssembler> rooms, LongSupplier utcNanos) {
        this.routes = routes;
        this.rooms = rooms;
        this.utcNanos = utcNanos;
    }

    @Override
    public void onEvent(FrameSlot frame, long sequence, boolean endOfBatch) {
        long now = utcNanos.getAsLong();
        switch (frame.content()) {
            case PICTURE -> roomOf(frame).onPicture(routes.view(frame.stream()), frame, now);
            case SOUND -> roomOf(frame).onSound(routes.microphone(frame.stream()), frame, now);
            case NOTHING -> {}
        }
        if (endOfBatch) {
            advance(now);
        }
    }

    private WindowAssembler roomOf(FrameSlot frame) {
        return rooms.get(routes.room(frame.stream()));
    }

    /** Every sensor is silent, but the slots that wait for them have to leave in time. */
    @Override
    public void onTimeout(long sequence) {
        advance(utcNanos.getAsLong());
    }

    private void advance(long now) {
        for (WindowAssembler room : rooms) {
            room.advance(now);
        }
    }
}
