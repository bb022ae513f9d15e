package io.roomwise.inference;

/** Told what was recognized. Called on thread {@code inference} only; must not block. */
public interface ActionListener {
    void onAction(ActionEvent event);

    /** After every window; consecutive states may be equal. */
    void onRoomState(RoomState state);
}
