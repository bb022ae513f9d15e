package io.roomwise.agent.process;

import io.roomwise.capture.StreamId;
import io.roomwise.capture.StreamListener;
import io.roomwise.capture.StreamState;
import io.roomwise.inference.ActionEvent;
import io.roomwise.inference.ActionListener;
import io.roomwise.inference.RoomState;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes on to several what the modules tell to one. All are added before the first thread starts. */
final class Listeners implements ActionListener, StreamListener {
    private final List<ActionListener> actions = new CopyOnWriteArrayList<>();
    private final List<StreamListener> streams = new CopyOnWriteArrayList<>();

    void add(ActionListener listener) {
        actions.add(listener);
    }

    void add(StreamListener listener) {
        streams.add(listener);
    }

    @Override
    public void onAction(ActionEvent event) {
        actions.forEach(listener -> listener.onAction(event));
    }

    @Override
    public void onRoomState(RoomState state) {
        actions.forEach(listener -> listener.onRoomState(state));
    }

    @Override
    public void onStreamState(StreamId stream, StreamState state, String reason) {
        streams.forEach(listener -> listener.onStreamState(stream, state, reason));
    }
}
